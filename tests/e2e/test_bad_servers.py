"""Servers that misbehave: each fault lands in its class with a readable example, and the run ends in time."""

import pytest

import servers
from bad_server import bad_server, refusing_port, unaccepting_port
from counted_target import counted_target
from project import ONE_PASS, ended_with, passed
from report_rules import check_report


@pytest.fixture
def calling(project):
    """calling(server, {...}): 3 users send one request each; the outcome."""

    def run(server, changes=None, user_class="Caller"):
        return project.run({"scenario.user_class": user_class, "run.base_url": server.url, "run.users": 3,
                            "http.timeout_seconds": 20, "run.max_duration_seconds": 60, **ONE_PASS, **(changes or {})})

    return run


def one_error(result, kind, said, count=3):
    """The report, in which `count` requests failed in one way that the example tells."""
    report = check_report(result.report)
    assert report["total_requests"] == report["total_failures"] == count, report["errors"]
    assert {row["class"] for row in report["errors"]} == {kind}, report["errors"]
    assert all(said in row["example"] for row in report["errors"]), report["errors"]
    assert kind in result.out
    return report


@pytest.mark.parametrize("fault, kind, said", [
    ("reset", "reset", "connection reset by peer before the answer"),
    ("close_without_answer", "closed", "before the answer"),
    ("close_inside_body", "closed", "after 10 of 100 body bytes"),
    ("half_status_line", "closed", "inside the head of the answer"),
    ("garbage", "protocol", "expected an HTTP/1.x status line"),
    ("endless_headers", "protocol", "over the limit of"),
    ("bad_chunk", "protocol", "malformed chunk size"),
])
def test_a_fault_is_an_error_of_its_class(calling, fault, kind, said):
    with bad_server(fault) as server:
        report = one_error(passed(calling(server)), kind, said)
        assert server.connections == 3
    assert report["run"]["duration_seconds"] < 15
    assert report["error_rate"] == 1.0


def test_a_fault_is_judged_by_the_slo_alone(calling):
    with bad_server("garbage") as server:
        result = ended_with(1, calling(server, {"slo.global": {"max_error_rate": 0.5}}))
    one_error(result, "protocol", "HTTP/1.x")


def test_a_refused_connection_everywhere_makes_the_run_fail(calling):
    with refusing_port() as server:
        result = ended_with(6, calling(server))
        one_error(result, "refused", f"connection refused by 127.0.0.1:{server.port}")
        assert f"no connection to the target came about: connection refused by 127.0.0.1:{server.port}" in result.err


def test_a_target_that_dies_in_the_run_is_not_a_run_that_failed(project):
    with servers.target() as server:
        process = project.start({"run.base_url": server.url, "run.users": 2, "profile.duration_seconds": 3,
                                 "http.timeout_seconds": 2})
        counted_target(server).wait_for("/get", 5)
    report = check_report(passed(project.finish(process)).report)
    assert report["total_requests"] > report["total_failures"] > 0
    assert {"refused"} <= {row["class"] for row in report["errors"]} <= {"refused", "reset", "closed"}


@pytest.mark.parametrize("key, fault, said", [
    ("http.timeout_seconds", "silent", "no answer within 1 s"),
    ("http.read_timeout_seconds", "silent", "no answer within 1 s"),
    # Bytes keep coming, so only the time of the whole call can end this.
    ("http.timeout_seconds", "slow_headers", "within 1 s"),
    ("http.read_timeout_seconds", "length_too_long", "after 10 body bytes"),
    ("http.timeout_seconds", "length_too_long", "10 body bytes"),
])
def test_a_timeout_is_kept(project, calling, key, fault, said):
    with bad_server(fault) as server:
        result = passed(calling(server, {"http.timeout_seconds": 25, "http.read_timeout_seconds": 25, key: 1}))
        report = one_error(result, "timeout", said)
    assert 0.9 <= report["run"]["duration_seconds"] < 15
    assert report["latency_ms"]["max"] >= 900


def test_a_timeout_can_be_set_on_the_command_line(project):
    with bad_server("silent") as server:
        project.change({"scenario.user_class": "Caller", "run.base_url": server.url, **ONE_PASS})
        result = passed(project.veriload("run", "--set", "http.timeout_seconds=0.5"))
        one_error(result, "timeout", "no answer within 0.5 s", count=4)


def test_bytes_that_drip_keep_the_read_timeout_quiet_but_not_the_one_of_the_call(calling):
    with bad_server("slow_headers") as server:
        result = passed(calling(server, {"http.read_timeout_seconds": 1, "http.timeout_seconds": 2}))
        one_error(result, "timeout", "2 s")


def test_a_connect_without_any_answer_times_out(calling):
    with unaccepting_port() as server:
        result = calling(server, {"http.connect_timeout_seconds": 0.5})
        assert result.code in (0, 6), result.told
        one_error(result, "timeout", "timed out after 0.5 s")


def test_a_name_without_an_address_is_an_error_of_names(project):
    result = project.run({"scenario.user_class": "Caller", "run.base_url": "http://nobody.invalid:9", "run.users": 3,
                          "safety.allowed_hosts": ["nobody.invalid"], **ONE_PASS})
    ended_with(6, result)
    one_error(result, "dns", "no address for host nobody.invalid")


def test_bytes_behind_the_announced_length_are_not_taken_for_the_next_answer(project):
    with bad_server("length_too_short") as server:
        result = passed(project.run({"scenario.user_class": "Getter", "run.base_url": server.url, "run.users": 2}))
    report = check_report(result.report)
    assert report["total_requests"] >= 4
    # Every answer is right as far as it was announced; the connection is what cannot be kept.
    assert report["total_failures"] == 0, report["errors"]
    assert report["connections"]["opened"] == server.connections == report["total_requests"]


def test_connections_that_are_closed_after_each_answer_cost_no_get_request(project):
    with bad_server("close_after_each_answer") as server:
        report = check_report(passed(project.run({"run.base_url": server.url, "run.users": 2})).report)
        assert report["total_requests"] >= 4
        assert report["total_failures"] == 0, report["errors"]
        assert len(server.requests) == report["total_requests"]


def test_a_post_is_never_sent_twice(project):
    with bad_server("close_without_answer") as server:
        result = passed(project.run({"scenario.user_class": "Poster", "run.base_url": server.url, "run.users": 3,
                                     **ONE_PASS}))
        assert len(server.requests) == 3
    one_error(result, "closed", "before the answer")


def test_an_answer_over_the_body_limit_is_told(calling):
    with bad_server("length_too_long") as server:
        result = passed(calling(server, {"http.max_body_bytes": 50, "http.timeout_seconds": 5}))
        report = check_report(result.report)
    assert report["total_failures"] == 3
    assert all("http.max_body_bytes" in row["example"] for row in report["errors"]), report["errors"]


def test_many_users_whose_connections_are_refused_do_not_spin(project):
    """Pauses after a failure grow from 10 ms, so one user tries some eight times in a second."""
    with refusing_port() as server:
        result = ended_with(6, project.run({"scenario.user_class": "Caller", "run.base_url": server.url,
                                            "run.users": 300, "run.spawn_rate": 100000}))
    report = check_report(result.report)
    assert 300 <= report["total_requests"] < 300 * 20


def test_descriptors_that_ran_out_are_called_by_their_name(project):
    result = project.change({"run.users": 100, **ONE_PASS}).veriload("run", wrapped_in=["prlimit", "--nofile=60:60"])
    report = check_report(result.report)
    assert report["total_requests"] == 100
    assert 0 < report["total_failures"] < 100
    [error] = report["errors"]
    assert "too many open files" in error["example"], error
