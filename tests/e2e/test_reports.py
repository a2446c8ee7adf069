"""Reporters by their names: what is wanted is written, what cannot be written costs no other report."""

import csv
import json

import pytest

from project import ONE_PASS, ended_with, passed
from report_rules import check_report


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def test_a_reporter_is_named_by_its_own_key(project):
    changes = {"reports.csv": "out/run.csv", **ONE_PASS}
    result = passed(project.run(changes))
    report = check_report(result.report)
    rows = rows_of(project.folder / "out" / "run.csv")
    assert [row["endpoint"] for row in rows] == ["(all)", *report["endpoints"]]
    for row in rows:
        of = report if row["endpoint"] == "(all)" else report["endpoints"][row["endpoint"]]
        assert int(row["requests"]) == of["total_requests"]
        assert float(row["p95_ms"]) == of["latency_ms"]["p95"]
        assert float(row["service_p99_ms"]) == of["service_ms"]["p99"]
    assert "report csv: out/run.csv" in result.out and "report json: run.json" in result.out


def test_a_reporter_gets_the_options_of_its_mapping(project):
    changes = {"reports.csv": {"path": "seconds.csv", "rows": "seconds"}, "profile.duration_seconds": 2}
    report = passed(project.run(changes)).report
    rows = rows_of(project.folder / "seconds.csv")
    assert [int(row["requests"]) for row in rows] == [row["requests"] for row in report["series"]["rows"]]


def test_options_come_from_the_command_line_too(project):
    passed(project.run(ONE_PASS, "--set", "reports.csv=s.csv", "--set", "reports.csv.rows=seconds"))
    assert rows_of(project.folder / "s.csv")[0]["second"] == "0"


@pytest.mark.parametrize("reports, words", [
    ({"cvs": "a.csv"}, ["unknown key reports.cvs (did you mean reports.csv?); the plugins bring: ", " csv", " json"]),
    ({"csv": {"rows": "seconds"}}, ["reports.csv.path is missing"]),
    ({"csv": {"path": "a.csv", "rows": "weeks"}}, ["reports.csv.rows is weeks, expected endpoints or seconds"]),
    ({"csv": {"path": "a.csv", "row": "seconds"}}, ["unknown key reports.csv.row, expected path and the options: rows"]),
    ({"json": {"path": "a.json", "deep": True}}, ["reports.json has no options, found deep"]),
    ({"csv": "-"}, ["reports.csv is -, expected a file"]),
    ({"json": "a/run", "csv": "a/../a/run"}, ["reports.csv is the same file as reports.json (a/../a/run)"]),
])
def test_a_mistake_in_reports_is_told_before_the_run_with_its_place(project, target, reports, words):
    before = target.total()
    result = ended_with(2, project.run({"reports": reports, **ONE_PASS}))
    assert result.err.startswith("veriload: error: veriload.yaml:"), result.told
    for word in words:
        assert word in result.err, result.told
    assert target.total() == before


def test_a_report_that_cannot_be_written_costs_no_other(project, target, tmp_path):
    before = target.counts()
    changes = {"reports.csv": "gone/run.csv", "profile.duration_seconds": 2}
    process = project.start(changes, TMPDIR=str(tmp_path))
    target.wait_for("/get", 4, before)
    (project.folder / "gone").rmdir()
    (project.folder / "gone").write_text("in the way")
    result = ended_with(6, project.finish(process))
    check_report(json.loads((project.folder / "run.json").read_text()))
    assert result.err.count("error: reports.csv: cannot ") == 1
    assert "error: reports.json" not in result.err


def test_the_reference_and_the_schema_know_the_reporters_that_are_there(project):
    assert "`reports.csv`" in passed(project.veriload("config", "reference")).out
    schema = json.loads(passed(project.veriload("config", "schema")).out)
    assert schema["properties"]["reports"]["properties"]["csv"]["type"] == ["string", "object", "null"]
