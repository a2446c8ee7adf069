"""The SLO as a gate for CI, and one run spread over several workers."""

import re

import pytest

import servers
from bad_server import bad_server
from project import ONE_PASS, ended_with, passed
from report_rules import check_report


def rule(report, scope, metric):
    [found] = [r for r in report["slo"]["rules"] if (r["scope"], r["metric"]) == (scope, metric)]
    return found


def test_limits_that_are_kept_pass(project):
    result = passed(project.run({**ONE_PASS, "slo.global": {"max_p95_ms": 30000, "max_error_rate": 0},
                                 "slo.endpoints": [{"name": "GET /get", "max_p95_ms": 30000}]}))
    report = check_report(result.report)
    assert report["slo"]["breaches"] == []
    assert [(r["scope"], r["metric"], r["passed"]) for r in report["slo"]["rules"]] == [
        ("global", "p95_ms", True), ("global", "error_rate", True), ("endpoint:GET /get", "p95_ms", True)]
    assert rule(report, "global", "p95_ms")["observed"] == pytest.approx(report["latency_ms"]["p95"])
    assert re.search(r"^SLO +kept$", result.out, re.MULTILINE)


def test_a_limit_that_is_broken_fails_and_stands_beside_what_was_observed(project):
    result = ended_with(1, project.run({**ONE_PASS, "slo.global": {"max_p95_ms": 0.001, "max_error_rate": 0.5}}))
    report = check_report(result.report)
    [breach] = report["slo"]["breaches"]
    assert (breach["scope"], breach["metric"], breach["threshold"]) == ("global", "p95_ms", 0.001)
    assert breach["observed"] == pytest.approx(report["latency_ms"]["p95"])
    assert re.search(r"^SLO +1 of 2 broken$", result.out, re.MULTILINE)
    row = next(line for line in result.out.splitlines() if "global" in line and "p95_ms" in line)
    assert "✗" in row and "limit 1.00 us" in row and re.search(r"\d [um]s +limit", row), row
    assert "report json: " in result.out


def test_an_error_rate_that_is_too_high_fails(project, library):
    result = ended_with(1, project.run({"scenario.user_class": "Caller", **ONE_PASS,
                                        "slo.endpoints": [{"name": "GET /call", "max_error_rate": 0.25}]}))
    report = check_report(result.report)  # the target answers /call with 404
    assert rule(report, "endpoint:GET /call", "error_rate")["observed"] == report["error_rate"] == 1.0


def test_a_rate_at_its_limit_passes(project):
    passed(project.run({"scenario.user_class": "Caller", **ONE_PASS, "slo.global": {"max_error_rate": 1.0}}))


def test_an_endpoint_that_never_ran_fails(project):
    result = ended_with(1, project.run({**ONE_PASS, "slo.endpoints": [{"name": "GET /gte", "max_p95_ms": 30000}]}))
    [breach] = check_report(result.report)["slo"]["breaches"]
    assert (breach["scope"], breach["metric"], breach["observed"]) == ("endpoint:GET /gte", "requests", 0)
    assert "no data, needs at least 1" in result.out


def test_a_run_without_a_request_fails_its_limits(project):
    (project.folder / "STOP").touch()
    result = ended_with(1, project.run({"safety.stop_file": "STOP", "slo.global": {"max_error_rate": 1}}))
    assert "no data, needs at least 1" in result.out
    assert check_report(result.report)["slo"]["passed"] is False


def test_an_endpoint_without_a_limit_demands_nothing(project):
    passed(project.run({**ONE_PASS, "slo.endpoints": [{"name": "GET /gte"}]}))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_workers_of_a_report_add_up(project, target, workers):
    before = target.counts()
    result = passed(project.run({"run.users": 10, "data.pool_size": 10}, "--workers", str(workers)))
    report = check_report(result.report)
    assert report["run"]["threads"] == workers
    assert report["users"]["started"] == 10
    assert target.since(before) == {"/get": report["total_requests"]}
    assert report["counters"]["starts"]["value"] == 10
    if workers > 1:
        assert sum(w["target_users"] for w in report["workers"]) == 10
        ids = [i for w in report["workers"] for i in w["persona_ids"]]
        assert sorted(ids) == [f"p-{n:04}" for n in range(1, 11)]
    else:
        assert report["workers"] == []


def personas_of(server):
    return [re.search(rb"persona=([^ &]+)", head)[1].decode() for head in server.requests]


@pytest.mark.parametrize("workers", ["1", "2", "3"])
def test_no_persona_is_used_twice_at_a_time_across_workers(project, workers):
    with bad_server("good") as server:
        passed(project.run({"run.base_url": server.url, "run.users": 30, "data.pool_size": 30, **ONE_PASS},
                           "--workers", workers))
        used = personas_of(server)
    assert len(used) == 30
    assert sorted(used) == [f"p-{n:04}" for n in range(1, 31)]


def test_more_workers_than_users_are_not_started(project):
    report = check_report(passed(project.run({"run.users": 2, **ONE_PASS}, "--workers", "8")).report)
    assert report["run"]["threads"] == 2


def test_run_threads_is_taken_when_no_option_says_otherwise(project):
    assert passed(project.run({"run.threads": 2, **ONE_PASS})).report["run"]["threads"] == 2
    assert passed(project.run({}, "--workers", "1")).report["run"]["threads"] == 1


def test_a_ramp_over_two_workers_reaches_its_peak(project):
    report = check_report(passed(project.run({"run.users": 9, "profile.type": "ramp", "profile.duration_seconds": 1},
                                             "--workers", "2")).report)
    assert report["users"]["started"] == 9
    assert [w["target_users"] for w in report["workers"]] in ([5, 4], [4, 5])


def test_the_pool_ends_a_run_over_two_workers_too(project):
    result = ended_with(6, project.run({"run.users": 10, "data.pool_size": 4, "data.on_exhaust": "error"},
                                       "--workers", "2"))
    assert "every persona of the pool was used" in result.err
    assert check_report(result.report)["users"]["started"] <= 4


def test_a_thousand_users_on_nginx_lose_no_request(project, tmp_path):
    log = tmp_path / "access.log"
    with servers.nginx(access_log=log) as server:
        report = check_report(passed(project.run(
            {"run.base_url": server.url, "run.users": 1000, "run.spawn_rate": 100000, "data.pool_size": 1000}, "--quiet")).report)
    assert report["users"]["started"] == 1000
    assert report["total_failures"] == 0
    assert sum(" /get?" in line for line in log.read_text().splitlines()) == report["total_requests"]
