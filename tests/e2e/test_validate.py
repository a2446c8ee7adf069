"""`veriload validate`: what it shows, and that it finds what is wrong without a single request."""

import re

import pytest

from project import ended_with, passed


@pytest.fixture
def quiet(project, target):
    """The project; afterwards not one request has come to the target."""
    before = target.total()
    yield project
    assert target.total() == before


def test_a_good_project_is_described(quiet):
    result = passed(quiet.validate())
    assert re.search(r"^configuration +veriload\.yaml is valid \(plan [0-9a-f]+\)$", result.out, re.MULTILINE)
    assert re.search(r"^personas +100, seed 42$", result.out, re.MULTILINE)
    assert re.search(r"^scenario +.*calls\.so, class Getter with 1 tasks?$", result.out, re.MULTILINE)
    assert re.search(r"^plugin +\S*http ", result.out, re.MULTILINE)
    assert re.search(r"^report +json to .*run\.json$", result.out, re.MULTILINE)
    assert result.err == ""
    assert not (quiet.folder / "run.json").exists()


def test_personas_are_shown(quiet):
    out = passed(quiet.validate({}, "--show-personas", "3")).out
    assert re.findall(r"^persona (\d) of 100$", out, re.MULTILINE) == ["1", "2", "3"]
    for field in ("persona_id", "locale", "person.name", "contact.email", "contact.phone.e164", "job.title", "job.industry",
                  "company.name"):
        assert len(re.findall(rf"^  {re.escape(field)} +\S", out, re.MULTILINE)) == 3, field
    emails = re.findall(r"^  contact\.email +(\S+)$", out, re.MULTILINE)
    assert len(set(emails)) == 3
    assert all(email.endswith(".example.invalid") for email in emails)
    assert passed(quiet.validate({}, "--show-personas", "3")).out == out


def test_more_personas_than_there_are_shows_all(quiet):
    out = passed(quiet.validate({"data.pool_size": 2}, "--show-personas", "50")).out
    assert re.findall(r"^persona (\d+) of 2$", out, re.MULTILINE) == ["1", "2"]


def test_another_seed_gives_other_people(quiet):
    def people(seed):
        out = passed(quiet.validate({"data.seed": seed}, "--show-personas", "5")).out
        return re.findall(r"^  contact\.email +(\S+)$", out, re.MULTILINE)

    assert people(1) != people(2)


def test_the_effective_configuration_is_shown_with_the_source_of_each_value(quiet):
    out = passed(quiet.validate({}, "--show-config", "--set", "run.users=3", VERILOAD_DATA__SEED="7")).out
    shown = out[out.index("\n\n"):]
    assert re.search(r"users: 3 .*--set run\.users", shown)
    assert re.search(r"seed: 7 .*VERILOAD_DATA__SEED", shown)
    assert re.search(r"spawn_rate: 1000 .*veriload\.yaml:\d+", shown)
    assert re.search(r"threads: 0 .*default", shown)


def test_the_report_of_an_earlier_run_is_left_alone(quiet):
    (quiet.folder / "run.json").write_text("earlier")
    passed(quiet.validate())
    assert (quiet.folder / "run.json").read_text() == "earlier"
    assert sorted(p.name for p in quiet.folder.iterdir()) == ["run.json", "veriload.yaml"]


WRONG = {  # changes, exit code, what is said
    "a negative number": ({"run.users": -1}, 2, "run.users"),
    "a zero duration": ({"profile.duration_seconds": 0}, 2, "profile.duration_seconds"),
    "no duration": ({"profile.duration_seconds": None}, 2, "profile.duration_seconds is missing"),
    "more users than allowed": ({"safety.max_users": 3}, 2, "run.users is 4, which is above safety.max_users (3)"),
    "longer than allowed": ({"profile.duration_seconds": 61}, 2, "above run.max_duration_seconds (60)"),
    "a host outside the list": ({"run.base_url": "http://example.invalid/"}, 2, "example.invalid"),
    "no target": ({"run.base_url": None}, 2, "run.base_url or run.database must be set, or a section of the protocol"),
    "no allow-list": ({"safety.allowed_hosts": None}, 2, "safety.allowed_hosts"),
    "a wildcard for every host": ({"safety.allowed_hosts": ["*"]}, 2, "would allow every host"),
    "an unknown plugin key": ({"http.timeot_seconds": 3}, 2, "timeout_seconds"),
    "a wrong plugin value": ({"http.timeout_seconds": -3}, 2, "http.timeout_seconds"),
    "steps without a step profile": ({"profile.steps": [{"users": 1, "seconds": 1}]}, 2, "profile.steps belongs to type step"),
    "a missing scenario": ({"scenario.path": "gone.cpp"}, 3, "gone.cpp"),
    "a wrong class": ({"scenario.user_class": "Geter"}, 3, 'did you mean "Getter"?'),
    "a database without its plugin": ({"run.database": {"driver": "sqlite", "dsn": "x.db"}}, 3, "run.database needs a protocol plugin"),
    "a report without its plugin": ({"reports.trace": "trace.jsonl"}, 3, "reports.trace needs a reporter plugin"),
    "a report that is a folder": ({"reports.json": "."}, 2, "reports.json"),
    "a report below a file": ({"reports.json": "veriload.yaml/run.json"}, 2, "reports.json"),
    "cleanup, which is not there": ({"cleanup.enabled": True}, 2, "cleanup.enabled"),
}


def test_a_run_needs_a_scenario_and_validate_says_that_there_is_none(quiet):
    assert "needs" in passed(quiet.validate({"scenario": None})).out
    result = ended_with(2, quiet.run({"scenario": None}))
    assert "scenario.path" in result.err, result.told


@pytest.mark.parametrize("changes, code, said", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_found_without_traffic(quiet, changes, code, said):
    for command in (quiet.validate, quiet.run):
        result = ended_with(code, command(changes))
        assert said in result.err, result.told
        assert result.err.startswith("veriload: error: "), result.told
    assert not (quiet.folder / "run.json").exists()


def test_several_mistakes_are_told_at_once(quiet):
    err = ended_with(2, quiet.validate({"run.users": 0, "profile.type": "soke", "data.pool_size": "many"})).err
    for part in ("run.users", "profile.type", "data.pool_size", "did you mean soak?"):
        assert part in err
