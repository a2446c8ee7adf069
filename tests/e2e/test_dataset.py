"""`veriload dataset`: preview, validate, explain and export agree with each other and with what reads their files."""

import csv
import io
import json
import os
import re
import sqlite3
import subprocess

import pytest

import namespaces
import project as projects
from project import ended_with, passed

DATA = {"pool_size": 3000, "seed": 7, "locales": [{"locale": "en_US", "weight": 3}, {"locale": "ja_JP", "weight": 1}]}
FIELDS = ["persona_id", "locale", "person.name", "contact.email", "address.line2", "company.departments", "person.age"]


class dataset:
    """A folder with a configuration whose `data` is DATA and some changes."""

    def __init__(self, folder, cache):
        self.folder, self.cache = folder, cache
        self.configure()

    def configure(self, reports=None, **data):
        settings = {"run": {"users": 1, "spawn_rate": 1, "max_duration_seconds": 5, "base_url": "http://127.0.0.1:1"},
                    "profile": {"type": "soak", "duration_seconds": 1},
                    "safety": {"allowed_hosts": ["127.0.0.1"]}, "data": {**DATA, **data}}
        if reports:
            settings["reports"] = reports
        (self.folder / "veriload.yaml").write_text(json.dumps(settings, indent=2))

    def __call__(self, command, *words, **how):
        return projects.veriload(self.folder, self.cache, "dataset", command, *words, **how)

    def rows(self, *words):
        """What an export of JSON lines gives, keys flat."""
        lines = passed(self("export", *words)).out.splitlines()
        return [flat(json.loads(line)) for line in lines]


def flat(value, path=""):
    if not isinstance(value, dict):
        return {path: value}
    return {key: one for name, inner in value.items() for key, one in flat(inner, f"{path}.{name}" if path else name).items()}


def of(fields):
    return [word for field in fields for word in ("--field", field)]


@pytest.fixture
def data(tmp_path, cache):
    return dataset(tmp_path, cache)


def previewed(data, *words):
    """Values of `preview --all`, one dict a persona."""
    text = passed(data("preview", "--all", *words)).out
    return [dict(re.findall(r"^(\S+) +(.*)$", card, re.MULTILINE)) for card in text.split("\n\n")]


def test_preview_shows_the_first_personas_in_columns(data):
    lines = passed(data("preview", "--limit", "3")).out.splitlines()
    assert lines[0].split() == ["ID", "Locale", "Name", "Email", "Industry"]
    assert [line.split()[0] for line in lines[2:]] == ["p-0001", "p-0002", "p-0003"]
    assert passed(data("preview", "--limit", "1", "--offset", "2")).out.splitlines()[2] == lines[4]


def test_preview_shows_the_fields_of_a_locale(data):
    lines = passed(data("preview", "--locale", "ja_JP", "--limit", "4", "--field", "locale,person.age")).out.splitlines()
    assert lines[0].split() == ["locale", "person.age"]
    assert all(re.fullmatch(r" *ja_JP +\d+ *", line) for line in lines[2:]) and len(lines) == 6


def test_json_lines_equal_the_preview(data):
    exported = data.rows("--limit", "40", "--offset", "5")
    shown = previewed(data, "--limit", "40", "--offset", "5")
    assert len(exported) == len(shown) == 40
    for one, other in zip(exported, shown):
        assert one.keys() == other.keys()
        for path, text in other.items():
            value = one[path]
            if isinstance(value, list):
                assert value == json.loads(text), path
            elif isinstance(value, float):
                assert value == float(text), path
            else:
                assert ("" if value is None else str(value)) == text, path


def test_csv_equals_the_json_lines(data):
    out = passed(data("export", "--format", "csv", "--limit", "60", *of(FIELDS))).out
    rows = list(csv.DictReader(io.StringIO(out)))
    wanted = data.rows("--limit", "60", *of(FIELDS))
    assert list(rows[0]) == FIELDS and len(rows) == 60
    for row, one in zip(rows, wanted):
        assert json.loads(row.pop("company.departments")) == one.pop("company.departments")
        assert row == {path: "" if value is None else str(value) for path, value in one.items()}


def test_sql_loads_and_equals_the_json_lines(data):
    out = passed(data("export", "--format", "sql", "--table", "people", "--limit", "450", *of(FIELDS))).out
    columns = [field.replace(".", "_") for field in FIELDS]
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE people ({', '.join(columns)})")
    database.executescript(out)
    rows = database.execute(f"SELECT {', '.join(columns)} FROM people").fetchall()
    wanted = data.rows("--limit", "450", *of(FIELDS))
    assert len(rows) == 450 and out.count("INSERT INTO people") == 3
    for row, one in zip(rows, wanted):
        found = dict(zip(FIELDS, row))
        assert json.loads(found.pop("company.departments")) == one.pop("company.departments")
        assert found == {path: one[path] for path in found}


def test_the_format_is_that_of_the_files_ending(data):
    for name, opening in (("a.csv", "persona_id,"), ("a.sql", "INSERT INTO personas"), ("a.jsonl", '{"'), ("a", '{"')):
        assert passed(data("export", "-o", name, "--limit", "3", *of(FIELDS))).out == ""
        assert (data.folder / name).read_text().startswith(opening), name
    assert sorted(path.name for path in data.folder.iterdir()) == ["a", "a.csv", "a.jsonl", "a.sql", "veriload.yaml"]


def test_parts_of_an_export_are_the_whole(data):
    whole = passed(data("export", "--limit", "50", *of(FIELDS))).out
    parts = [passed(data("export", "--limit", "20", "--offset", str(first), *of(FIELDS))).out for first in (0, 20)]
    assert parts[0] + parts[1] + passed(data("export", "--limit", "10", "--offset", "40", *of(FIELDS))).out == whole
    assert passed(data("export", "--offset", "2990", *of(["index"]))).out.count("\n") == 10
    assert passed(data("export", "--offset", "9999", *of(["index"]))).out == ""


def test_an_export_of_a_locale_has_its_personas_alone(data):
    japanese = data.rows("--locale", "ja_JP", *of(["index", "locale"]))
    assert {row["locale"] for row in japanese} == {"ja_JP"} and len(japanese) == 750
    everybody = data.rows(*of(["index", "locale"]))
    assert japanese == [row for row in everybody if row["locale"] == "ja_JP"]


def test_all_fields_of_all_formats_have_no_hole(data):
    fields = len(previewed(data, "--limit", "1")[0])
    assert fields > 80
    assert len(next(csv.reader(io.StringIO(passed(data("export", "--format", "csv", "--limit", "1")).out)))) == fields
    assert len(data.rows("--limit", "1")[0]) == fields


@pytest.mark.parametrize("command", ["preview", "export"])
def test_an_unknown_field_is_told_with_the_nearest(data, command):
    result = ended_with(2, data(command, "--field", "contact.emial", "--limit", "1"))
    assert 'no field "contact.emial" (did you mean contact.email?)' in result.err and result.out == ""


@pytest.mark.parametrize("command", ["preview", "export", "validate"])
def test_a_locale_that_the_pool_does_not_have_is_told(data, command):
    result = ended_with(2, data(command, "--locale", "de_DE", "--limit", "1"))
    assert "--locale de_DE: data.locales has en_US, ja_JP" in result.err and result.out == ""


def test_wrong_formats_and_tables_are_told(data):
    assert "--format xml: expected jsonl, csv or sql" in ended_with(2, data("export", "--format", "xml")).err
    assert "--table a;b" in ended_with(2, data("export", "--format", "sql", "--table", "a;b")).err


def test_explain_shows_where_a_value_comes_from(data):
    out = passed(data("explain", "contact.email", "--persona-index", "1")).out
    shown = previewed(data, "--limit", "1", "--offset", "1")[0]
    assert re.search(rf"^Value +{re.escape(shown['contact.email'])}$", out, re.MULTILINE)
    assert re.search(rf"^Dependencies +person.given_name = {re.escape(shown['person.given_name'])}$", out, re.MULTILINE)
    assert re.search(r"^Checked by +R4 R20$", out, re.MULTILINE)
    assert "did you mean contact.email?" in ended_with(2, data("explain", "contact.emial")).err


def test_a_full_disk_leaves_no_file_and_is_told(data):
    (data.folder / "disk").mkdir()
    disk = namespaces.wrapper("mount", before="mount -t tmpfs -o size=64k tmpfs disk", after="ls -A disk > left.txt")
    result = ended_with(6, data("export", "-o", "disk/all.jsonl", wrapped_in=disk))
    assert "No space left on device" in result.err
    assert (data.folder / "left.txt").read_text() == ""


def test_a_full_standard_output_is_told(data):
    with open("/dev/full", "w") as full:
        done = subprocess.run([projects.PROGRAM, "dataset", "export"], cwd=data.folder, stdout=full, stderr=subprocess.PIPE,
                              text=True, timeout=60, env=projects.environment(data.cache))
    assert done.returncode == 6
    assert "standard output: No space left on device" in done.stderr


def test_a_folder_that_cannot_be_written_is_told(data):
    (data.folder / "file").write_text("in the way")
    result = ended_with(6, data("export", "-o", "file/all.jsonl"))
    assert "file/all.jsonl" in result.err and "Not a directory" in result.err


def peak_of(data, *words):
    """The most memory that the program held, in kB, and its exit code."""
    with open(os.devnull, "w") as nowhere:
        process = subprocess.Popen([projects.PROGRAM, "dataset", *words], cwd=data.folder, stdout=nowhere,
                                   stderr=subprocess.PIPE, env=projects.environment(data.cache))
        process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
    assert process.returncode == 0
    return used.ru_maxrss


def test_the_memory_of_an_export_does_not_grow_with_its_rows(data):
    data.configure(pool_size=1_000_000)
    words = ["export", *of(["persona_id", "person.username", "contact.email"])]
    few = peak_of(data, *words, "--limit", "10000")
    many = peak_of(data, *words)
    assert many < 64_000, f"{many} kB"
    assert many - few < 4_000, f"{few} kB for 10,000 rows, {many} kB for a million"


def test_validate_finds_nothing_wrong_in_what_is_generated(data):
    out = passed(data("validate")).out
    for name in ("Total Personas", "Unique Emails", "Unique Usernames", "Unique Persona IDs", "Unique External IDs"):
        assert re.search(rf"^ +{name} +3,000\b", out, re.MULTILINE), name
    assert len(re.findall(r"^ +Duplicate [A-Z]\w+(?: IDs)? +0$", out, re.MULTILINE)) == 4
    assert re.findall(r"^ +(R\d+) .* 0 +0$", out, re.MULTILINE) == [f"R{n}" for n in range(1, 22)]
    assert re.search(r"^ +en_US +2,250 +75.0 % +75.0 %$", out, re.MULTILINE)
    assert re.search(r"^ +Computing +\d+ ", out, re.MULTILINE)


def test_validate_as_json(data):
    document = json.loads(passed(data("validate", "--json", "--locale", "ja_JP", "--limit", "100")).out)
    assert document["passed"] is True
    assert document["total_personas"] == 100 and document["pool_size"] == 3000
    assert document["unique_emails"] == 3000 and document["duplicate_emails"] == 0
    assert [rule["id"] for rule in document["rules"]] == [f"R{n}" for n in range(1, 22)]
    assert all(rule["violations"] == rule["by_given_values"] == 0 for rule in document["rules"])
    assert document["locales"]["ja_JP"] == {"personas": 100, "share": 1.0, "configured": 0.25}
    assert sum(one["personas"] for one in document["industries"].values()) == 100


def test_validate_in_memory_is_the_same(data):
    computed = passed(data("validate", "--json")).out
    data.configure(source="memory")
    assert passed(data("validate", "--json")).out == computed


def test_validate_ends_with_1_when_everybody_has_the_same_mail(data):
    data.configure(overrides={"contact.email": "sink@load.example.invalid"})
    result = ended_with(1, data("validate", "--limit", "50"))
    assert re.search(r"^ +Duplicate Emails +2,999 +data.overrides gives everybody the same$", result.out, re.MULTILINE)
    assert re.search(r"^ +R4 .* 0 +100$", result.out, re.MULTILINE)  # the domain, and what is before it
    assert "sink@load" not in result.out
    passed(data("validate", "--limit", "50", "--no-uniqueness"))


def test_overrides_that_contradict_each_other_are_refused_with_their_place(data):
    data.configure(overrides={"address.region_code": "US-TX", "address.city": "Boston"})
    for command in ("preview", "validate", "export"):
        result = ended_with(2, data(command))
        assert re.search(r"veriload\.yaml:\d+:\d+: data\.overrides: address\.city \(6 characters, the first is \"B\"\) "
                         r"contradicts address\.region_code \(5 characters, the first is \"U\"\), rule R6", result.err), result.err
        assert "Boston" not in result.err
    data.configure(overrides={"person.age": "30"}, conflict_mode="strict")
    assert "rule R9" in ended_with(2, data("preview")).err


def test_repair_has_the_rest_follow(data):
    data.configure(overrides={"person.age": "30", "job.industry": "Finance", "network.device": "phone"})
    for row in data.rows("--limit", "100"):
        assert (row["person.age"], row["job.industry"], row["company.industry"], row["network.device"]) == (
            30, "Finance", "Finance", "phone")
        assert row["person.birthdate"][:4] in ("1995", "1996")
    assert re.search(r"^ +R9 .* 0 +0$", passed(data("validate", "--limit", "300")).out, re.MULTILINE)


def test_explain_takes_values_as_given_and_tells_of_what_they_break(data):
    plain = data.rows("--limit", "60")
    data.configure(overrides={"address.city": "Boston", "person.username": "topsecret"}, conflict_mode="explain",
                   reports={"json": "reports/run.json"})
    given = data.rows("--limit", "60")
    for one, other in zip(plain, given):
        assert other == {**one, "address.city": "Boston", "person.username": "topsecret"}

    result = ended_with(1, data("validate", "--limit", "60"))  # everybody has the same user name
    assert "60 personas with conflicts: reports/persona_conflicts.jsonl" in result.out
    lines = (data.folder / "reports" / "persona_conflicts.jsonl").read_text().splitlines()
    assert [json.loads(line)["index"] for line in lines] == list(range(60))
    for line in lines:
        conflicts = {(one["rule"], one["path"]) for one in json.loads(line)["conflicts"]}
        assert ("R3", "person.username") in conflicts
        assert "topsecret" not in line and "Boston" not in line


def test_a_wrong_form_of_an_override_is_told_without_its_value(data):
    for path, value, wanted in (("person.gender", "topsecret", "expected one of female, male, x"),
                                ("person.age", "topsecret", "expected whole years, 0 to 120"),
                                ("job.industry", "Finanse", "(did you mean Finance?)"),
                                ("locale", "en_US", "expected data.locales")):
        data.configure(overrides={path: value})
        result = ended_with(2, data("preview"))
        assert re.search(r"veriload\.yaml:\d+:\d+: data\.overrides: ", result.err) and wanted in result.err, result.err
        assert "topsecret" not in result.err
