#!/usr/bin/python3
"""Injects faults into the generator and counts how often a run judged itself rightly.

    judgement.py [--trials 100] [--faults calm,cpu_limit,stop,neighbour] [--seconds 3] [--least 0.95]

calm       nothing is done to it                       VALID
cpu_limit  a cgroup allows 5 ms of 100 ms (root)        INVALID, throttled
stop       SIGSTOP for 300 ms somewhere in the run      INVALID, stalls
neighbour  four busy loops on the only core it has      not VALID: run_queue, late_loops or stalls

Ends with 1 when a fault was judged rightly in a smaller share of its trials than --least. `calm` needs a machine
with nothing else to do: leave it out where others work.
"""

import argparse
import collections
import contextlib
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import project as projects  # noqa: E402
import servers  # noqa: E402

SCENARIO = pathlib.Path(__file__).resolve().parent.parent / "e2e" / "scenarios" / "calls.cpp"
CGROUPS = [pathlib.Path("/sys/fs/cgroup/cpu"), pathlib.Path("/sys/fs/cgroup")]


@contextlib.contextmanager
def cpu_limit():
    """A group that may use 5 % of a core. Yields the file that takes the ids of its processes."""
    root = next(folder for folder in CGROUPS if (folder / "cgroup.procs").exists())
    group = root / f"veriload-judgement-{os.getpid()}"
    group.mkdir()
    try:
        if (group / "cpu.cfs_quota_us").exists():
            (group / "cpu.cfs_period_us").write_text("100000")
            (group / "cpu.cfs_quota_us").write_text("5000")
        else:
            (root / "cgroup.subtree_control").write_text("+cpu")
            (group / "cpu.max").write_text("5000 100000")
        yield group / "cgroup.procs", root / "cgroup.procs"
    finally:
        for _ in range(100):  # until its last process is gone
            with contextlib.suppress(OSError):
                group.rmdir()
                break
            time.sleep(0.05)


@contextlib.contextmanager
def neighbours(core, how_many=4):
    spin = "while True: pass"
    running = [subprocess.Popen(["taskset", "-c", str(core), sys.executable, "-c", spin]) for _ in range(how_many)]
    try:
        yield
    finally:
        for one in running:
            one.kill()
            one.wait()


class bench:
    def __init__(self, folder, library, url, seconds):
        self.project = projects.project(folder, folder / "cache", library, "Getter", url)
        self.project.change({"profile.duration_seconds": seconds, "run.users": 4, "run.threads": 1})
        self.seconds = seconds
        self.core = min(os.sched_getaffinity(0))

    def calm(self):
        return self.judged(self.started("Getter"))

    def cpu_limit(self):
        with cpu_limit() as (inside, outside):
            inside.write_text(str(os.getpid()))  # what is started now begins there, as in a container
            try:
                process = self.started("Caller")
            finally:
                outside.write_text(str(os.getpid()))
            return self.judged(process)

    def stop(self):
        process = self.started("Getter")
        time.sleep(random.uniform(0.5, self.seconds - 1))
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(0.3)
        os.kill(process.pid, signal.SIGCONT)
        return self.judged(process)

    def neighbour(self):
        process = self.started("Caller")
        for thread in os.listdir(f"/proc/{process.pid}/task"):
            os.sched_setaffinity(int(thread), {self.core})
        with neighbours(self.core):
            return self.judged(process)

    def started(self, user_class):
        self.project.change({"scenario.user_class": user_class})
        process = self.project.start()
        time.sleep(0.3)  # its threads are there
        return process

    def judged(self, process):
        result = self.project.finish(process)
        if result.code != 0:
            raise SystemExit(result.told)
        validity = result.report["validity"]
        return validity["verdict"], {reason["rule"]: reason["verdict"] for reason in validity["reasons"]}


EXPECTED = {
    "calm": lambda verdict, rules: verdict == "VALID",
    "cpu_limit": lambda verdict, rules: rules.get("throttled") == "INVALID",
    "stop": lambda verdict, rules: rules.get("stalls") == "INVALID",
    "neighbour": lambda verdict, rules: bool(rules.keys() & {"run_queue", "late_loops", "stalls"}),
}


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--trials", type=int, default=100)
    words.add_argument("--faults", default=",".join(EXPECTED))
    words.add_argument("--seconds", type=float, default=3)
    words.add_argument("--least", type=float, default=0.95)
    asked = words.parse_args()
    faults = asked.faults.split(",")
    if unknown := set(faults) - EXPECTED.keys():
        words.error(f"unknown fault {', '.join(unknown)}; there are {', '.join(EXPECTED)}")
    if "cpu_limit" in faults and os.geteuid() != 0:
        words.error("cpu_limit needs root to make a cgroup; leave it out of --faults to try the others")

    enough = True
    with tempfile.TemporaryDirectory() as folder, servers.target("--threads", 1) as target:
        folder = pathlib.Path(folder)
        library = folder / "calls.so"
        subprocess.run([projects.PROGRAM, "build", SCENARIO, "-o", library], check=True, stdout=subprocess.DEVNULL,
                       env=projects.environment(servers.build_folder() / "e2e-cache"))
        trial = bench(folder, library, target.url, asked.seconds)
        for fault in faults:
            right = 0
            seen = collections.Counter()
            for _ in range(asked.trials):
                verdict, rules = getattr(trial, fault)()
                right += EXPECTED[fault](verdict, rules)
                seen[f"{verdict} ({', '.join(sorted(rules)) or 'no reason'})"] += 1
            enough = enough and right >= asked.least * asked.trials
            print(f"{fault}: right in {right} of {asked.trials}; " +
                  "; ".join(f"{times} x {what}" for what, times in seen.most_common()), flush=True)
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
