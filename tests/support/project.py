"""Runs the built `veriload` in a folder of its own, as a person would, and hands back what came out of it."""

import copy
import dataclasses
import json
import os
import pathlib
import subprocess

import servers

PROGRAM = pathlib.Path(os.environ.get("VERILOAD_BIN", servers.build_folder() / "bin" / "veriload"))
RUN_SECONDS = 90  # a run that is still there then hangs

# A small quick run; tests change single keys of it.
SETTINGS = {
    "run": {"users": 4, "spawn_rate": 1000, "max_duration_seconds": 60, "drain_seconds": 5},
    "data": {"pool_size": 100, "seed": 42},
    "profile": {"type": "soak", "duration_seconds": 1, "tick_seconds": 0.1},
    "safety": {"allowed_hosts": ["127.0.0.1"]},
    "reports": {"json": "run.json"},
}
ONE_PASS = {"profile.tick_seconds": 0}


@dataclasses.dataclass(frozen=True)
class outcome:
    code: int
    out: str
    err: str
    folder: pathlib.Path

    @property
    def report(self):
        return json.loads((self.folder / "run.json").read_text())

    @property
    def told(self):
        """Everything that was said, for messages of failed tests."""
        return f"exit code {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


def environment(cache, **more):
    """This process's own, without what would override a configuration or choose another compiler."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("VERILOAD_") and k not in ("CXX", "NO_COLOR")}
    return {**kept, "XDG_CACHE_HOME": str(cache), **more}


def veriload(folder, cache, *words, wrapped_in=(), **variables):
    """Runs the program in `folder` until it ends."""
    done = subprocess.run([*wrapped_in, PROGRAM, *words], cwd=folder, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=RUN_SECONDS, env=environment(cache, **variables))
    return outcome(done.returncode, done.stdout, done.stderr, pathlib.Path(folder))


class project:
    """A folder with a veriload.yaml. `scenario` is what scenario.path names."""

    def __init__(self, folder, cache, scenario, user_class, base_url):
        self.folder = pathlib.Path(folder)
        self.cache = pathlib.Path(cache)
        self.settings = copy.deepcopy(SETTINGS)
        self.change({"scenario.path": str(scenario), "scenario.user_class": user_class, "run.base_url": base_url})

    def change(self, changes):
        """Sets keys by their dotted path; None as a value takes the key away. Without a change the file stays."""
        if not changes:
            return self
        for path, value in changes.items():
            *sections, name = path.split(".")
            at = self.settings
            for section in sections:
                at = at.setdefault(section, {})
            if value is None:
                at.pop(name, None)
            else:
                at[name] = value
        # JSON is YAML.
        self.config.write_text(json.dumps(self.settings, indent=2))
        return self

    @property
    def config(self):
        return self.folder / "veriload.yaml"

    def write(self, text):
        self.config.write_text(text)
        return self

    def veriload(self, *words, **how):
        return veriload(self.folder, self.cache, *words, **how)

    def run(self, changes=None, *words, **variables):
        self.change(changes or {})
        return self.veriload("run", *words, **variables)

    def validate(self, changes=None, *words, **variables):
        self.change(changes or {})
        return self.veriload("validate", *words, **variables)

    def start(self, changes=None, *words, **variables):
        """A run in the background: a Popen whose output is text. End it with `finish`."""
        self.change(changes or {})
        return subprocess.Popen([PROGRAM, "run", *words], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=environment(self.cache, **variables))

    def finish(self, process, seconds=RUN_SECONDS):
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise AssertionError(f"still running after {seconds} s\n{out}\n{err}") from None
        return outcome(process.returncode, out, err, self.folder)


def passed(result):
    """`result`, which must have ended with 0; what it said is in the failure otherwise."""
    return ended_with(0, result)


def ended_with(code, result):
    assert result.code == code, result.told
    return result
