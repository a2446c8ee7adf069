"""Ctrl-C and the stop file: users finish, reports are written, and nothing half lies about."""

import contextlib
import os
import pathlib
import signal
import time

import pytest

from project import ended_with, passed
from report_rules import check_report

LONG = {"profile.duration_seconds": 50, "run.max_duration_seconds": 60}

SOURCE = """\
#include <veriload/scenario.hpp>

class visitor : public veriload::user {
 public:
  veriload::task<> visit() { co_await sleep(0.1); }
};

VERILOAD_SCENARIO(s) { s.user<visitor>("Visitor").task("visit", &visitor::visit); }
"""


def wait_until(what, happened, seconds=30):
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(0.01)


def next_line(process, part):
    """Reads standard error up to a line with `part`; what was read."""
    read = ""
    for line in process.stderr:
        read += line
        if part in line:
            return read
    raise AssertionError(f"{part!r} was not said:\n{read}")


def counter(report, name):
    return report["counters"][name]["value"]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_users_finish_and_writes_the_report(project, target, sent):
    before = target.counts()
    process = project.start(LONG)
    target.wait_for("/get", 8, before)
    process.send_signal(sent)
    result = ended_with(130, project.finish(process, 20))
    report = check_report(result.report)
    assert report["run"]["interrupted"] is True
    assert report["run"]["end_reason"] == "interrupted"
    assert report["total_failures"] == 0 and report["task_failures"] == []
    assert counter(report, "starts") == counter(report, "stops") == 4
    assert target.since(before) == {"/get": report["total_requests"]}
    assert "stopping: users finish their current task (up to 5 s); once more cancels them" in result.err
    assert "interrupted" in result.out and "report json: " in result.out
    assert sorted(p.name for p in project.folder.iterdir()) == ["run.json", "veriload.yaml"]


def test_a_second_signal_cancels_users_that_would_sleep_for_an_hour(project, target):
    before = target.counts()
    process = project.start({"scenario.user_class": "Sleeper", "run.drain_seconds": 600, **LONG})
    target.wait_for("/get", 4, before)
    process.send_signal(signal.SIGINT)
    next_line(process, "once more cancels them")
    process.send_signal(signal.SIGINT)
    result = ended_with(130, project.finish(process, 20))
    report = check_report(result.report)
    assert counter(report, "stops") == 4
    assert report["task_failures"] == []
    assert "cancelling users" in result.err


def test_a_third_signal_ends_at_once(project, target):
    before = target.counts()
    # In one breath, because users that are cancelled leave soon.
    process = project.start({"scenario.user_class": "Sleeper", "run.drain_seconds": 600, **LONG})
    target.wait_for("/get", 4, before)
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    result = project.finish(process, 20)
    assert result.code == 130, result.told


def test_the_drain_ends_users_that_do_not_come_back(project, target):
    before = target.counts()
    process = project.start({"scenario.user_class": "Sleeper", "run.drain_seconds": 0.5, **LONG})
    target.wait_for("/get", 4, before)
    process.send_signal(signal.SIGTERM)
    report = check_report(ended_with(130, project.finish(process, 20)).report)
    assert counter(report, "stops") == 4


def test_an_interrupted_run_does_not_pass_for_its_slo(project, target):
    before = target.counts()
    process = project.start({"slo.global": {"max_error_rate": 1}, **LONG})
    target.wait_for("/get", 4, before)
    process.send_signal(signal.SIGINT)
    ended_with(130, project.finish(process, 20))


def test_a_signal_in_a_scenario_build_leaves_nothing_half(project, tmp_path):
    project.cache = tmp_path / "cache"
    (project.folder / "slow.cpp").write_text(SOURCE)
    process = project.start({"scenario.path": "slow.cpp", "scenario.user_class": "Visitor"})
    folder = project.cache / "veriload"
    wait_until("the compiler runs", lambda: compilers_of(process.pid))
    children = compilers_of(process.pid)
    # As a terminal does: to the whole group, which here are the program and its compiler.
    for pid in (process.pid, *children):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
    result = project.finish(process, 30)
    assert result.code in (3, 130, -signal.SIGINT), result.told
    assert not (project.folder / "run.json").exists()
    assert not list(folder.glob("*.so"))
    wait_until("the compiler has gone", lambda: not any(pathlib.Path(f"/proc/{pid}").exists() for pid in children))
    # And the next run builds as if nothing had been.
    assert "built slow.cpp" in passed(project.validate()).err
    assert sorted(p.suffix for p in folder.glob("slow-*")) == [".files", ".so"]
    assert not list(folder.glob("precompiled-*.new*"))


def compilers_of(pid):
    """All processes below `pid` that compile (the driver's children are what takes the time)."""
    found, waiting = [], [pid]
    while waiting:
        at = waiting.pop()
        try:
            children = [int(c) for task in pathlib.Path(f"/proc/{at}/task").iterdir()
                        for c in (task / "children").read_text().split()]
        except OSError:
            continue
        found += children
        waiting += children
    busy = []
    for child in found:
        try:
            words = pathlib.Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if any(word.endswith(b"slow.cpp") for word in words):
            busy.append(child)
    return busy


def test_a_signal_while_reports_are_written_leaves_no_half_file(project, target):
    """The signal comes at about the time of writing, many times over: the report is whole or not there."""
    for delay in (0.0, 0.01, 0.02, 0.03, 0.05):
        (project.folder / "run.json").unlink(missing_ok=True)
        process = project.start({"run.users": 20, "profile.duration_seconds": 0.5})
        time.sleep(0.5 + delay)
        process.send_signal(signal.SIGINT)
        result = project.finish(process, 20)
        assert result.code in (0, 130, -signal.SIGINT), result.told
        left = sorted(p.name for p in project.folder.iterdir())
        assert left in (["run.json", "veriload.yaml"], ["veriload.yaml"]), left
        if "run.json" in left:
            check_report(result.report)


def test_a_stop_file_that_is_there_already_means_no_traffic(project, target):
    (project.folder / "STOP").touch()
    before = target.total()
    result = passed(project.run({"safety.stop_file": "STOP"}))
    assert "the stop file" in result.err and "is there already: nothing is sent" in result.err
    report = check_report(result.report)
    assert report["total_requests"] == 0 and report["users"]["started"] == 0
    assert report["run"]["end_reason"] == "stop file"
    assert target.total() == before


def test_a_stop_file_that_appears_ends_the_run(project, target):
    before = target.counts()
    process = project.start({"safety.stop_file": "STOP", **LONG})
    target.wait_for("/get", 4, before)
    (project.folder / "STOP").touch()
    result = passed(project.finish(process, 20))
    report = check_report(result.report)
    assert report["run"]["end_reason"] == "stop file"
    assert report["run"]["interrupted"] is False
    assert counter(report, "starts") == counter(report, "stops") == 4
    assert "stopping: the stop file" in result.err
