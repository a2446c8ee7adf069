"""Every kind of `veriload plugin new` builds, passes its own tests, and is a plugin of the host."""

import pytest

from conftest import called, passed

KINDS = ("protocol", "fixture", "importer", "reporter", "scenario", "command")
NAME = {kind: f"my-{kind}" for kind in KINDS}


@pytest.fixture(scope="module")
def built(kit, target):
    """All kinds in one build."""
    folder = kit.scratch / "all"
    folder.mkdir()
    for kind in KINDS:
        passed(kit.veriload("plugin", "new", NAME[kind], "--kind", kind, cwd=folder))
    parts = "".join(f"add_subdirectory({NAME[kind]})\n" for kind in KINDS)
    (folder / "CMakeLists.txt").write_text(
        f"cmake_minimum_required(VERSION 3.25)\nproject(all LANGUAGES CXX)\nenable_testing()\n{parts}")
    passed(kit.configure(folder, folder / "build", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS=-Werror",
                         "-DCMAKE_CXX_FLAGS_DEBUG=-O0", f"-Dmy_scenario_URL={target.url}"))
    kit.build(folder / "build")
    return folder / "build"


def test_their_own_tests_pass(kit, built):
    done = passed(called(["ctest", "--test-dir", built, "--output-on-failure", "-j2"], built, kit.environment()))
    for kind in KINDS:
        assert f"{NAME[kind]}." in done.stdout, f"no test of {kind}\n{done.stdout}"


def test_the_host_lists_them(kit, built):
    listed = passed(kit.veriload("plugin", "list", "--plugin-dir", built / "plugins")).stdout
    for kind in KINDS:
        if kind != "scenario":
            assert f"example.{NAME[kind]} 0.1.0" in listed
            assert f"veriload.{kind}/1" in listed
    assert "scenario.my-scenario" in passed(
        kit.veriload("plugin", "list", "--plugin-dir", built / "scenarios")).stdout


def test_they_keep_every_rule_of_the_interface(kit, built):
    libraries = sorted((built / "plugins").glob("*.so")) + [built / "scenarios" / "my-scenario.so"]
    assert len(libraries) == len(KINDS)
    passed(kit.veriload("plugin", "check", *libraries, "--together"))


def test_what_they_bring_shows_in_the_host(kit, built):
    assert "| `my-protocol.port` |" in passed(
        kit.veriload("config", "reference", "--plugin-dir", built / "plugins")).stdout
    assert "my-command " in passed(kit.veriload("--plugin-dir", built / "plugins", "--help")).stdout


def test_no_placeholder_is_left(built):
    for kind in KINDS:
        for file in (built.parent / NAME[kind]).rglob("*"):
            if file.is_file():
                assert "NEWNAME" not in file.read_text() and "NEWIDENT" not in file.read_text(), file
