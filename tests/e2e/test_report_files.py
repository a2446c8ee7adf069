"""Report files: where they come to lie, what happens when they cannot, and what never stands in them."""

import contextlib
import json
import os
import re
import shutil
import subprocess

import pytest

from bad_server import bad_server
from project import ONE_PASS, ended_with, passed
from report_rules import check_report

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount, and root may write everywhere")


def fallback_of(result):
    """The file in which the report came to lie instead."""
    errors = [line for line in result.err.splitlines() if "error: reports.json: " in line]
    assert len(errors) == 1, result.told
    match = re.search(r"it was written to (\S+) instead$", errors[0])
    assert match, errors[0]
    return match[1]


@contextlib.contextmanager
def small_disk(folder, size):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True, timeout=20)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True, timeout=20)


@pytest.fixture
def disk(project):
    """A folder of the project on a disk of 8 KiB, less than any report takes."""
    folder = project.folder / "disk"
    folder.mkdir()
    with contextlib.ExitStack() as mounted:
        try:
            mounted.enter_context(small_disk(folder, "8k"))
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("this machine lets nobody mount")
        yield folder


@ROOT_ONLY
def test_a_full_disk_is_told_once_and_the_report_is_written_elsewhere(project, disk, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    result = ended_with(6, project.run({"reports.json": "disk/run.json", **ONE_PASS}, TMPDIR=str(elsewhere)))
    assert "No space left on device" in result.err
    assert result.err.count("veriload: error: ") == 1
    fallback = fallback_of(result)
    assert fallback.startswith(str(elsewhere))
    with open(fallback) as file:
        assert check_report(json.load(file))["total_requests"] == 4
    assert list(disk.iterdir()) == []
    assert "GET /get" in result.out  # the summary is shown all the same


@ROOT_ONLY
def test_a_report_that_fits_nowhere_is_called_lost(project, disk):
    result = ended_with(6, project.run({"reports.json": "disk/run.json", **ONE_PASS}, TMPDIR=str(disk)))
    assert "it is lost" in result.err
    assert "GET /get" in result.out
    assert list(disk.iterdir()) == []


def test_a_folder_that_vanishes_in_the_run_is_made_again_or_told(project, target):
    before = target.counts()
    process = project.start({"reports.json": "reports/run.json", "profile.duration_seconds": 2})
    target.wait_for("/get", 4, before)
    shutil.rmtree(project.folder / "reports")
    result = passed(project.finish(process))
    assert check_report(json.loads((project.folder / "reports" / "run.json").read_text()))["total_requests"] > 0
    assert result.err.count("error") == 0


def test_a_file_that_takes_the_place_of_the_folder_in_the_run_is_told(project, target, tmp_path):
    before = target.counts()
    process = project.start({"reports.json": "reports/run.json", "profile.duration_seconds": 2}, TMPDIR=str(tmp_path))
    target.wait_for("/get", 4, before)
    shutil.rmtree(project.folder / "reports")
    (project.folder / "reports").write_text("in the way")
    result = ended_with(6, project.finish(process))
    with open(fallback_of(result)) as file:
        check_report(json.load(file))
    assert (project.folder / "reports").read_text() == "in the way"


@pytest.mark.parametrize("path", ["veriload.yaml/run.json", ".", "/proc/run.json", "/dev/null/run.json"])
def test_a_place_that_cannot_hold_a_report_is_told_before_the_run(project, target, path):
    before = target.total()
    result = ended_with(2, project.run({"reports.json": path, **ONE_PASS}))
    assert result.err.startswith("veriload: error: reports.json: cannot ")
    assert result.err.count("\n") == 1
    assert target.total() == before


@ROOT_ONLY
def test_a_folder_without_the_right_to_write_is_told_before_the_run(project, target, cache, library):
    program = shutil.which("setpriv") or pytest.skip("setpriv is missing")
    for folder in (project.folder, *project.folder.parents):
        if str(folder).count("/") >= 2:
            folder.chmod(0o755)
    for folder in (library("calls").parent, *library("calls").parent.parents):
        if str(folder).count("/") >= 2:
            folder.chmod(0o755)
    before = target.total()
    project.change({"reports.json": "run.json", **ONE_PASS})
    nobody = [program, "--reuid=65534", "--regid=65534", "--clear-groups"]
    if subprocess.run([*nobody, "test", "-x", os.environ.get("VERILOAD_BIN", "")]).returncode != 0:
        pytest.skip("another user cannot start the program of this build folder")
    result = project.veriload("run", wrapped_in=nobody)
    ended_with(2, result)
    assert "reports.json: cannot write" in result.err and "Permission denied" in result.err
    assert target.total() == before


def test_an_earlier_report_is_replaced_as_a_whole(project):
    (project.folder / "run.json").write_text("x" * 1_000_000)
    check_report(passed(project.run(ONE_PASS)).report)


def test_a_new_folder_is_made_for_a_report(project):
    passed(project.run({"reports.json": "a/b/c/run.json", **ONE_PASS}))
    assert (project.folder / "a" / "b" / "c" / "run.json").exists()


def test_a_run_without_reports_writes_no_file(project):
    result = passed(project.run({"reports": None, **ONE_PASS}))
    assert "GET /get" in result.out
    assert [p.name for p in project.folder.iterdir()] == ["veriload.yaml"]


def test_a_report_is_readable_for_whom_the_umask_lets(project):
    passed(project.run(ONE_PASS))
    mask = os.umask(0)
    os.umask(mask)
    assert (project.folder / "run.json").stat().st_mode & 0o777 == 0o666 & ~mask


SECRET = "s3cr3t-t0ken-of-nobody"


def everything(project, result):
    """All that a run left behind: its words and its files, without the configuration itself."""
    files = [p for p in project.folder.rglob("*") if p.is_file() and p != project.config]
    return result.out + result.err + "".join(p.read_text(errors="replace") for p in files)


def test_a_token_of_a_request_appears_nowhere(project):
    for fault in ("good", "close_inside_body", "garbage"):
        with bad_server(fault) as server:
            result = project.run({"scenario.user_class": "Bearer", "run.base_url": server.url, **ONE_PASS}, "--verbose",
                                 WHERE="/private", TOKEN=SECRET)
            assert any(SECRET.encode() in head for head in server.requests)
        assert SECRET not in everything(project, result), fault


def test_a_header_of_the_configuration_is_masked(project, target):
    changes = {"http.headers": {"authorization": f"Bearer {SECRET}"}, **ONE_PASS}
    result = passed(project.run(changes, "--verbose"))
    assert SECRET not in everything(project, result)
    shown = passed(project.validate({}, "--show-config"))
    assert SECRET not in shown.out + shown.err


def test_a_database_password_appears_nowhere(project):
    changes = {"run.database": {"driver": "postgresql", "dsn": f"postgresql://me:{SECRET}@127.0.0.1/x"}}
    for result in (project.validate(changes, "--show-config"), project.run(changes),
                   project.run({}, "--set", f"run.database.dsn=host=x password={SECRET}", "--set", "run.users=x"),
                   project.run({}, "--set", f"run.database.dns={SECRET}")):
        assert result.code != 0, result.told
        assert SECRET not in result.out + result.err, result.told


def test_a_password_in_the_address_appears_nowhere(project, target):
    url = target.url.replace("http://", f"http://me:{SECRET}@")
    result = project.run({"run.base_url": url, **ONE_PASS}, "--verbose")
    assert SECRET not in everything(project, result), result.told
    shown = project.validate({}, "--show-config")
    assert SECRET not in shown.out + shown.err, shown.told
