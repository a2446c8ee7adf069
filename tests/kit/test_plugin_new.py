"""`veriload plugin new`: what it makes, what it refuses, and that nothing is left of what failed."""

import subprocess

import pytest

from conftest import passed


def new(kit, folder, *words):
    return kit.veriload("plugin", "new", *words, cwd=folder)


def test_a_project_is_made_and_the_next_steps_are_told(kit, tmp_path):
    made = passed(new(kit, tmp_path, "line-shop", "--kind", "protocol"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["line-shop"]
    project = tmp_path / "line-shop"
    assert {".gitignore", "CMakeLists.txt", "README.md", "src", "tests"} == {path.name for path in project.iterdir()}
    assert "namespace line_shop_plugin" in (project / "src" / "plugin.cpp").read_text()
    assert "project(line-shop " in (project / "CMakeLists.txt").read_text()
    # The prefix has a space in its name.
    for step in ("cd line-shop\n", f"-DCMAKE_PREFIX_PATH='{kit.prefix}'", "cmake --build build", "ctest --test-dir"):
        assert step in made.stdout
    assert project.stat().st_mode & 0o777 == 0o777 & ~umask()


def umask():
    return int(passed(subprocess.run(["sh", "-c", "umask"], capture_output=True, text=True)).stdout, 8)


def test_it_is_made_in_the_folder_that_is_named(kit, tmp_path):
    (tmp_path / "here").mkdir()
    made = passed(new(kit, tmp_path, "a", "--kind", "command", "--output", "here"))
    assert (tmp_path / "here" / "a" / "src" / "plugin.cpp").is_file()
    assert "cd here/a\n" in made.stdout


@pytest.mark.parametrize("words, message", [
    (["Shop", "--kind", "command"], 'name is "Shop", expected a small letter and then a-z 0-9 _ -'),
    (["../x", "--kind", "command"], 'name is "../x", expected a small letter'),
    (["9shop", "--kind", "command"], 'name is "9shop"'),
    (["", "--kind", "command"], 'name is ""'),
    (["x" * 41, "--kind", "command"], "which has 41 characters, expected at most 40"),
    (["all", "--kind", "fixture"], "a word of CMake's own"),
    (["run", "--kind", "command"], "a command of veriload"),
    (["config", "--kind", "command"], "a command of veriload"),
    (["shop"], "--kind is missing, expected one of: protocol, fixture, importer, reporter, scenario, command"),
    (["shop", "--kind", "protocl"], 'did you mean "protocol"?'),
    (["--kind", "command"], "expected the name of the new plugin"),
    (["shop", "--kind", "command", "--output", "nowhere"], "expected a writable folder"),
])
def test_wrong_words_are_refused_and_nothing_is_written(kit, tmp_path, words, message):
    refused = new(kit, tmp_path, *words)
    assert refused.returncode == 2, refused.stdout + refused.stderr
    assert message in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("make", [lambda at: at.mkdir(), lambda at: at.write_text("mine"),
                                  lambda at: at.symlink_to("nowhere")], ids=["folder", "file", "link"])
def test_what_is_there_stays(kit, tmp_path, make):
    make(tmp_path / "shop")
    refused = new(kit, tmp_path, "shop", "--kind", "scenario")
    assert refused.returncode == 2 and "exists already" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["shop"]
    assert not (tmp_path / "shop" / "src").exists()


def test_a_failure_in_the_middle_leaves_nothing(kit, tmp_path):
    """The shell's limit on the size of files stands for a full disk."""
    limited = subprocess.run(["bash", "-c", 'trap "" XFSZ; ulimit -f 1; exec "$0" "$@"', str(kit.program), "plugin", "new",
                              "shop", "--kind", "protocol"], cwd=tmp_path, env=kit.environment(),
                             capture_output=True, text=True)
    assert limited.returncode == 6, limited.stdout + limited.stderr
    assert "cannot write" in limited.stderr
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_kind_and_shows_examples(kit):
    text = passed(kit.veriload("plugin", "new", "--help")).stdout
    for kind in ("protocol", "fixture", "importer", "reporter", "scenario", "command"):
        assert f"\n  {kind} " in text
    assert "Examples:" in text
    group = passed(kit.veriload("plugin", "--help")).stdout
    assert "plugin new" in group and "plugin list" in group and "Examples:" in group and "validate" not in group
