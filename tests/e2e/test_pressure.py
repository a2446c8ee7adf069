"""Limits of machines and networks: each is told in words and in a class of the report, and the run ends in time."""

import os
import pathlib
import signal
import subprocess
import sys
import time

import pytest

import namespaces
import servers
from bad_server import bad_server, unaccepting_port
from project import ONE_PASS, ended_with, passed
from report_rules import check_report

CONNECTIONS = 10_000
SERVERS = pathlib.Path(servers.__file__).resolve()


@pytest.fixture
def pressing(project, library):
    """The project with users of pressure.cpp."""
    return project.change({"scenario.path": str(library("pressure"))})


def in_own_network(before=""):
    """Words to run a command with: {url} in it is a target in a network of its own."""
    around = namespaces.wrapper("net", before=f"ip link set lo up\n{before}")
    return [*around, sys.executable, SERVERS, "target", "--"]


def run_there(project, before, *words, **variables):
    """A run against the target of in_own_network()."""
    return project.veriload("run", "--set", "run.base_url={url}", *words, wrapped_in=in_own_network(before), **variables)


def classes(report):
    return {row["class"] for row in report["errors"]}


def examples(report, kind):
    return [row["example"] for row in report["errors"] if row["class"] == kind]


def files_of_children(pid):
    """How many files the children of `pid` have open."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(len(os.listdir(f"/proc/{child}/fd")) for child in children)


def test_ten_thousand_connections_are_held_at_once_and_all_are_answered(pressing):
    # nginx closes idle connections once a sixteenth of its own is left.
    with servers.nginx(connections=CONNECTIONS + 2_000) as server:
        own = files_of_children(server.pid)
        process = pressing.start({
            "scenario.user_class": "Holder", "run.base_url": server.url, "run.users": CONNECTIONS,
            "run.spawn_rate": 5000, "run.drain_seconds": 20, "data.pool_size": CONNECTIONS,
            "profile.duration_seconds": 40, "http.connect_timeout_seconds": 30}, HOLD="5")
        most = 0
        while process.poll() is None and most < CONNECTIONS:
            most = max(most, files_of_children(server.pid) - own)
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)  # users end after their second call
        report = check_report(ended_with(130, pressing.finish(process)).report)
    assert most >= CONNECTIONS
    assert report["total_requests"] >= 2 * CONNECTIONS and report["total_failures"] == 0, report["errors"]
    assert report["connections"]["opened"] == report["users"]["peak"] == CONNECTIONS


def test_a_full_accept_queue_is_a_connect_timeout_and_no_hang(pressing):
    with unaccepting_port() as server:
        result = ended_with(0, pressing.run({
            "scenario.user_class": "Holder", "run.base_url": server.url, "run.users": 50, "data.pool_size": 50,
            "http.connect_timeout_seconds": 1.5, **ONE_PASS}))
    report = check_report(result.report)
    assert report["total_failures"] == 50 and classes(report) == {"timeout"}
    assert f"connect to 127.0.0.1:{server.port} timed out after 1.5 s" in examples(report, "timeout")[0]
    assert 1.4 < report["run"]["duration_seconds"] < 8


def test_ports_that_run_out_are_told_with_what_helps(pressing):
    pressing.change({"scenario.user_class": "Holder", "run.users": 60, "slo.global": {"max_error_rate": 0.01}, **ONE_PASS})
    few = "echo 40000 40031 > /proc/sys/net/ipv4/ip_local_port_range"
    # Not the target's fault: what the rule found proves nothing.
    report = check_report(ended_with(5, run_there(pressing, few, HOLD="1")).report)
    assert report["validity"]["verdict"] == "INVALID"
    assert {"own_failures", "ports"} <= {reason["rule"] for reason in report["validity"]["reasons"]}
    assert classes(report) == {"machine"}, report["errors"]
    example = examples(report, "machine")[0]
    assert "no local port is free for a connection to 127.0.0.1:" in example
    assert "keep connections alive" in example and "network.source_addresses" in example
    assert 20 <= report["connections"]["opened"] < 60
    assert report["run"]["duration_seconds"] < 10


def test_a_second_source_address_has_ports_of_its_own(pressing):
    pressing.change({"scenario.user_class": "Holder", "run.users": 40, **ONE_PASS,
                     "network.source_addresses": ["127.0.0.2", "127.0.0.3"]})
    few = "echo 40000 40031 > /proc/sys/net/ipv4/ip_local_port_range"
    report = check_report(passed(run_there(pressing, few, HOLD="1")).report)
    assert report["connections"]["opened"] == 40 and report["total_failures"] == 0


def test_the_limit_of_open_files_is_told_before_and_in_the_run(pressing, target):
    pressing.change({"scenario.user_class": "Holder", "run.users": 200, "data.pool_size": 200, **ONE_PASS})
    few = ["/bin/sh", "-c", 'ulimit -n 64 && exec "$@"', "sh"]
    result = passed(pressing.veriload("run", "--workers", "1", HOLD="1", wrapped_in=few))
    assert "this process may open 64 files, 200 users need about 264: raise the limit (ulimit -n)" in result.err
    report = check_report(result.report)
    assert classes(report) == {"machine"}
    assert "too many open files on this machine, raise the limit of open files (ulimit -n)" in examples(report, "machine")[0]
    assert 0 < report["connections"]["opened"] < 64


def test_the_soft_limit_of_open_files_is_raised_without_a_word(pressing, target):
    pressing.change({"scenario.user_class": "Holder", "run.users": 200, "data.pool_size": 200, **ONE_PASS})
    few = ["/bin/sh", "-c", 'ulimit -Sn 64 && exec "$@"', "sh"]
    result = passed(pressing.veriload("run", HOLD="0.5", wrapped_in=few))
    assert "files" not in result.err
    assert result.report["connections"]["opened"] == 200 and result.report["total_failures"] == 0


def resident_bytes(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0  # it has just ended


def test_a_peer_that_hardly_reads_is_a_timeout_in_constant_memory(pressing):
    with bad_server("slow_reader") as server:
        process = pressing.start({"scenario.user_class": "Sender", "run.base_url": server.url, "run.users": 5,
                                  "http.timeout_seconds": 3, **ONE_PASS})
        deadline = time.monotonic() + 20
        while server.connections < 5 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        before = resident_bytes(process.pid)
        time.sleep(1.5)
        after = resident_bytes(process.pid)
        report = check_report(passed(pressing.finish(process)).report)
    assert before > 0 and after - before < 1 << 20, (before, after)
    assert report["total_failures"] == 5 and classes(report) == {"timeout"}, report["errors"]
    assert "within 3 s" in examples(report, "timeout")[0]
    assert report["run"]["duration_seconds"] < 10


def test_a_peer_that_vanishes_is_told_and_the_drain_ends_in_time(project):
    """The network goes away in the run: no FIN, no RST, nothing."""
    project.change({"run.users": 4, "profile.duration_seconds": 4, "run.drain_seconds": 1,
                    "http.read_timeout_seconds": 1, "http.connect_timeout_seconds": 1})
    went = "(sleep 2; tc qdisc add dev lo root netem loss 100% || ip link set lo down) > /dev/null 2>&1 &"
    started = time.monotonic()
    report = check_report(passed(run_there(project, went)).report)
    assert time.monotonic() - started < 20
    assert report["run"]["duration_seconds"] < 4 + 1 + 8
    assert report["total_requests"] > report["total_failures"] > 0
    assert "timeout" in classes(report), report["errors"]
    assert any("no answer within 1 s" in text for text in examples(report, "timeout")), report["errors"]


def test_a_stopped_peer_is_a_read_timeout(project):
    """Its kernel still takes what is sent, but nobody answers."""
    with servers.target() as server:
        process = project.start({"run.base_url": server.url, "run.users": 2, "profile.duration_seconds": 3,
                                 "run.drain_seconds": 1, "http.read_timeout_seconds": 1})
        time.sleep(1.5)
        subprocess.run(["kill", "-STOP", str(server.pid)], check=True)
        try:
            report = check_report(passed(project.finish(process)).report)
        finally:
            subprocess.run(["kill", "-CONT", str(server.pid)], check=True)
    assert report["run"]["duration_seconds"] < 3 + 1 + 8
    assert any("no answer within 1 s" in text for text in examples(report, "timeout")), report["errors"]
