"""An installation that was moved after it was made, and how to use it as a team outside does."""

import functools
import os
import pathlib
import shutil
import subprocess

import pytest

import servers


class installation:
    """The product below `prefix`."""

    def __init__(self, prefix, scratch):
        self.prefix = pathlib.Path(prefix)
        self.program = self.prefix / "bin" / "veriload"
        self.plugins = self.prefix / "lib" / "veriload" / "plugins"
        self.scratch = pathlib.Path(scratch)

    def environment(self, **more):
        """Nothing of this machine's settings, and a cache of its own."""
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("VERILOAD_", "CMAKE_")) and name not in ("CXX", "CC", "CXXFLAGS", "LDFLAGS")
                and not name.lower().endswith("_proxy")}
        # With paths from here on the compiler's cache knows the sources again in the next run's folders.
        cached = {"CCACHE_BASEDIR": str(self.scratch.parent), "CCACHE_NOHASHDIR": "1", **cache_folder()}
        return {**kept, **cached, "XDG_CACHE_HOME": str(self.scratch / "cache"), **more}

    def veriload(self, *words, cwd=None):
        """The finished process, whatever it ended with."""
        return called([self.program, *words], cwd or self.scratch, self.environment())

    def configure(self, source, build, *options):
        return called(["cmake", "-S", source, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                       "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", *launcher(), *options],
                      self.scratch, self.environment())

    def build(self, build):
        return passed(called(["cmake", "--build", build], self.scratch, self.environment()))


@functools.cache
def cache_folder():
    """The compiler cache of whoever runs the tests, which XDG_CACHE_HOME would hide."""
    if not shutil.which("ccache"):
        return {}
    asked = subprocess.run(["ccache", "-k", "cache_dir"], capture_output=True, text=True)
    return {"CCACHE_DIR": asked.stdout.strip()} if asked.returncode == 0 else {}


def launcher():
    """Repeated test runs compile the same sources."""
    return ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []


def called(words, cwd, environment):
    return subprocess.run([str(word) for word in words], cwd=cwd, env=environment, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=600)


def passed(process):
    assert process.returncode == 0, process.stdout + process.stderr
    return process


@pytest.fixture(scope="session")
def kit(tmp_path_factory):
    first = tmp_path_factory.mktemp("first") / "veriload"
    passed(called(["cmake", "--install", servers.build_folder(), "--prefix", first], first.parent, dict(os.environ)))
    # Another place, and a name that breaks what is not quoted.
    moved = tmp_path_factory.mktemp("moved") / "veriload 0.1"
    shutil.move(first, moved)
    return installation(moved, tmp_path_factory.mktemp("scratch"))


@pytest.fixture(scope="session")
def target():
    with servers.target("--threads", 1) as started:
        yield started
