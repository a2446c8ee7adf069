"""Plugins that are present, absent or refused: the message has the file, the property, what was found and expected."""

import os
import shutil
import subprocess

import pytest

import servers
from project import ONE_PASS, ended_with, passed

ABI = servers.ROOT / "sdk" / "abi"
SHIPPED = servers.build_folder() / "plugins"

# A whole plugin that does nothing; each test changes one thing of it.
SOURCE = """\
#include "veriload_abi.h"
#include <string.h>

#ifndef NEEDS
#define NEEDS NULL
#endif
#ifndef ENTRY
#define ENTRY veriload_plugin_v1
#endif
#ifndef ID
#define ID "test.nothing"
#endif

static vl_status init(const vl_host* host, void** self, vl_error* error) {
  (void)host, (void)self, (void)error;
#ifdef INIT_FAILS
  strcpy(error->message, "the licence has run out");
  return VL_E_CONFIG;
#endif
  return VL_OK;
}
static const void* component(void* self, const char* id) { (void)self, (void)id; return NULL; }
static void fini(void* self) { (void)self; }

#ifdef NOTE
__attribute__((used, section(".note.veriload"), aligned(4))) static const vl_plugin_note note = {
    9, 8, VL_NOTE_TYPE, VL_NOTE_NAME, NOTE, 0};
#endif

VL_EXPORT const vl_plugin_v1* ENTRY(void) {
  static const char* const none[] = {NULL};
  static const char* const needs[] = {NEEDS, NULL};
  static const vl_plugin_v1 descriptor = {sizeof(vl_plugin_v1), VL_ABI_MAJOR, 0, VL_ABI_MINOR, 0, 0, ID, "1.0.0", "MIT",
                                          "a C compiler", none, needs, NULL, init, component, fini};
  return &descriptor;
}
"""
GOOD_NOTE = "-DNOTE=VL_ABI_MAJOR, 0, VL_ABI_MINOR"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "plugins"
    made.mkdir(mode=0o755)
    return made


@pytest.fixture
def compiled(folder, tmp_path):
    """compiled("name.so", "-DMACRO=..."): the plugin of SOURCE in `folder`."""

    def build(name, *options):
        source = tmp_path / "plugin.c"
        source.write_text(SOURCE)
        subprocess.run(["cc", "-std=c11", "-shared", "-fPIC", f"-I{ABI}", *options, "-o", folder / name, source],
                       check=True, timeout=60)
        return folder / name

    return build


@pytest.fixture
def listed(project, folder):
    return lambda: project.veriload("plugin", "list", "--plugin-dir", str(folder))


def refused(listed, file, field, found, expected):
    result = ended_with(3, listed())
    line = next((line for line in result.err.splitlines() if str(file) in line), None)
    assert line, result.told
    assert line.startswith("veriload: error: refused "), line
    for part in (str(file), field, found, expected):
        assert part in line, f"{part!r} is not in {line!r}"
    return result


def test_the_shipped_plugins_are_listed(project):
    result = passed(project.veriload("plugin", "list"))
    for part in ("dev.veriload.http ", "dev.veriload.report_json ", "provides ", "ABI       1.", "license ", "built by "):
        assert part in result.out
    assert result.err == ""


def test_a_plugin_in_plain_c_is_listed(compiled, listed):
    file = compiled("good.so", GOOD_NOTE)
    out = passed(listed()).out
    assert "test.nothing 1.0.0" in out and str(file) in out and "a C compiler" in out and "MIT" in out


def test_an_empty_folder_has_no_plugin(listed):
    assert "no plugin found" in passed(listed()).out


def test_a_missing_folder_is_named(project, tmp_path):
    result = ended_with(3, project.veriload("plugin", "list", "--plugin-dir", str(tmp_path / "gone")))
    assert f"plugin folder {tmp_path / 'gone'}: No such file or directory" in result.err


def test_files_with_another_ending_are_not_looked_at(folder, listed):
    (folder / "readme.txt").write_text("hello")
    passed(listed())


def test_a_file_that_is_not_elf_is_refused(folder, listed):
    (folder / "text.so").write_text("hello")
    (folder / "text.so").chmod(0o644)
    refused(listed, folder / "text.so", "file format", "not ELF", "an ELF shared library")


def test_an_empty_or_cut_off_file_is_refused(folder, listed):
    (folder / "cut.so").write_bytes((SHIPPED / "http.so").read_bytes()[:4000])
    (folder / "empty.so").write_bytes(b"")
    err = refused(listed, folder / "empty.so", "file format", "not ELF", "an ELF shared library").err
    assert str(folder / "cut.so") in err


def test_a_library_of_another_program_is_refused(compiled, folder, listed, tmp_path):
    compiled("other.so")
    refused(listed, folder / "other.so", "note .note.veriload", "missing", "not a VeriLoad plugin")


def test_another_major_version_is_refused_without_running_its_code(compiled, listed):
    file = compiled("later.so", "-DNOTE=2, 0, 0")
    refused(listed, file, "abi_major", "2", "1, the ABI of this host")


def test_a_plugin_that_needs_a_newer_minor_version_is_refused(compiled, listed):
    file = compiled("newer.so", "-DNOTE=VL_ABI_MAJOR, VL_ABI_MINOR + 1, VL_ABI_MINOR + 1")
    refused(listed, file, "needed host ABI", "1.", "at most 1.")


def test_a_note_that_disagrees_with_the_descriptor_is_refused(compiled, listed):
    file = compiled("two-faced.so", "-DNOTE=VL_ABI_MAJOR, 0, VL_ABI_MINOR + 7")
    refused(listed, file, "ABI of the descriptor", "built with minor 0", "built with minor 7, as its note says")


def test_a_missing_entry_symbol_is_refused(compiled, listed):
    file = compiled("no-entry.so", GOOD_NOTE, "-DENTRY=some_other_function")
    refused(listed, file, "entry symbol", "missing", "veriload_plugin_v1")


def test_an_entry_symbol_of_a_later_major_is_named(compiled, listed):
    file = compiled("later-entry.so", GOOD_NOTE, "-DENTRY=veriload_plugin_v2")
    refused(listed, file, "entry symbol", "veriload_plugin_v2", "veriload_plugin_v1")


def test_a_missing_service_is_named(compiled, listed):
    file = compiled("needy.so", GOOD_NOTE, '-DNEEDS="acme.teleport/1"')
    refused(listed, file, "needed service", "acme.teleport/1", "a service of this host")


def test_a_malformed_id_is_refused(compiled, listed):
    file = compiled("bad-id.so", GOOD_NOTE, '-DID="No Such Id"')
    refused(listed, file, "id", "No Such Id", "a-z 0-9")


def test_two_files_with_one_id_are_refused_and_both_are_named(compiled, listed):
    first = compiled("a.so", GOOD_NOTE)
    second = compiled("b.so", GOOD_NOTE)
    result = refused(listed, second, "id", "test.nothing", str(first))
    assert "test.nothing 1.0.0" in result.out


def test_one_file_under_two_names_is_refused(compiled, folder, listed):
    first = compiled("a.so", GOOD_NOTE)
    (folder / "b.so").symlink_to(first)
    refused(listed, folder / "b.so", "id", "test.nothing", str(first))


def test_a_file_that_anybody_can_change_is_refused(compiled, listed):
    file = compiled("open.so", GOOD_NOTE)
    file.chmod(0o777)
    refused(listed, file, "permissions", "0777 (writable by others)", "chmod o-w")


def test_a_folder_that_anybody_can_change_is_refused(compiled, folder, listed):
    file = compiled("good.so", GOOD_NOTE)
    folder.chmod(0o777)
    refused(listed, file, "folder permissions", "0777 (writable by others)", f"chmod o-w {folder}")


def test_a_dangling_link_is_refused(folder, listed):
    (folder / "gone.so").symlink_to("nowhere.so")
    refused(listed, folder / "gone.so", "file", "No such file or directory", "a readable file")


def test_unresolved_symbols_are_named(folder, listed, tmp_path):
    source = tmp_path / "u.c"
    source.write_text(SOURCE.replace("static void fini(void* self) { (void)self; }",
                                     "void from_nowhere(void);\nstatic void fini(void* self) { (void)self; from_nowhere(); }"))
    subprocess.run(["cc", "-std=c11", "-shared", "-fPIC", f"-I{ABI}", GOOD_NOTE, "-o", folder / "u.so", source], check=True)
    refused(listed, folder / "u.so", "loading", "from_nowhere", "a library whose symbols all resolve")


def copy_shipped(folder):
    for file in SHIPPED.glob("*.so"):
        shutil.copy(file, folder)
        os.chmod(folder / file.name, 0o755)


def test_a_run_takes_plugins_of_several_folders(project, compiled, folder, tmp_path):
    compiled("good.so", GOOD_NOTE)
    second = tmp_path / "more"
    second.mkdir(mode=0o755)
    copy_shipped(second)
    words = ("--plugin-dir", str(folder), "--plugin-dir", str(second))
    passed(project.run(ONE_PASS, *words))
    assert "test.nothing" in passed(project.validate({}, *words)).out


def test_a_run_with_a_refused_plugin_does_not_start(project, folder, target):
    copy_shipped(folder)
    (folder / "text.so").write_text("hello")
    before = target.total()
    result = ended_with(3, project.run(ONE_PASS, "--plugin-dir", str(folder)))
    assert str(folder / "text.so") in result.err and "not ELF" in result.err
    assert target.total() == before
    assert not (project.folder / "run.json").exists()


def test_a_run_without_the_protocol_plugin_says_what_is_missing(project, folder):
    result = ended_with(3, project.run(ONE_PASS, "--plugin-dir", str(folder)))
    assert 'run.base_url needs a protocol plugin "http"' in result.err


def test_a_plugin_that_cannot_start_ends_the_run_with_its_own_words(project, compiled, folder):
    copy_shipped(folder)
    file = compiled("broken.so", GOOD_NOTE, "-DINIT_FAILS")
    result = ended_with(3, project.run(ONE_PASS, "--plugin-dir", str(folder)))
    assert str(file) in result.err and "the licence has run out" in result.err
