"""The replay manifest of a run, and the persona that it makes again."""

import json

import pytest

from project import ONE_PASS, ended_with, passed


@pytest.fixture
def failed(project, library):
    """A run in which the requests of some personas fail."""
    project.change({"reports.replay": "replay.json", "scenario.user_class": "Caller", "run.users": 3, "data.seed": 7,
                    "data.pool_size": 50, "run.base_url": project.settings["run"]["base_url"] + "/nosuch",
                    **ONE_PASS})
    passed(project.run())
    return project


def manifest(project):
    return json.loads((project.folder / "replay.json").read_text())


def test_the_manifest_has_what_makes_the_personas_again_and_none_of_them(failed):
    text = (failed.folder / "replay.json").read_text()
    kept = json.loads(text)
    assert text == json.dumps(kept, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert (kept["seed"], kept["pool_size"], kept["source"]) == (7, 50, "verisim")
    assert [share["locale"] for share in kept["locales"]]
    assert kept["scenario"]["user_class"] == "Caller"
    report = json.loads((failed.folder / "run.json").read_text())
    assert kept["plan_hash"] == report["run"]["plan_hash"]
    assert kept["failed_personas"] == ["p-0001", "p-0002", "p-0003"]
    assert kept["failures"] == report["failed_personas"] and kept["failures_not_listed"] == 0
    first = kept["failures"][0]
    assert first["requests"] == ["GET /call"] and first["failures"] == 1 and first["example"].startswith("status ")
    assert "@" not in text  # no e-mail address


def test_a_persona_is_shown_as_it_was_in_the_run(failed):
    out = passed(failed.veriload("replay", "replay.json", "--persona-id", "p-0002")).out
    shown = dict(line.strip().split("  ", 1) for line in out.splitlines() if "  " in line.strip())
    shown = {name.strip(): value.strip() for name, value in shown.items()}
    preview = passed(failed.veriload("dataset", "preview", "--limit", "2", "--field",
                                     "persona_id,contact.email")).out.splitlines()
    assert ["p-0002", shown["Email"]] in [line.split() for line in preview]
    assert shown["Persona ID"] == "p-0002" and shown["Requests"] == "GET /call"
    assert shown["First failure"].startswith("status ")
    assert shown["Scenario"].endswith("calls.so:Caller") and shown["Base URL"].endswith("/nosuch")


def test_a_persona_to_which_nothing_failed_is_shown_too(failed):
    out = passed(failed.veriload("replay", "replay.json", "--persona-id", "p-0050")).out
    assert "p-0050" in out and "it failed to p-0001 and 2 more" in out


@pytest.mark.parametrize("change, said", [
    ({"format": "veriload.replay/9"}, 'format is "veriload.replay/9", expected "veriload.replay/1"'),
    ({"failures": 3}, "failures is the integer 3, expected a list"),
    ({"data": None}, "data is nothing, expected the section `data` of the run"),
])
def test_a_file_that_is_no_manifest_is_refused_with_its_place(failed, change, said):
    (failed.folder / "replay.json").write_text(json.dumps({**manifest(failed), **change}, indent=2))
    err = ended_with(2, failed.veriload("replay", "replay.json", "--persona-id", "p-0001")).err
    assert said in err and "replay.json:" in err


def test_a_wrong_pool_is_refused_where_it_is_written(failed):
    wrong = manifest(failed)
    wrong["data"]["pool_size"] = -1
    (failed.folder / "replay.json").write_text(json.dumps(wrong, indent=2))
    err = ended_with(2, failed.veriload("replay", "replay.json", "--persona-id", "p-0001")).err
    assert "replay.json:" in err and "pool_size" in err


@pytest.mark.parametrize("words, said", [
    (["replay.json"], "--persona-id is missing"),
    (["replay.json", "--persona-id", "maria"], '--persona-id is "maria", expected an id such as p-0001'),
    (["replay.json", "--persona-id", "p-0051"], "there is no p-0051, the pool of that run goes from p-0001 to p-0050"),
    (["absent.json", "--persona-id", "p-0001"], "absent.json: cannot be read"),
    (["run.json", "--persona-id", "p-0001"], "format is missing"),
])
def test_a_mistake_is_told_with_what_was_expected(failed, words, said):
    assert said in ended_with(2, failed.veriload("replay", *words)).err
