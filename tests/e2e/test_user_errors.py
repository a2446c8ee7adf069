"""Errors of user code: each is counted with its message, none is fatal, and the report is always written."""

import pytest

from project import ONE_PASS, ended_with, passed
from report_rules import check_layout, check_report


@pytest.fixture
def failing(project, library):
    """failing("InTask", {...}): a run of that class of failures.cpp."""

    def run(user_class, changes=None, **more):
        return project.run({"scenario.path": str(library("failures")), "scenario.user_class": user_class,
                            **(changes or {})}, **more)

    return run


def failures(report):
    return {(row["task"], row["message"]): row["count"] for row in report["task_failures"]}


def counter(report, name):
    return report["counters"][name]["value"]


def test_a_failing_constructor_is_counted_and_no_user_makes_the_run_fail(failing):
    result = ended_with(6, failing("InConstructor", ONE_PASS))
    report = check_report(result.report)
    assert failures(report) == {("constructor", "std::runtime_error: no wheels"): 4}
    assert report["users"] == {"started": 4, "finished": 4, "failed": 4, "peak": 4}
    assert "every user failed in constructor: std::runtime_error: no wheels" in result.err


def test_all_users_failing_in_on_start_make_the_run_fail(failing):
    result = ended_with(6, failing("InOnStart", ONE_PASS))
    report = check_report(result.report)
    assert failures(report) == {("on_start", "std::runtime_error: no key"): 4}
    assert report["users"]["failed"] == 4
    assert report["counters"]["stops"]["value"] == 4
    assert "the run could not be carried out: every user failed in on_start: std::runtime_error: no key" in result.err


def test_users_failing_in_on_start_are_replaced_at_the_spawn_rate_and_not_faster(failing):
    result = ended_with(6, failing("InOnStart", {"run.users": 2, "run.spawn_rate": 10, "profile.duration_seconds": 1}))
    report = check_report(result.report)
    assert 3 <= report["users"]["failed"] <= 25


def test_some_users_failing_in_on_start_leave_the_run_to_the_others(failing):
    report = check_report(passed(failing("SomeInOnStart", {"run.users": 6, "run.spawn_rate": 20})).report)
    assert report["users"]["failed"] == failures(report)[("on_start", "std::runtime_error: even user")] >= 3
    assert counter(report, "tasks") >= 3


def test_a_failing_task_is_counted_and_its_user_goes_on(failing):
    report = check_report(passed(failing("InTask", {"profile.duration_seconds": 2})).report)
    bad = counter(report, "bad")
    assert failures(report) == {("bad", "std::out_of_range: shelf 7"): bad}
    assert report["iterations"] == bad + counter(report, "good")
    assert bad > 4 and counter(report, "good") > bad
    assert report["users"] == {"started": 4, "finished": 4, "failed": 0, "peak": 4}
    assert counter(report, "stops") == 4


def test_a_task_that_fails_without_waiting_does_not_spin(failing):
    report = check_report(passed(failing("AtOnceInTask", {"run.users": 2})).report)
    assert 4 <= failures(report)[("bad", "std::logic_error: without any wait")] < 200


def test_a_failing_on_stop_is_counted(failing):
    report = check_report(passed(failing("InOnStop")).report)
    assert failures(report) == {("on_stop", "std::runtime_error: door is stuck"): 4}
    assert report["users"]["finished"] == 4
    assert counter(report, "tasks") >= 4


def test_an_object_that_is_no_exception_is_counted(failing):
    report = check_report(passed(failing("NotAnException", ONE_PASS)).report)
    assert failures(report) == {("work", "exception: thrown object is not a std::exception"): 4}


def test_failed_checks_are_counted_and_fail_nothing(failing):
    report = check_report(passed(failing("Checking", ONE_PASS)).report)
    assert report["checks"] == {"is true": {"passes": 4, "fails": 0}, "is false": {"passes": 0, "fails": 4},
                                "is even": {"passes": 2, "fails": 2}}
    assert report["task_failures"] == []
    assert report["total_failures"] == 0


def test_a_status_that_is_raised_counts_as_request_and_as_task(failing):
    result = passed(failing("StatusRaiser", ONE_PASS))
    report = check_report(result.report)
    assert report["total_requests"] == report["total_failures"] == 4
    [error] = report["errors"]
    assert (error["class"], error["code"], error["count"], error["endpoint"]) == ("status", 503, 4, "GET /status")
    assert failures(report) == {("work", "http: GET /status answered 503"): 4}
    assert "Task failures" in result.out and "answered 503" in result.out


def test_failures_of_one_named_request_are_one_row_however_its_target_varies(failing):
    report = check_report(passed(failing("VariedRaiser", {"run.users": 30, **ONE_PASS})).report)
    assert [(row["endpoint"], row["count"]) for row in report["errors"]] == [("GET /objects/{id}", 30)]
    # The messages may name a target, but 30 users with one trouble are not 30 troubles.
    assert [row["count"] for row in report["task_failures"]] == [30]


def test_a_misspelled_persona_field_is_told_with_the_nearest(failing):
    report = check_report(passed(failing("PersonaMisspeller", ONE_PASS)).report)
    [message] = {message for _, message in failures(report)}
    assert "person.nam" in message and "person.name" in message


def test_a_user_that_ignores_its_cancellation_is_left_behind_and_told(failing):
    result = ended_with(6, failing("Stubborn", {"run.users": 3, "run.drain_seconds": 0.2}))
    assert "3 users did not end even after they were cancelled" in result.err
    report = result.report
    assert report["users"]["started"] == 3 and report["users"]["finished"] == 0


def test_awkward_words_break_neither_the_report_nor_the_terminal(failing):
    result = passed(failing("Awkward", ONE_PASS))
    text = (result.folder / "run.json").read_text()
    check_layout(text)
    report = check_report(result.report)
    [endpoint] = report["endpoints"]
    assert "\u00fc" in endpoint
    [row] = report["task_failures"]
    assert row["count"] == 4 and row["message"].startswith("std::runtime_error: line 1\nline 2 ")
    assert "\x1b" not in result.out + result.err
    assert any("line 1" in line and "line 2" in line for line in result.out.splitlines())
