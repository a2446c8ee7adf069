"""A run judges itself: what happens to the generator shows in its verdict, its reasons and its exit code."""

import os
import re
import signal
import time

from project import ended_with, passed

CALM = {"profile.duration_seconds": 2, "run.users": 2}


def reasons(result):
    return {reason["rule"]: reason for reason in result.report["validity"]["reasons"]}


def test_the_health_of_the_generator_is_kept_second_by_second(project):
    report = passed(project.run({**CALM, "run.threads": 2})).report
    health = report["health"]
    assert health["descriptor_limit"] > 0 and health["local_ports"] > 0
    rows = health["rows"]
    assert len(rows) >= 2 and rows[0]["from_seconds"] == 0
    assert abs(rows[-1]["to_seconds"] - report["run"]["duration_seconds"]) < 0.3
    for before, after in zip(rows, rows[1:]):
        assert before["to_seconds"] == after["from_seconds"]
    for row in rows:
        assert len(row["workers"]) == 2
        assert row["process_cpu_cores"] > 0 and row["resident_bytes"] > 1_000_000 and row["descriptors"] > 3
    assert sum(worker["cpu"] for row in rows for worker in row["workers"]) > 0
    assert health["loop_wait_ms"]["count"] >= 100  # 50 a second and worker
    assert report["validity"]["verdict"] in ("VALID", "SUSPECT", "INVALID")
    assert "loop_wait_ms" in " ".join(report["definitions"])


def test_the_verdict_on_the_numbers_is_the_first_line(project):
    first = passed(project.run(CALM)).out.splitlines()[0]
    assert re.match("VALID  nothing|SUSPECT  some|INVALID  generator-bound", first), first


def stopped_run(project, changes):
    """A run of 3 s whose process stands still for 500 ms in the middle."""
    process = project.start({**CALM, "profile.duration_seconds": 3, **changes})
    time.sleep(1.5)
    os.kill(process.pid, signal.SIGSTOP)
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGCONT)
    return project.finish(process)


def test_a_process_that_stood_still_has_measured_itself(project):
    result = passed(stopped_run(project, {}))
    assert result.report["validity"]["verdict"] == "INVALID", result.told
    stall = reasons(result)["stalls"]
    assert stall["verdict"] == "INVALID" and 300 < stall["observed"] < 1500
    assert "stood still" in stall["text"]
    assert result.out.startswith("INVALID  generator-bound")


def test_an_invalid_run_with_a_gate_ends_with_5_whatever_the_gate_says(project):
    for most in (60_000, 0.000_1):
        result = ended_with(5, stopped_run(project, {"slo.global.max_p95_ms": most}))
        assert "the measurement is not valid (stalls)" in result.err


def test_a_task_that_blocks_its_loop_speaks_against_the_numbers(project, library):
    result = project.run({"scenario.path": str(library("blocking")), "scenario.user_class": "Napper",
                          "profile.duration_seconds": 2})
    assert reasons(result)["stalls"]["verdict"] == "INVALID", result.told
