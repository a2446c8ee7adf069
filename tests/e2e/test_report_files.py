"""Report files: where they come to lie, what happens when they cannot, and what never stands in them."""

import json
import os
import re
import shutil

import pytest

import namespaces
from bad_server import bad_server
from project import ONE_PASS, ended_with, passed
from report_rules import check_report

def fallback_of(result):
    """The file in which the report came to lie instead."""
    errors = [line for line in result.err.splitlines() if "error: reports.json: " in line]
    assert len(errors) == 1, result.told
    match = re.search(r"it was written to (\S+) instead$", errors[0])
    assert match, errors[0]
    return match[1]


@pytest.fixture
def disk(project):
    """`disk`, a folder of the project, is on a disk of 8 KiB, less than any report takes; words to run with it."""
    (project.folder / "disk").mkdir()
    return namespaces.wrapper("mount", before="mount -t tmpfs -o size=8k tmpfs disk", after="ls -A disk > left.txt")


def left_on(project):
    return (project.folder / "left.txt").read_text()


def test_a_full_disk_is_told_once_and_the_report_is_written_elsewhere(project, disk, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    changes = {"reports.json": "disk/run.json", **ONE_PASS}
    result = ended_with(6, project.run(changes, TMPDIR=str(elsewhere), wrapped_in=disk))
    assert "No space left on device" in result.err
    assert result.err.count("veriload: error: ") == 1
    fallback = fallback_of(result)
    assert fallback.startswith(str(elsewhere))
    with open(fallback) as file:
        assert check_report(json.load(file))["total_requests"] == 4
    assert left_on(project) == ""
    assert "GET /get" in result.out  # the summary is shown all the same


def test_a_report_that_fits_nowhere_is_called_lost(project, disk):
    changes = {"reports.json": "disk/run.json", **ONE_PASS}
    result = ended_with(6, project.run(changes, TMPDIR=str(project.folder / "disk"), wrapped_in=disk))
    assert "it is lost" in result.err
    assert "GET /get" in result.out
    assert left_on(project) == ""


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


def bound_by_modes(project):
    """Words to run where the project's folder may not be written. Root may write everywhere, unless it gives up just
    that; another user could not reach a build below a private folder."""
    project.folder.chmod(0o555)
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]


def test_a_folder_without_the_right_to_write_is_told_before_the_run(project, target):
    before = target.total()
    project.change({"reports.json": "run.json", **ONE_PASS})
    result = ended_with(2, project.veriload("run", wrapped_in=bound_by_modes(project)))
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
