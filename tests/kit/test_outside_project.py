"""A project outside finds the package, builds a plugin and a scenario with it, and runs them."""

import json
import pathlib
import shutil
import subprocess

import pytest

from conftest import passed

OUTSIDE = pathlib.Path(__file__).resolve().parent / "outside"
COMPILERS = [name for name in ("g++", "clang++-16") if shutil.which(name)]

SETTINGS = {
    "run": {"users": 3, "spawn_rate": 100, "max_duration_seconds": 20, "drain_seconds": 5},
    "data": {"pool_size": 10, "seed": 1},
    "profile": {"type": "soak", "duration_seconds": 1, "tick_seconds": 0.1},
    "safety": {"allowed_hosts": ["127.0.0.1"]},
    "slo": {"global": {"max_error_rate": 0}},
    "reports": {"json": "run.json"},
}


@pytest.fixture(scope="module", params=COMPILERS)
def built(request, kit):
    folder = kit.scratch / f"build-{request.param}"
    passed(kit.configure(OUTSIDE, folder, f"-DCMAKE_CXX_COMPILER={request.param}"))
    kit.build(folder)
    return folder


def test_the_installed_program_runs_both(kit, built, target, tmp_path):
    settings = {**SETTINGS, "run": {**SETTINGS["run"], "base_url": target.url},
                "scenario": {"path": str(built / "scenarios" / "journey.so"), "user_class": "Walker"}}
    (tmp_path / "veriload.yaml").write_text(json.dumps(settings))
    passed(kit.veriload("run", "--plugin-dir", built / "plugins", "--plugin-dir", kit.plugins, cwd=tmp_path))
    report = json.loads((tmp_path / "run.json").read_text())
    assert report["endpoints"]["GET /get"]["total_requests"] >= 3
    assert report["total_failures"] == 0
    greeted = kit.veriload("--plugin-dir", built / "plugins", "greet", "Ada", "Grace")
    assert (greeted.returncode, greeted.stdout) == (0, "hello, Ada\nhello, Grace\n"), greeted.stderr
    nobody = kit.veriload("--plugin-dir", built / "plugins", "greet")
    assert (nobody.returncode, nobody.stderr) == (1, "nobody to greet\n")


def test_the_libraries_export_their_entry_only_and_are_bound_at_once(built):
    for library in (built / "plugins" / "greeting.so", built / "scenarios" / "journey.so"):
        symbols = passed(subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True))
        assert [line.split()[-1] for line in symbols.stdout.splitlines()] == ["veriload_plugin_v1"]
        assert " u " not in symbols.stdout
        dynamic = passed(subprocess.run(["readelf", "-dn", library], capture_output=True, text=True)).stdout
        assert "NOW" in dynamic and "Build ID" in dynamic and "RUNPATH" not in dynamic


def test_every_flag_of_a_plugin_is_there(built):
    compiled = {pathlib.Path(entry["file"]).name: entry["command"]
                for entry in json.loads((built / "compile_commands.json").read_text())}
    for source in ("greeting.cpp", "journey.cpp"):
        words = compiled[source].split()
        assert {"-O2", "-fvisibility=hidden", "-fvisibility-inlines-hidden", "-std=c++20"} <= set(words)
        assert ("-fno-gnu-unique" in words) == ("g++" in built.name and "clang" not in built.name)
    linked = (built / "build.ninja").read_text()
    for flag in ("--version-script=", "-Wl,--exclude-libs,ALL", "-Wl,-z,now", "-Wl,-z,defs"):
        assert linked.count(flag) >= 2, flag


def test_a_missing_symbol_is_found_at_link_time(kit, tmp_path):
    (tmp_path / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(p CXX)\n"
                                             "find_package(VeriLoad 0.1 REQUIRED)\n"
                                             "veriload_add_plugin(p SOURCES p.cpp)\n")
    (tmp_path / "p.cpp").write_text("int nowhere();\nint f() { return nowhere(); }\n")
    passed(kit.configure(tmp_path, tmp_path / "build"))
    with pytest.raises(AssertionError, match="nowhere"):
        kit.build(tmp_path / "build")


@pytest.mark.parametrize("wanted, found", [("", True), ("0.1", True), ("0.1.0", True), ("0.1.9", False),
                                           ("0.2", False), ("1.0", False)])
def test_the_version_is_the_same_minor_one(kit, tmp_path, wanted, found):
    (tmp_path / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(p LANGUAGES NONE)\n"
                                             f"find_package(VeriLoad {wanted} REQUIRED)\n")
    configured = kit.configure(tmp_path, tmp_path / "build")
    assert (configured.returncode == 0) == found, configured.stdout + configured.stderr


def test_only_the_sdk_and_the_program_are_named(kit):
    """No path of the machine it was built on, and no other library to look for."""
    package = kit.prefix / "lib" / "cmake" / "VeriLoad"
    texts = "".join(file.read_text() for file in package.iterdir())
    assert "find_dependency" not in texts and str(pathlib.Path(__file__).parents[2]) not in texts


def test_the_installed_program_finds_its_own_plugins(kit):
    listed = passed(kit.veriload("plugin", "list")).stdout
    assert "dev.veriload.http" in listed and str(kit.plugins) in listed
