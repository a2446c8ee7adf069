"""The configuration file and its overrides: what is refused, where, and in what words."""

import json
import re
import subprocess

import pytest

import servers
from project import ONE_PASS, PROGRAM, ended_with, environment, passed, veriload

GOOD = """\
scenario: {{path: {library}, user_class: Getter}}
run:
  base_url: {url}
  users: 4
  spawn_rate: 1000
  max_duration_seconds: 60
data: {{pool_size: 100, seed: 42}}
profile:
  type: soak
  duration_seconds: 1
  tick_seconds: 0
safety:
  allowed_hosts: [127.0.0.1]
"""


@pytest.fixture
def text(library, target):
    return GOOD.format(library=library("calls"), url=target.url)


def refused(project, text, *parts, command="run"):
    result = ended_with(2, project.write(text).veriload(command))
    for part in parts:
        assert part in result.err, result.told
    return result


def test_the_text_of_these_tests_is_good(project, text):
    passed(project.write(text).veriload("run"))


def test_a_missing_file_is_named(project):
    result = ended_with(2, project.veriload("run", "--config", "gone.yaml"))
    assert result.err == "veriload: error: gone.yaml: cannot be read: No such file or directory\n"


def test_without_an_option_veriload_yaml_is_read(project):
    project.config.unlink()
    assert "veriload.yaml: cannot be read" in ended_with(2, project.veriload("run")).err


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n"])
def test_an_empty_file_is_called_empty(project, text):
    refused(project, text, "veriload.yaml: the file is empty", "run, data, profile and safety")


@pytest.mark.parametrize("text, where", [
    ("run: {users: 1\n", "veriload.yaml:"),
    ("run:\n\tusers: 1\n", "veriload.yaml:2:"),
    ("run:\n  users: 1\n base: 2\n", "veriload.yaml:3:"),
    ("run: \"no end\n", "veriload.yaml:"),
    ("run: *nobody\n", "veriload.yaml:1:"),
])
def test_malformed_yaml_is_told_with_its_line(project, text, where):
    refused(project, text, where, "not valid YAML")


def test_a_list_as_file_is_refused(project):
    refused(project, "- a\n- b\n", "veriload.yaml:1:1", "must be a mapping", "found a list")


def test_bytes_that_are_no_text_are_refused(project):
    project.config.write_bytes(b"run:\n  base_url: \"\xff\xfe\"\n")
    assert "veriload.yaml:2:14: not UTF-8 text" in ended_with(2, project.veriload("run")).err


@pytest.mark.parametrize("good, bad, where, said", [
    ("users: 4", "users: many", ":4:", 'run.users must be an integer above 0, found the string "many"'),
    ("users: 4", "users: 4.5", ":4:", "run.users must be an integer above 0, found the number 4.5"),
    ("users: 4", "users: [4]", ":4:", "run.users must be an integer above 0, found a list"),
    ("users: 4", "users:", ":4:", "run.users must be an integer above 0, found nothing"),
    ("type: soak", "type: sook", ":9:", "did you mean soak?"),
    ("seconds: 1\n", "seconds: .inf\n", ":10:", "profile.duration_seconds"),
    ("[127.0.0.1]", "127.0.0.1", ":13:", "safety.allowed_hosts must be a list"),
    ("[127.0.0.1]", "[7]", ":13:", "put it in quotes"),
    ("users: 4", "users: 4\n  usrs: 4", ":5:3: unknown key run.usrs", "did you mean run.users?"),
    ("safety:", "safty: 1\nsafety:", ":12:1: unknown key safty", "did you mean safety?"),
    ("users: 4", "users: 4\n  users: 5", ":5:3: key users is given twice", "first at veriload.yaml:4:3"),
    ("http://127.0.0.1", "http://127.0.0.2", ":3:", "127.0.0.2, which is not in safety.allowed_hosts (did you mean 127.0.0.1?)"),
    ("http://127.0.0.1", "ftp://127.0.0.1", ":3:", "must begin with http:// or https://"),
    ("http://127.0.0.1", "127.0.0.1", ":3:", "run.base_url"),
])
def test_a_mistake_is_told_with_line_found_and_expected_value(project, text, good, bad, where, said):
    assert good in text
    refused(project, text.replace(good, bad), "veriload.yaml" + where, said)
    refused(project, text.replace(good, bad), "veriload.yaml" + where, said, command="validate")


def test_set_overrides_the_file_and_the_environment(project):
    result = passed(project.run({"run.users": 2, **ONE_PASS}, VERILOAD_RUN__USERS="5"))
    assert result.report["users"]["started"] == 5
    result = passed(project.run({}, "--set", "run.users=3", "--set", "data.seed=9", VERILOAD_RUN__USERS="5"))
    assert result.report["users"]["started"] == 3
    assert result.report["run"]["seed"] == 9


def test_lists_can_be_overridden(project, target):
    changed = {"run.base_url": target.url.replace("127.0.0.1", "localhost"), **ONE_PASS}
    ended_with(2, project.run(changed))
    passed(project.run({}, "--set", "safety.allowed_hosts=127.0.0.1,localhost"))
    passed(project.run({}, "--set", 'safety.allowed_hosts=["127.0.0.1", "localhost"]'))
    passed(project.run({}, VERILOAD_SAFETY__ALLOWED_HOSTS="127.0.0.1, localhost"))


@pytest.mark.parametrize("words, said", [
    (["--set", "run.usrs=3"], ["--set run.usrs: unknown key run.usrs", "did you mean run.users?"]),
    (["--set", "run.users=x"], ["--set run.users=x", "must be an integer above 0", '"x"']),
    (["--set", "nonsense"], ["--set nonsense", "section.key=value"]),
    (["--set", "=3"], ["section.key=value"]),
    (["--set", "profile.steps=[oops"], ["profile.steps"]),
    (["--set", "http.timeout=3"], ["http.timeout", "timeout_seconds"]),
])
def test_a_wrong_override_is_told(project, words, said):
    result = ended_with(2, project.run({}, *words))
    for part in said:
        assert part in result.err, result.told


def test_a_wrong_variable_is_told_by_its_name(project):
    result = ended_with(2, project.run({}, VERILOAD_RUN__USRS="3"))
    assert "VERILOAD_RUN__USRS" in result.err and "did you mean run.users?" in result.err
    result = ended_with(2, project.run({}, VERILOAD_RUN__USERS="none"))
    assert "VERILOAD_RUN__USERS" in result.err and "must be an integer above 0" in result.err


def test_other_variables_with_the_prefix_are_not_looked_at(project):
    passed(project.run(ONE_PASS, VERILOAD_CLUSTER_TOKEN="secret", VERILOAD_HOME="/nowhere", VERILOAD_CLUSTER__TOKEN="secret"))


def test_paths_are_relative_to_the_configuration_and_not_to_where_one_stands(project, tmp_path):
    project.change({"reports.json": "sub/run.json", **ONE_PASS})
    project.folder, inside = tmp_path, project.folder
    passed(project.veriload("run", "--config", str(inside / "veriload.yaml")))
    assert (inside / "sub" / "run.json").exists()
    assert not (tmp_path / "sub").exists()


def test_a_configuration_from_standard_input_has_its_paths_where_one_stands(project, tmp_path):
    project.change({"reports.json": "sub/run.json", **ONE_PASS})
    text = (project.folder / "veriload.yaml").read_text()
    done = subprocess.run([PROGRAM, "run", "--config", "-"], cwd=tmp_path, env=environment(project.cache), input=text,
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "sub" / "run.json").exists()
    wrong = subprocess.run([PROGRAM, "validate", "--config", "/dev/stdin"], cwd=tmp_path, env=environment(project.cache),
                           input=text.replace('"run":', '"walk":', 1), capture_output=True, text=True, timeout=60)
    assert wrong.returncode == 2 and "walk" in wrong.stderr, wrong.stdout + wrong.stderr


def keys_of_schema(node, path=""):
    for name, member in node.get("properties", {}).items():
        here = f"{path}.{name}".strip(".")
        yield here, member
        yield from keys_of_schema(member, here)
        yield from keys_of_schema(member.get("items", {}), here + "[]")


@pytest.fixture(scope="module")
def schema(tmp_path_factory, cache):
    return json.loads(passed(veriload(tmp_path_factory.mktemp("schema"), cache, "config", "schema")).out)


def test_the_schema_names_what_the_example_uses(schema):
    """A check of the names without a schema library: every key of the example, section by section."""
    known = dict(keys_of_schema(schema))
    text = (servers.ROOT / "examples" / "httpbin" / "veriload.yaml").read_text()
    section = ""
    for line in text.splitlines():
        match = re.match(r"( *)(\w+):", line)
        if not match:
            continue
        indent, name = len(match[1]), match[2]
        if indent == 0:
            section = name
            assert section in known, section
        elif indent == 2 and known[section].get("additionalProperties", True) is False:
            assert f"{section}.{name}" in known, f"{section}.{name}"
    for needed in ("run", "data", "profile", "safety"):
        assert needed in schema["required"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_key_of_the_schema_stands_in_the_reference_with_a_meaning(schema, project):
    reference = passed(project.veriload("config", "reference")).out
    for key, member in keys_of_schema(schema):
        if "." in key:
            assert f"`{key.replace('global_.', 'global.')}`" in reference, key
        else:
            assert f"## {key}\n" in reference, key
        assert member.get("description"), key
    for row in re.findall(r"^\| `.*\|$", reference, re.MULTILINE):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 5 and cells[1] and cells[2] and cells[4], row


def test_the_http_section_of_the_plugin_is_documented_too(project):
    reference = passed(project.veriload("config", "reference")).out
    for key in ("timeout_seconds", "connect_timeout_seconds", "read_timeout_seconds", "max_connections_per_user"):
        assert f"http.{key}" in reference


def test_a_run_does_not_need_a_home(project, tmp_path):
    done = subprocess.run([PROGRAM, "validate"], cwd=project.folder, env={"PATH": "/usr/bin:/bin"},
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
