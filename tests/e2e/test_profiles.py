"""Load profiles: how many users there are, when they come and go, and what ends a run."""

import pytest

from project import ONE_PASS, ended_with, passed
from report_rules import check_report


def users_per_second(report):
    return [row["users"] for row in report["series"]["rows"]]


def counter(report, name):
    return report["counters"][name]["value"]


def run(project, changes):
    """The report of a run that passes; whoever starts also stops."""
    report = check_report(passed(project.run(changes)).report)
    assert report["users"]["started"] == report["users"]["finished"]
    return report


def test_soak_holds_all_users_from_the_first_instant(project):
    report = run(project, {"run.users": 10, "profile.duration_seconds": 2})
    assert report["users"] == {"started": 10, "finished": 10, "failed": 0, "peak": 10}
    assert counter(report, "starts") == counter(report, "stops") == 10
    assert users_per_second(report)[:2] == [10, 10]
    assert counter(report, "tasks") == report["iterations"] >= 20
    assert 2 <= report["run"]["duration_seconds"] < 10


def test_ramp_reaches_its_peak_and_not_at_once(project):
    report = run(project, {"run.users": 12, "profile.type": "ramp", "profile.duration_seconds": 2})
    assert report["users"]["peak"] == 12
    assert report["users"]["started"] == 12
    first = report["series"]["rows"][0]["users"]
    assert 1 <= first < 12
    # Half of the users make half of the requests in the first second.
    assert report["series"]["rows"][0]["requests"] < report["series"]["rows"][1]["requests"]


def test_spike_holds_for_hold_seconds_and_not_for_the_duration(project):
    report = run(project, {"run.users": 8, "profile.type": "spike", "profile.duration_seconds": 30,
                           "profile.hold_seconds": 1})
    assert report["users"]["peak"] == 8
    assert 1 <= report["run"]["duration_seconds"] < 15


def test_steps_go_up_and_down_and_falling_stops_users(project):
    report = run(project, {"run.users": 9, "profile.type": "step", "profile.duration_seconds": None,
                           "profile.steps": [{"users": 3, "seconds": 1}, {"users": 9, "seconds": 1},
                                             {"users": 2, "seconds": 2}]})
    assert report["users"]["peak"] == 9
    assert report["users"]["started"] == 9
    seen = users_per_second(report)
    # In the second of the fall the old and the new number are both right.
    assert seen[0] <= 9 and seen[1] == 9 and seen[3] == 2, seen
    assert counter(report, "stops") == 9
    assert report["run"]["duration_seconds"] >= 4


def test_a_step_without_users_is_a_pause(project):
    report = run(project, {"run.users": 4, "profile.type": "step", "profile.duration_seconds": None,
                           "profile.steps": [{"users": 4, "seconds": 1}, {"users": 0, "seconds": 2},
                                             {"users": 4, "seconds": 1}]})
    assert report["users"]["started"] == 8
    assert report["series"]["rows"][2]["requests"] == 0


@pytest.mark.parametrize("shape", ["soak", "ramp", "spike"])
def test_without_ticks_every_user_does_one_pass_and_the_run_ends_at_once(project, target, shape):
    before = target.counts()
    report = run(project, {"run.users": 20, "run.spawn_rate": 1, "profile.type": shape,
                           "profile.duration_seconds": 50, **ONE_PASS})
    assert report["users"] == {"started": 20, "finished": 20, "failed": 0, "peak": 20}
    assert counter(report, "starts") == counter(report, "tasks") == counter(report, "stops") == 20
    assert report["iterations"] == report["total_requests"] == 20
    assert target.since(before) == {"/get": 20}
    assert report["run"]["duration_seconds"] < 20


def test_without_ticks_the_steps_give_one_pass_at_their_highest(project):
    report = run(project, {"run.users": 6, "profile.type": "step", "profile.duration_seconds": None, **ONE_PASS,
                           "profile.steps": [{"users": 2, "seconds": 20}, {"users": 6, "seconds": 20}]})
    assert report["iterations"] == 6


def test_without_ticks_the_longest_time_still_ends_a_run_of_sleepers(project):
    result = project.run({"scenario.user_class": "Sleeper", "run.max_duration_seconds": 1, "run.drain_seconds": 0.5,
                          **ONE_PASS})
    report = check_report(passed(result).report)
    assert counter(report, "stops") == 4
    assert report["run"]["duration_seconds"] < 20


def test_users_that_never_stop_by_themselves_end_with_the_plan(project):
    report = run(project, {"scenario.user_class": "Sleeper", "run.max_duration_seconds": 1, "run.drain_seconds": 0.5})
    assert counter(report, "starts") == counter(report, "stops") == 4
    assert report["iterations"] == 0
    assert report["task_failures"] == []


def test_the_spawn_rate_is_kept(project):
    report = run(project, {"run.users": 40, "run.spawn_rate": 5, "profile.duration_seconds": 2})
    # 5 a second for 2 seconds; both ends count.
    assert 8 <= report["users"]["started"] <= 15


def test_more_users_than_personas_share_them_when_the_pool_wraps(project):
    report = run(project, {"run.users": 10, "data.pool_size": 3, "data.on_exhaust": "wrap", **ONE_PASS})
    assert report["users"]["started"] == 10


def test_more_users_than_personas_end_the_run_when_that_is_an_error(project):
    result = ended_with(6, project.run({"run.users": 10, "data.pool_size": 3, "data.on_exhaust": "error"}))
    assert "every persona of the pool was used (data.pool_size is 3 and data.on_exhaust is error)" in result.err
    report = check_report(result.report)
    assert report["users"]["started"] == 3
    assert report["run"]["end_reason"] == "personas exhausted"


def test_a_pool_that_is_just_large_enough_is_no_error(project):
    report = run(project, {"run.users": 10, "data.pool_size": 10, "data.on_exhaust": "error", **ONE_PASS})
    assert report["users"]["started"] == 10


def test_users_that_stop_themselves_are_replaced_by_new_ones(project):
    report = run(project, {"scenario.user_class": "Leaver", "run.users": 3, "run.spawn_rate": 50,
                           "profile.duration_seconds": 2})
    started = report["users"]["started"]
    assert started > 3
    assert report["users"]["peak"] <= 3
    assert counter(report, "starts") == counter(report, "tasks") == counter(report, "stops") == started
    assert report["total_requests"] == report["iterations"] == started


def test_more_users_than_the_safety_section_allows_are_refused(project):
    result = ended_with(2, project.run({"run.users": 5, "safety.max_users": 4}))
    assert "run.users is 5, which is above safety.max_users (4)" in result.err
    passed(project.run({"run.users": 4, **ONE_PASS}))


def test_a_target_below_run_users_is_what_the_profile_reaches(project):
    result = project.run({"run.users": 10, "profile.target_users": 4, **ONE_PASS})
    # Either is honest: 4 users, or a refusal that names both keys.
    if result.code == 0:
        assert result.report["users"]["started"] == 4
    else:
        ended_with(2, result)
        assert "profile.target_users" in result.err and "run.users" in result.err
