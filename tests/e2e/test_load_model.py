"""What a plan asks for: stages, arrivals, pauses, limits of iterations, shares of classes, and a warm-up."""

import json
import re
import signal
import time

import pytest

from project import ended_with, passed
from report_rules import check_report

# A user that arrives asks once and leaves.
SESSIONS = {"scenario.user_class": "Leaver", "profile.type": "arrival", "profile.duration_seconds": 2,
            "profile.rate": 50, "run.users": 40}


def run(project, changes, *words):
    report = check_report(passed(project.run(changes, *words)).report)
    assert report["users"]["started"] == report["users"]["finished"]
    return report


def users_per_second(report):
    return [row["users"] for row in report["series"]["rows"]]


def counted(report):
    """The arrivals of a report, which add up."""
    arrivals = report["arrivals"]
    assert arrivals["planned"] == arrivals["started"] + arrivals["skipped"]
    assert arrivals["late"] <= arrivals["started"] == arrivals["lateness_ms"]["count"]
    return arrivals


# --- stages


def test_stages_move_users_in_straight_lines_and_jump(project):
    report = run(project, {"run.users": 12, "profile.type": "stages", "profile.duration_seconds": None,
                           "profile.stages": [{"users": 12, "seconds": 2, "name": "up"}, {"users": 3, "seconds": 0},
                                              {"users": 3, "seconds": 2}]})
    assert report["users"]["peak"] >= 11
    seen = users_per_second(report)
    assert 4 <= seen[0] <= 7 and seen[3] == 3, seen
    assert report["run"]["profile"] == "stages"
    assert report["run"]["load_model"] == "closed"
    assert report["arrivals"] is None
    assert report["definitions"]["load_model"].startswith("closed")


def test_a_plan_in_one_line_and_on_the_command_line(project):
    report = run(project, {"run.users": 4, "profile.type": None, "profile.duration_seconds": None,
                           "profile.plan": "4u,0s; 4u,1s"})
    assert report["users"]["peak"] == 4
    assert report["run"]["profile"] == "stages"
    report = run(project, {}, "--plan", "8u,0s; 8u,1s")
    assert report["users"]["peak"] == 8
    shown = passed(project.validate({}, "--plan", "20/s,1s")).out
    assert re.search(r"^load +partly_open, 1\.0 s, 20 arrivals, at most 4 users$", shown, re.MULTILINE), shown
    report = run(project, {}, "--plan", "20/s,1s", "--set", "scenario.user_class=Leaver")
    assert report["run"]["load_model"] == "partly_open"
    assert counted(report)["planned"] == 20


def test_a_wrong_plan_says_where_in_the_line(project):
    result = ended_with(2, project.run({}, "--plan", "10u,60s; 100x,5m"))
    assert ("--plan: profile.plan at character 13: found \"x\", expected u for users, or /s or /m for arrivals"
            in result.err)
    result = ended_with(2, project.run({"profile.type": None, "profile.plan": "10u,5"}))
    assert re.search(r"veriload\.yaml:\d+:\d+: profile\.plan at character 6: found the end, expected ms, s, m or h",
                     result.err)


# --- arrivals


def test_each_arrival_is_a_user_that_comes_and_leaves(project, target):
    before = target.counts()
    report = run(project, SESSIONS)
    arrivals = counted(report)
    assert arrivals["planned"] == 100
    assert arrivals["skipped"] == 0
    assert arrivals["planned_rate"] == pytest.approx(50)
    assert arrivals["achieved_rate"] == pytest.approx(50)
    assert report["users"]["started"] == report["iterations"] == report["total_requests"] == 100
    assert target.since(before) == {"/get": 100}
    assert report["run"]["load_model"] == "partly_open"


def test_two_workers_share_one_schedule(project):
    one = run(project, {**SESSIONS, "profile.distribution": "poisson"}, "--workers", "1")
    two = run(project, {}, "--workers", "2")
    assert counted(one)["planned"] == counted(two)["planned"]
    assert 60 <= counted(one)["planned"] <= 140
    parts = [worker["summary"]["total_requests"] for worker in two["workers"]]
    assert max(parts) - min(parts) <= 1, parts


def test_a_rate_that_rises_is_followed(project):
    report = run(project, {**SESSIONS, "profile.rate": 0, "profile.rate_end": 60})
    assert counted(report)["planned"] == 60
    rows = [row["requests"] for row in report["series"]["rows"]]
    assert 10 <= rows[0] <= 20 and 38 <= rows[1] <= 50, rows  # 15 and 45


def test_an_iteration_by_arrival_keeps_its_users(project):
    report = run(project, {**SESSIONS, "scenario.user_class": "Asker", "profile.each": "iteration"})
    arrivals = counted(report)
    assert arrivals["planned"] == arrivals["started"] == report["iterations"] == report["total_requests"] == 100
    assert report["users"]["started"] < 40
    assert report["run"]["load_model"] == "open"


def test_arrivals_that_find_no_free_user_are_late_and_their_response_time_says_so(project):
    # Each answer takes 100 ms and there is one user: ten a second of the twenty that come.
    report = run(project, {"scenario.user_class": "Slow", "profile.type": "arrival", "profile.rate": 20, "run.users": 1,
                           "profile.duration_seconds": 2, "profile.each": "iteration"})
    arrivals = counted(report)
    assert arrivals["planned"] == 40
    assert 10 <= arrivals["started"] <= 22
    assert arrivals["late"] >= arrivals["started"] - 2
    assert arrivals["achieved_rate"] < arrivals["planned_rate"]
    # The last one that was begun had waited for about a second; the server took 100 ms.
    assert report["latency_ms"]["max"] > 700
    assert report["service_ms"]["p50"] < 300
    assert report["lag_ms"]["max"] > 500


def test_arrivals_past_the_limit_are_skipped_and_said(project):
    result = passed(project.run({"scenario.user_class": "Slow", "profile.type": "arrival", "profile.rate": 20,
                                 "run.users": 1, "profile.duration_seconds": 2, "profile.each": "iteration",
                                 "profile.max_lateness_seconds": 0.2}))
    arrivals = counted(check_report(result.report))
    assert arrivals["planned"] == 40
    assert arrivals["skipped"] >= 15
    assert arrivals["lateness_ms"]["max"] <= 200
    assert re.search(r"arrivals +40 planned \(20\.0/s\) · \d+ started \([\d.]+/s\) · \d+ late · \d+ skipped", result.out)
    assert "no user was free: raise run.users" in result.out
    assert "open (iterations arrive by plan)" in result.out


def test_a_trace_is_followed_and_its_mistakes_have_a_place(project):
    trace = project.folder / "arrivals.txt"
    trace.write_text("# two at once, then one\n0.1\n0.1\n{\"offset_seconds\": 1.2, \"who\": \"me\"}\n")
    changes = {**SESSIONS, "profile.rate": None, "profile.duration_seconds": None, "profile.trace": "arrivals.txt"}
    report = run(project, changes)
    assert counted(report)["planned"] == 3
    assert [row["requests"] for row in report["series"]["rows"]] == [2, 1]
    trace.write_text("1\n0.5\n")
    for how in (project.run, project.validate):
        result = ended_with(2, how({}))
        assert "arrivals.txt:2:1: the offset is 0.5, before the 1.0 of the arrival above it" in result.err


def test_a_signal_ends_arrivals_and_what_came_due_is_reported(project):
    process = project.start({**SESSIONS, "profile.duration_seconds": 50})
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    report = check_report(ended_with(130, project.finish(process)).report)
    arrivals = counted(report)
    assert 10 <= arrivals["planned"] <= 500
    assert arrivals["achieved_rate"] == pytest.approx(50, rel=0.2)


# --- pauses and limits


def test_think_time_and_pacing_slow_users_down(project):
    report = run(project, {"scenario.user_class": "Asker", "run.users": 4, "profile.duration_seconds": 2,
                           "profile.think_time": {"seconds": 0.2}})
    assert 4 * 7 <= report["iterations"] <= 4 * 11
    report = run(project, {"profile.think_time": None, "profile.pacing": {"seconds": 0.1}})
    assert 4 * 17 <= report["iterations"] <= 4 * 21
    report = run(project, {"profile.pacing": None,
                           "profile.think_time": {"distribution": "exponential", "mean_seconds": 0.1}})
    assert 40 <= report["iterations"] <= 120


def test_a_slow_target_shows_in_paced_response_times(project):
    # Ten answers of 100 ms a second at the most, twenty planned: the last is about a second behind its plan.
    report = run(project, {"scenario.user_class": "Slow", "run.users": 1, "profile.duration_seconds": 2,
                           "profile.pacing": {"seconds": 0.05}})
    assert report["latency_ms"]["max"] > 600
    assert report["service_ms"]["p50"] < 300


def test_iterations_of_a_user_and_of_the_run_are_limited(project):
    report = run(project, {"scenario.user_class": "Asker", "run.users": 3, "profile.tick_seconds": 0,
                           "profile.iterations": 5})
    assert report["users"]["started"] == 3
    assert report["iterations"] == 15
    report = run(project, {"profile.tick_seconds": 0.1, "profile.iterations": None, "profile.duration_seconds": 50,
                           "profile.total_iterations": 101}, "--workers", "2")
    assert report["iterations"] == report["total_requests"] == 101
    assert report["run"]["duration_seconds"] < 30
    assert report["run"]["end_reason"] == "plan done"


# --- classes


def test_classes_have_their_shares(project):
    report = run(project, {"scenario.user_class": None, "run.users": 20, "profile.tick_seconds": 0,
                           "scenario.users": [{"class": "Asker", "weight": 3}, {"class": "Teller", "weight": 1}]})
    assert report["endpoints"]["GET /get"]["total_requests"] == 15
    assert report["endpoints"]["POST /post"]["total_requests"] == 5
    shown = passed(project.validate()).out
    assert re.search(r"^class +Asker with 1 tasks, weight 3\.0$", shown, re.MULTILINE)
    result = ended_with(3, project.run({"scenario.users": [{"class": "Askr"}]}))
    assert 'no user class "Askr" (did you mean "Asker"?)' in result.err


# --- warm-up


def test_what_is_planned_in_the_warmup_is_in_no_other_figure(project, target):
    before = target.counts()
    result = passed(project.run({"scenario.user_class": "Asker", "run.users": 2, "profile.duration_seconds": 3,
                                 "profile.pacing": {"seconds": 0.1}, "profile.warmup_seconds": 1}))
    report = check_report(result.report)
    warmup = report["warmup"]
    assert 12 <= warmup["total_requests"] <= 22
    assert 25 <= report["total_requests"] <= 42
    assert report["total_requests"] + warmup["total_requests"] == target.since(before)["/get"]
    assert warmup["iterations"] + report["iterations"] >= report["total_requests"] + warmup["total_requests"]
    assert warmup["checks"]["answered well"]["passes"] + report["checks"]["answered well"]["passes"] == \
        report["total_requests"] + warmup["total_requests"]
    assert report["run"]["warmup_seconds"] == 1
    assert re.search(r"warm-up +1\.00 s · \d+ requests, in no other figure", result.out)


def test_the_schema_and_the_reference_know_the_keys(project):
    schema = json.loads(passed(project.veriload("config", "schema")).out)
    profile = schema["properties"]["profile"]["properties"]
    assert {"stages", "plan", "rate", "rate_end", "distribution", "trace", "each", "max_lateness_seconds", "think_time",
            "pacing", "iterations", "total_iterations", "warmup_seconds"} <= set(profile)
    reference = passed(project.veriload("config", "reference")).out
    assert "`profile.pacing.mean_seconds`" in reference and "`scenario.users[].weight`" in reference
