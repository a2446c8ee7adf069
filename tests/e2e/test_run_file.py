"""The run file: every report can be made of it later, of the whole run or of a window, also after a run was killed."""

import csv
import io
import json
import os
import signal
import time

import pytest

import namespaces
from project import ONE_PASS, ended_with, passed
from report_rules import check_report

KEPT = {"reports.run": "run.vlr"}


def report(project, *words, file="run.vlr", **how):
    return project.veriload("report", file, *words, **how)


@pytest.fixture
def kept(project):
    """A project whose run of three seconds lies in run.vlr, with the reports that it wrote itself."""
    changes = {"profile.duration_seconds": 3, "reports.csv": "run.csv", "reports.md": "run.md",
               "reports.hgrm": "run.hgrm", "slo": {"global": {"max_error_rate": 0.5}}, **KEPT}
    result = passed(project.run(changes, "--workers", "2"))
    assert "report run: run.vlr" in result.out
    assert not (project.folder / "run.vlr.partial").exists()
    return project


def test_a_later_report_is_the_one_that_the_run_wrote(kept):
    check_report(json.loads((kept.folder / "run.json").read_text()))
    for name in ("json", "csv", "md", "hgrm"):
        later = passed(report(kept, "--format", name, "--output", f"later.{name}"))
        assert f"report {name}: later.{name}" in later.out
        assert (kept.folder / f"later.{name}").read_bytes() == (kept.folder / f"run.{name}").read_bytes(), name


def test_a_report_goes_to_standard_output_as_markdown_unless_told_otherwise(kept):
    assert passed(report(kept)).out == (kept.folder / "run.md").read_text()
    text = passed(report(kept)).out
    assert "### Load test: passed" in text and "| `GET /get` |" in text and "| ✓ | " in text


def test_windows_add_up_to_the_run(kept):
    whole = json.loads(passed(report(kept, "-f", "json")).out)
    seconds = whole["series"]["rows"]
    parts = [json.loads(passed(report(kept, "-f", "json", "--from", str(s), "--to", str(s + 1))).out)
             for s in range(len(seconds))]
    for part, row in zip(parts, seconds):
        assert part["total_requests"] == row["requests"]
        assert part["latency_ms"]["p95"] == row["p95_ms"]
        assert part["series"]["rows"] == [row]
        assert sum(e["total_requests"] for e in part["endpoints"].values()) == row["requests"]
    everything = json.loads(passed(report(kept, "-f", "json", "--from", "0", "--to", "1000")).out)
    for key in ("latency_ms", "success_latency_ms", "failure_latency_ms", "service_ms", "lag_ms", "series"):
        assert everything[key] == whole[key], key
    assert everything["run"]["window"]["from_seconds"] == 0


def test_the_seconds_as_csv(kept):
    rows = list(csv.DictReader(io.StringIO(passed(report(kept, "-f", "csv", "--series")).out)))
    whole = json.loads(passed(report(kept, "-f", "json")).out)
    assert [int(row["requests"]) for row in rows] == [row["requests"] for row in whole["series"]["rows"]]


def test_the_spectrum_counts_every_success(kept):
    whole = json.loads(passed(report(kept, "-f", "json")).out)
    text = passed(report(kept, "-f", "hgrm")).out
    assert f"Total count    = {whole['success_latency_ms']['count']:12d}]" in text
    one = passed(report(kept, "-f", "hgrm", "--option", "endpoint=GET /get", "--option", "metric=service")).out
    assert f"Total count    = {whole['endpoints']['GET /get']['service_ms']['count']:12d}]" in one


@pytest.mark.parametrize("words, says", [
    (["--format", "jsn"], "--format is jsn (did you mean json?), expected one of:"),
    (["--format", "hgrm", "--option", "metric=mood"], "reports.hgrm.metric is mood, expected one of: response"),
    (["--format", "json", "--series"], "the format json has no options"),
    (["--format", "csv", "--option", "rows"], "--option is rows, expected KEY=VALUE"),
    (["--from", "5", "--to", "5"], "--from is 5, expected less than --to (5)"),
    (["--from", "50"], "run.vlr: has no second in the window"),
    (["--output", "veriload.yaml/x"], "--output: cannot "),
])
def test_a_mistake_on_the_command_line_is_told(kept, words, says):
    result = ended_with(2, report(kept, *words))
    assert says in result.err, result.told
    assert result.out == ""


def test_a_file_that_is_damaged_cut_or_none_at_all_is_told(kept):
    whole = (kept.folder / "run.vlr").read_bytes()
    for at in range(20, len(whole), max(1, len(whole) // 15)):
        (kept.folder / "bad.vlr").write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1:])
        result = report(kept, "-f", "json", "--from", "0", "--to", "1000", file="bad.vlr")
        assert result.code in (0, 2), result.told
        assert result.code == 0 or "error: bad.vlr: " in result.err, result.told
    (kept.folder / "cut.vlr").write_bytes(whole[: len(whole) - 5])
    result = passed(report(kept, file="cut.vlr"))
    assert "cut.vlr is partial" in result.err
    assert "is no run file" in ended_with(2, report(kept, file="run.json")).err
    assert "No such file" in ended_with(2, report(kept, file="none.vlr")).err


def test_a_run_that_is_killed_leaves_its_seconds(project, target):
    process = project.start({"profile.duration_seconds": 30, "reports.json": None, **KEPT})
    partial = project.folder / "run.vlr.partial"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and (not partial.exists() or "partial; 2 seconds" not in read_seconds(project)):
        time.sleep(0.3)
    os.kill(process.pid, signal.SIGKILL)
    project.finish(process)
    assert not (project.folder / "run.vlr").exists()
    result = passed(report(project, "-f", "json", file="run.vlr.partial"))
    assert "run.vlr.partial is partial: its run was killed" in result.err
    told = json.loads(result.out)
    assert told["run"]["partial"] is True and told["run"]["plan_hash"]
    assert told["total_requests"] > 0
    assert told["endpoints"]["GET /get"]["latency_ms"]["p50"] > 0
    assert "(the run was killed)" in passed(report(project, file="run.vlr.partial")).out
    # The next run to the same place begins anew.
    passed(project.run({"profile.duration_seconds": 1}))
    assert not partial.exists()
    assert "partial" not in passed(report(project)).err


def read_seconds(project):
    """What `report` says of how many seconds are there so far, in few words."""
    told = report(project, "-f", "json", file="run.vlr.partial")
    rows = len(json.loads(told.out)["series"]["rows"]) if told.code == 0 else 0
    return f"partial; {2 if rows >= 2 else rows} seconds"


def test_two_runs_do_not_write_one_file(project, target):
    before = target.counts()
    process = project.start({"profile.duration_seconds": 4, "reports.json": None, **KEPT})
    target.wait_for("/get", 4, before)
    result = ended_with(2, project.veriload("run"))
    assert "reports.run: another run writes run.vlr.partial" in result.err
    passed(project.finish(process))
    passed(report(project))


def test_a_full_disk_ends_the_recording_not_the_run(project, tmp_path):
    (project.folder / "disk").mkdir()
    disk = namespaces.wrapper("mount", before="mount -t tmpfs -o size=4k tmpfs disk", after="true")
    changes = {"reports.run": "disk/run.vlr", "profile.duration_seconds": 3, "run.users": 200}
    result = ended_with(6, project.run(changes, wrapped_in=disk))
    assert "error: reports.run: cannot write disk/run.vlr.partial: No space left on device" in result.err
    assert "the run until then is in disk/run.vlr.partial" in result.err
    check_report(result.report)


def test_a_disk_that_is_full_before_the_run_is_told_before_it(project, target):
    (project.folder / "disk").mkdir()
    disk = namespaces.wrapper("mount", before="mount -t tmpfs -o size=4k tmpfs disk && head -c 4096 /dev/zero > disk/x")
    before = target.total()
    result = ended_with(2, project.run({"reports.run": "disk/run.vlr"}, wrapped_in=disk))
    assert "error: reports.run: cannot write disk/run.vlr.partial: No space left on device" in result.err
    assert target.total() == before


def test_a_run_file_stays_small(kept):
    size = (kept.folder / "run.vlr").stat().st_size
    assert size < 200_000, size


def test_validate_names_the_run_file_and_writes_nothing(project):
    result = passed(project.validate({"reports.run": "kept/run.vlr", **ONE_PASS}))
    assert "report         run to kept/run.vlr" in result.out
    assert not list((project.folder / "kept").iterdir())
