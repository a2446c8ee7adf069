"""The counted figures of the built product, each the difference of two runs. They hardly depend on how busy the
machine is."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import time

import servers

HERE = pathlib.Path(__file__).resolve().parent
BODY = "x" * 199 + r"\n"
# Another head for each answer below /varied, as many services send one.
VARIED = 'map $uri $answer_id { default ""; ~^/varied $request_id; } add_header X-Request-Id $answer_id;'
RUN_SECONDS = 120  # a run that is still there then hangs
USERS = 50
INTERRUPTED = 130  # how a run ends that its scenario interrupts


class count_error(RuntimeError):
    """A run did not do what was to be counted; the text says which and what it said."""


class bench:
    """A folder with the scenario, built, and a server to run it on."""

    def __init__(self, build, folder, url):
        self.build = pathlib.Path(build)
        self.folder = pathlib.Path(folder)
        self.url = url
        self.program = self.build / "bin" / "veriload"
        self.calls = None  # per request, once they were counted
        self.compile_seconds = self._compile()

    def _compile(self):
        """CPU seconds of `veriload build`, which compiles with -O2; the better of two."""
        shutil.copy(HERE / "scenarios" / "counted.cpp", self.folder)
        best = None
        for _ in range(2):
            before = os.times()
            # Always the same compiler: the figures of two machines are to be compared.
            self._run([self.program, "build", "counted.cpp", "-o", "counted.so"], 0, CXX="g++")
            after = os.times()
            spent = (after.children_user + after.children_system) - (before.children_user + before.children_system)
            best = spent if best is None else min(best, spent)
        return best

    def _run(self, words, code, **variables):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("VERILOAD_")}
        done = subprocess.run(list(map(str, words)), cwd=self.folder, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=RUN_SECONDS,
                              env={**kept, "XDG_CACHE_HOME": str(self.folder / "cache"), **variables})
        if done.returncode != code:
            raise count_error(f"{' '.join(map(str, words))}: exit code {done.returncode}, expected {code}\n"
                              f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done

    def run(self, user_class, users, requests=0, wrapped_in=(), changes=None, **variables):
        """One run of the scenario until it ends by itself; returns the number of requests that were answered."""
        report = self.folder / "run.json"
        report.unlink(missing_ok=True)
        settings = {
            "scenario": {"path": "counted.so", "user_class": user_class},
            # A tick that never comes: users that stop are not replaced, the scenario ends the run.
            "run": {"base_url": self.url, "users": users, "spawn_rate": 1000000, "max_duration_seconds": 3600,
                    "drain_seconds": 0.1},
            "profile": {"type": "soak", "duration_seconds": 3600, "tick_seconds": 3600},
            "data": {"pool_size": 1000, "seed": 1},
            "safety": {"allowed_hosts": ["127.0.0.1"]},
            "reports": {"json": "run.json"},
        }
        for section, keys in (changes or {}).items():
            settings[section].update(keys)
        (self.folder / "veriload.yaml").write_text(json.dumps(settings))
        self._run([*wrapped_in, self.program, "run", "--workers", "1", "--quiet"], INTERRUPTED,
                  BENCH_USERS=str(users), BENCH_REQUESTS=str(requests), **variables)
        told = json.loads(report.read_text())
        if told["total_failures"]:
            raise count_error(f"{told['total_failures']} of {told['total_requests']} requests failed: {told['errors']}")
        return told["total_requests"]


def instructions(on):
    """User-mode instructions per request of the thread that runs the users; and of all threads together, where the
    work that is done once a second is in. A head that is like the last one is not parsed again: the third figure is
    that of a server which varies its head with every answer."""
    alike, together = _instructions(on, on.url + "/")
    varied, _ = _instructions(on, on.url + "/varied")
    return {"instructions": alike, "instructions_of_all_threads": together, "instructions_varied_head": varied}


def _instructions(on, url):
    counts = {}
    for requests in (40, 240):
        out = on.folder / f"callgrind.{requests}"
        done = on.run("Getter", USERS, requests, changes={"run": {"base_url": url}}, wrapped_in=[
            "valgrind", "--tool=callgrind", "--separate-threads=yes", f"--callgrind-out-file={out}"])
        threads = {}
        for file in on.folder.glob(f"{out.name}-*"):
            threads[file.name.rsplit("-", 1)[1]] = int(re.search(r"^totals: (\d+)", file.read_text(), re.M)[1])
            file.unlink()
        counts[requests] = done, threads
    (few, low), (many, high) = counts[40], counts[240]
    grown = {thread: total - low.get(thread, 0) for thread, total in high.items()}
    return max(grown.values()) / (many - few), sum(grown.values()) / (many - few)


def allocations(on):
    return {"allocations": _calls(on)["allocations"]}


def syscalls(on):
    each = _calls(on)
    return {"syscalls": each["transfers"] + each["controls"], "waits": each["waits"]}


def _calls(on):
    """What the loop thread asks of the heap and of the kernel, per request."""
    if on.calls is None:
        counts = []
        for requests in (40, 840):
            file = on.folder / "calls.txt"
            done = on.run("Getter", USERS, requests, LD_PRELOAD=str(on.build / "lib" / "count_calls.so"),
                          COUNT_CALLS_FILE=str(file))
            counts.append((done, dict(line.split() for line in file.read_text().splitlines())))
        (few, low), (many, high) = counts
        on.calls = {kind: (int(high[kind]) - int(low[kind])) / (many - few) for kind in high}
    return on.calls


def memory(on):
    """Bytes of anonymous memory for each user more."""
    # Not all in the same instant: the pools would be filled for as many requests at once.
    one_after_the_other = {"run": {"spawn_rate": 5000}, "profile": {"tick_seconds": 0.01}}

    def per_user(user_class, few, many):
        file = on.folder / "memory.txt"
        held = []
        for users in (few, many):
            file.unlink(missing_ok=True)
            on.run(user_class, users, BENCH_FILE=str(file), changes=one_after_the_other)
            held.append(int(file.read_text().split()[0]) * 1024)
        return (held[1] - held[0]) / (many - few)
    return {"idle_user_bytes": per_user("Sleeper", 1000, 10000),
            "http_user_bytes": per_user("Connected", 500, 5000)}


def times(on):
    """Seconds that people wait for: the compiler (CPU), and a first look at the program (wall clock)."""
    best = None
    for _ in range(5):
        before = time.monotonic()
        subprocess.run([on.program, "--help"], stdout=subprocess.DEVNULL, check=True)
        spent = time.monotonic() - before
        best = spent if best is None else min(best, spent)
    return {"compile_seconds": on.compile_seconds, "help_seconds": best}


MEASURES = {"instructions": instructions, "allocations": allocations, "syscalls": syscalls, "memory": memory,
            "times": times}


def server():
    """nginx on a processor of its own, when there are two."""
    processors = sorted(os.sched_getaffinity(0))
    return servers.nginx(body=BODY, connections=16384, cpu=processors[-1] if len(processors) > 1 else None,
                         more=VARIED)
