"""What the tests of a file share: servers, compiled scenarios, and a fresh project for each test."""

import os
import pathlib
import subprocess

import pytest

import project as projects
import servers
from counted_target import counted_target

HERE = pathlib.Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def target():
    with servers.target("--threads", 2) as started:
        yield counted_target(started)


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def prepared_cache():
    """A cache that outlives the session. `veriload build` keeps nothing there but the SDK as it prepared it."""
    return servers.build_folder() / "e2e-cache"


@pytest.fixture(scope="session")
def library(tmp_path_factory, prepared_cache):
    """library("calls"): the library of scenarios/calls.cpp, compiled once."""
    folder = tmp_path_factory.mktemp("scenarios")
    known = {}

    def build(name):
        if name not in known:
            known[name] = folder / f"{name}.so"
            done = subprocess.run([projects.PROGRAM, "build", HERE / "scenarios" / f"{name}.cpp", "-o", known[name]],
                                  env=projects.environment(prepared_cache), capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, done.stdout + done.stderr
        return known[name]

    return build


@pytest.fixture
def project(tmp_path, cache, library, target):
    """Users of calls.cpp against the target; `reports.json` is run.json beside the configuration."""
    folder = tmp_path / "project"
    folder.mkdir()
    return projects.project(folder, cache, library("calls"), "Getter", target.url)


@pytest.fixture(scope="session", autouse=True)
def no_proxies():
    for name in [n for n in os.environ if n.lower().endswith("_proxy")]:
        del os.environ[name]
