"""Commands of plugins: `veriload [--plugin-dir DIR] NAME`, with the exit codes of the host."""

import subprocess

import pytest

from conftest import passed

# A plugin in plain C; each test changes one thing of it.
SOURCE = r"""
#include "veriload_abi.h"
#include <stdio.h>
#include <string.h>

#ifndef NAME
#define NAME "tool"
#endif
#ifndef ID
#define ID "test.tool"
#endif
#ifndef CODE
#define CODE 0
#endif
#ifndef STATUS
#define STATUS VL_OK
#endif
#ifndef HELP
#define HELP "usage: veriload tool\n"
#endif

static vl_status run(void* self, const vl_str* words, uint32_t n, const vl_sink* out, const vl_sink* err,
                     int32_t* code, vl_error* error) {
  vl_cbuf comma = {",", 1};
  vl_cbuf told = {"told\n", 5};
  (void)self;
  for (uint32_t i = 0; i < n; ++i) {
    vl_cbuf word = {words[i].ptr, words[i].len};
    if (out->write(out->ctx, word) != VL_OK || out->write(out->ctx, comma) != VL_OK) return VL_E_CLOSED;
  }
  err->write(err->ctx, told);
  snprintf(error->message, sizeof error->message, "the stock is empty");
  *code = CODE;
  return STATUS;
}
static const vl_command_v1 table = {sizeof(vl_command_v1), 0, NAME, "does things", HELP, run};

static vl_status init(const vl_host* host, void** self, vl_error* error) {
  (void)host, (void)self, (void)error;
#ifdef INIT_FAILS
  strcpy(error->message, "the licence has run out");
  return VL_E_CONFIG;
#endif
  return VL_OK;
}
static const void* component(void* self, const char* id) {
  (void)self;
  return strcmp(id, VL_COMP_COMMAND) == 0 ? &table : NULL;
}
static void fini(void* self) { (void)self; }

const vl_plugin_v1* veriload_plugin_v1(void) {
  static const char* const provides[] = {VL_COMP_COMMAND, NULL};
  static const vl_plugin_v1 plugin = {sizeof(vl_plugin_v1), VL_ABI_MAJOR, 0, VL_ABI_MINOR, 0, 0, ID, "1.0.0", "MIT",
                                      "cc", provides, NULL, NULL, init, component, fini};
  return &plugin;
}
VL_PLUGIN_NOTE(0, VL_ABI_MINOR);
"""


@pytest.fixture
def plugins(kit, tmp_path):
    folder = tmp_path / "plugins"
    folder.mkdir()
    (tmp_path / "tool.c").write_text(SOURCE)

    def build(name="tool", **definitions):
        flags = [f"-D{key}={value}" for key, value in definitions.items()]
        passed(subprocess.run(["gcc", "-shared", "-fPIC", f"-I{kit.prefix}/lib/veriload/sdk/abi", *flags,
                               tmp_path / "tool.c", "-o", folder / f"{name}.so"], capture_output=True, text=True))
        return folder

    return build


def test_words_outputs_and_exit_code_go_through(kit, plugins):
    folder = plugins(CODE=4)
    ended = kit.veriload(f"--plugin-dir={folder}", "tool", "a", "--b", "", "c d")
    assert (ended.returncode, ended.stdout, ended.stderr) == (4, "a,--b,,c d,", "told\n")


def test_its_help_is_the_plugins_own_and_the_list_names_it(kit, plugins):
    folder = plugins(CODE=4)
    for word in ("--help", "-h"):
        shown = passed(kit.veriload("--plugin-dir", folder, "tool", word))
        assert (shown.stdout, shown.stderr) == ("usage: veriload tool\n", "")
    # Any later word is the command's.
    assert kit.veriload("--plugin-dir", folder, "tool", "sub", "--help").stdout == "sub,--help,"
    listed = passed(kit.veriload("--plugin-dir", folder, "--help")).stdout
    assert "Commands of plugins:\n  tool               does things\n" in listed
    assert "Commands of plugins" not in passed(kit.veriload("--help")).stdout


def test_it_is_found_in_the_installation(kit, plugins):
    library = kit.plugins / "kit_test_tool.so"
    (plugins() / "tool.so").rename(library)
    try:
        assert passed(kit.veriload("tool", "x")).stdout == "x,"
    finally:
        library.unlink()


@pytest.mark.parametrize("definitions, code, message", [
    ({"STATUS": "VL_E_CONFIG"}, 2, "tool: the stock is empty"),
    ({"STATUS": "VL_PENDING"}, 3, "returned status 1, expected 0 or a negative one"),
    ({"CODE": 7}, 3, "gave exit code 7, expected 0 to 6 or 130"),
    ({"CODE": -1}, 3, "gave exit code -1"),
    ({"INIT_FAILS": 1}, 3, "the licence has run out"),
    ({"HELP": "NULL"}, 2, 'unknown command "tool"'),
], ids=lambda value: str(value)[:40])
def test_what_breaks_the_contract_has_its_exit_code(kit, plugins, definitions, code, message):
    ended = kit.veriload("--plugin-dir", plugins(**definitions), "tool")
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert message in ended.stderr
    assert passed(kit.veriload("--plugin-dir", plugins(**definitions), "--help")).stdout


def test_a_name_that_two_plugins_have_is_refused(kit, plugins):
    plugins("one", ID='"test.one"')
    folder = plugins("two", ID='"test.two"')
    ended = kit.veriload("--plugin-dir", folder, "tool")
    assert ended.returncode == 3
    assert "two.so" in ended.stderr and "one.so" in ended.stderr


def test_a_command_of_the_host_is_the_hosts(kit, plugins):
    folder = plugins(NAME='"validate"')
    assert "--config" in passed(kit.veriload("--plugin-dir", folder, "validate", "--help")).stdout
    assert "Commands of plugins" not in passed(kit.veriload("--plugin-dir", folder, "--help")).stdout


def test_folders_before_a_command_of_the_host_are_handed_on(kit, plugins):
    listed = passed(kit.veriload("--plugin-dir", plugins(), "plugin", "list")).stdout
    assert "test.tool 1.0.0" in listed and "dev.veriload.http" not in listed


def test_a_mistyped_command_is_still_told(kit, plugins):
    ended = kit.veriload("--plugin-dir", plugins(), "validat")
    assert ended.returncode == 2 and 'did you mean "validate"?' in ended.stderr
    missing = kit.veriload("--plugin-dir", "nowhere", "tool")
    assert missing.returncode == 3 and "plugin folder nowhere" in missing.stderr
    assert kit.veriload("--plugin-dir").returncode == 2
