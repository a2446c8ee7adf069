"""Tasks that block the thread on which all users of a worker run: who did it is said, and figures are kept."""

import json

import pytest

from project import ended_with, passed
from report_rules import check_report


@pytest.fixture
def blocking(project, library):
    return project.change({"scenario.path": str(library("blocking")), "run.drain_seconds": 0.2})


def test_a_task_that_sleeps_without_awaiting_is_named_and_counted(blocking):
    changes = {"scenario.user_class": "Napper", "profile.duration_seconds": 3}
    result = passed(blocking.run(changes, "--workers", "2"))
    told = [line for line in result.err.splitlines() if "has held up worker" in line]
    assert len(told) == 1, result.told
    assert 'task "nap" of Napper has held up worker ' in told[0] and "co_await" in told[0]
    report = check_report(result.report)
    assert report["run"]["aborted"] is None
    assert report["run"]["loop_stalls"]["count"] >= 1
    assert 1990 <= report["run"]["loop_stalls"]["longest_ms"] < 3500


def test_a_run_without_blocking_tasks_has_no_long_stalls(project):
    stalls = passed(project.run()).report["run"]["loop_stalls"]
    assert stalls["longest_ms"] < 1000
    assert (stalls["count"] == 0) == (stalls["longest_ms"] == 0)


def test_a_task_that_never_comes_back_ends_the_run_with_reports_and_code_6(blocking, target):
    before = target.counts()
    blocking.change({"scenario.user_class": "Spinner", "profile.duration_seconds": 2})
    alone = blocking.start({}, "--workers", "1", "--set", "reports.json=alone.json")
    of_two = ended_with(6, blocking.run({}, "--workers", "2"))
    for result in (of_two, ended_with(6, blocking.finish(alone))):
        assert 'task "spin" of Spinner has held up worker ' in result.err
        assert "the run was aborted: worker " in result.err
        assert 'does not come back from task "spin" of Spinner' in result.err
        assert "GET /get" in result.out

    reports = [of_two.report, json.loads((blocking.folder / "alone.json").read_text())]
    for report in reports:
        check_report(report)
        assert 'task "spin" of Spinner' in report["run"]["aborted"]
        assert report["run"]["loop_stalls"]["longest_ms"] > 5000
        assert report["total_requests"] > 0
    # Of a worker that is lost its whole seconds are there, of the other one everything is.
    found = [worker["summary"]["total_requests"] for worker in reports[0]["workers"]]
    assert len(found) == 2 and min(found) > 0
    assert sum(report["total_requests"] for report in reports) <= target.since(before)["/get"]
