"""Scenarios that are compiled by the product: when it does, when it does not, and what it says when it cannot."""

import os
import shutil
import stat

import pytest

import servers
from project import ONE_PASS, ended_with, passed, veriload

SOURCE = """\
#include <veriload/scenario.hpp>
#include "path_to_call.hpp"

class visitor : public veriload::user {
 public:
  veriload::task<> visit() {
    auto page = co_await http().get(path_to_call).name("GET the path");
    page.raise_for_status();
  }
};

VERILOAD_SCENARIO(s) { s.user<visitor>("Visitor").task("visit", &visitor::visit); }
"""


def header(path):
    return f'#pragma once\ninline constexpr const char* path_to_call = "{path}";\n'


@pytest.fixture
def own(project, tmp_path, prepared_cache):
    """A project with a source of its own and a cache in which there is nothing but the prepared SDK."""
    project.cache = tmp_path / "own cache"
    shutil.copytree(prepared_cache, project.cache)
    (project.folder / "scenario.cpp").write_text(SOURCE)
    (project.folder / "path_to_call.hpp").write_text(header("/get"))
    return project.change({"scenario.path": "scenario.cpp", "scenario.user_class": "Visitor", "run.users": 2, **ONE_PASS})


@pytest.fixture
def without_compiler(tmp_path):
    """A PATH in which there is nothing at all."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return {"PATH": str(folder)}


def test_a_changed_scenario_or_header_is_built_again_and_an_unchanged_one_is_not(own, target):
    before = target.counts()
    assert "built scenario.cpp with " in passed(own.run()).err
    assert "built" not in passed(own.run()).err
    assert target.since(before) == {"/get": 4}

    before = target.counts()
    (own.folder / "path_to_call.hpp").write_text(header("/uuid"))
    assert "built scenario.cpp with " in passed(own.run()).err
    assert target.since(before) == {"/uuid": 2}

    before = target.counts()
    (own.folder / "scenario.cpp").write_text(SOURCE.replace("get(path_to_call)", 'get("/ip")'))
    assert "built scenario.cpp with " in passed(own.run()).err
    assert target.since(before) == {"/ip": 2}


def test_a_file_that_was_only_touched_is_not_built_again(own):
    passed(own.run())
    os.utime(own.folder / "scenario.cpp", (1, 1))
    assert "built" not in passed(own.run()).err


def test_the_cache_is_a_private_folder_that_keeps_one_library_per_scenario(own):
    passed(own.validate())
    (own.folder / "path_to_call.hpp").write_text(header("/uuid"))
    passed(own.validate())
    folder = own.cache / "veriload"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(list(folder.glob("*.so"))) == 1
    assert not list(folder.glob("*tmp*")) and not list(folder.glob("*.new*"))


def test_the_first_build_with_a_compiler_prepares_the_sdk_for_all_later_ones(own):
    own.cache = own.folder / "new cache"
    assert "preparing the SDK for g++ " in passed(own.validate({}, CXX="g++")).err
    (own.folder / "scenario.cpp").write_text(SOURCE + "// changed\n")
    later = passed(own.validate({}, CXX="g++"))
    assert "built scenario.cpp" in later.err and "preparing" not in later.err
    (own.folder / "other.cpp").write_text(SOURCE)
    assert "preparing" not in passed(own.validate({"scenario.path": "other.cpp"}, CXX="g++")).err


def test_what_stands_before_the_sdk_in_a_scenario_counts(own):
    """A prepared SDK would not know of it."""
    (own.folder / "scenario.cpp").write_text('#define task 7\n' + SOURCE)
    ended_with(3, own.validate())


def test_a_cache_that_cannot_be_written_is_told_by_run_and_does_not_matter_to_build(own):
    own.cache = "/proc/none"
    result = ended_with(3, own.run())
    assert "cannot create the scenario cache /proc/none/veriload" in result.err and "XDG_CACHE_HOME" in result.err
    assert "preparing" not in passed(own.veriload("build", "scenario.cpp")).err


def test_build_writes_a_library_that_a_run_takes_without_a_compiler(own, target, without_compiler):
    built = passed(own.veriload("build", "scenario.cpp", "-o", "x.so"))
    assert built.out.startswith("wrote x.so (")
    (own.folder / "scenario.cpp").unlink()
    before = target.counts()
    result = passed(own.run({"scenario.path": "x.so"}, **without_compiler))
    assert "built" not in result.err
    assert target.since(before) == {"/get": 2}


def test_build_without_an_output_writes_beside_the_source(own):
    passed(own.veriload("build", "scenario.cpp"))
    assert (own.folder / "scenario.so").exists()
    assert sorted(p.name for p in own.folder.iterdir()) == ["path_to_call.hpp", "scenario.cpp", "scenario.so", "veriload.yaml"]


def test_a_compile_error_shows_what_the_compiler_said_with_file_and_line(own, target):
    before = target.total()
    (own.folder / "scenario.cpp").write_text(SOURCE.replace("raise_for_status()", "raise_for_statuss()"))
    result = ended_with(3, own.run())
    assert "scenario.cpp:8:" in result.err
    assert "raise_for_statuss" in result.err
    assert "scenario scenario.cpp does not compile with " in result.err
    assert target.total() == before
    assert not (own.folder / "run.json").exists()
    assert not list((own.cache / "veriload").glob("*.so"))
    ended_with(3, own.validate())
    ended_with(3, own.veriload("build", "scenario.cpp", "-o", "x.so"))
    assert not list(own.folder.glob("x.so*"))


def test_after_a_compile_error_the_old_library_is_not_taken(own):
    passed(own.run())
    (own.folder / "scenario.cpp").write_text(SOURCE + "nonsense\n")
    ended_with(3, own.run())


def test_a_missing_compiler_is_named(own, without_compiler):
    for result in (own.run({}, **without_compiler), own.veriload("build", "scenario.cpp", **without_compiler)):
        ended_with(3, result)
        assert "no C++20 compiler found" in result.err
        assert "g++" in result.err and "CXX" in result.err
        assert result.err.count("veriload: error:") == 1


def test_a_compiler_named_by_cxx_that_is_none_is_named(own):
    for named in ("no-such-compiler", "/bin/false"):
        result = ended_with(3, own.run({}, CXX=named))
        assert f'CXX, "{named}", does not answer' in result.err


def test_the_compiler_named_by_cxx_is_taken(own):
    result = passed(own.run({}, CXX="clang++-16"))
    assert "built scenario.cpp with " in result.err and "clang" in result.err


@pytest.mark.parametrize("path, wanted", [("missing.cpp", "no such file"), ("missing.so", "no such file"),
                                          ("", "scenario.path")])
def test_a_missing_scenario_is_named(own, path, wanted):
    result = own.run({"scenario.path": path})
    assert result.code == (2 if path == "" else 3), result.told
    assert wanted in result.err
    assert path in result.err


def test_a_library_that_is_no_elf_file_is_refused(own):
    (own.folder / "text.so").write_text("this is no library\n")
    result = ended_with(3, own.run({"scenario.path": "text.so"}))
    assert "text.so" in result.err and "not ELF" in result.err and "ELF shared library" in result.err


def test_a_library_that_is_no_scenario_is_refused(own):
    http = servers.build_folder() / "plugins" / "http.so"
    (own.folder / "http-copy.so").write_bytes(http.read_bytes())
    result = ended_with(3, own.run({"scenario.path": "http-copy.so"}))
    assert "http-copy.so" in result.err


def test_a_folder_as_scenario_is_refused(own):
    (own.folder / "folder.cpp").mkdir()
    result = ended_with(3, own.run({"scenario.path": "folder.cpp"}))
    assert "folder.cpp" in result.err and "not a readable file" in result.err


def test_a_wrong_class_name_is_answered_with_the_nearest(own):
    result = ended_with(3, own.run({"scenario.user_class": "Visitr"}))
    assert 'no user class "Visitr"' in result.err
    assert 'did you mean "Visitor"?' in result.err


def test_a_scenario_in_a_folder_with_blanks_is_found_from_anywhere(own, target, tmp_path):
    folder = tmp_path / "a folder with blanks"
    own.folder.rename(folder)
    for _ in range(2):
        result = passed(veriload(tmp_path, own.cache, "run", "--config", "a folder with blanks/veriload.yaml"))
    assert "built" not in result.err
    assert (folder / "run.json").exists()


def test_two_runs_that_build_the_same_scenario_at_once_both_pass(own):
    own.change({"reports.json": None})
    own.cache = own.folder / "new cache"
    processes = [own.start() for _ in range(2)]
    for process in processes:
        passed(own.finish(process))
    folder = own.cache / "veriload"
    assert len([p for p in folder.iterdir() if p.is_dir()]) == 1
    assert not list(folder.glob("*.new*"))
