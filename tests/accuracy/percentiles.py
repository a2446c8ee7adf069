#!/usr/bin/python3
"""Holds the percentiles of a run against a server that knows how long each answer took.

    percentiles.py [--seconds 20] [--rate 1000] [--within 0.01] [--others]

The server answers by a known distribution and freezes twice, for half a second. An open plan has to see what the server
knows, from p50 to p99.9, within --within; what is sent while the server is frozen counts from its planned instant. A
closed plan waits with it and sees less of the freezes: its report has to say that it is closed.

--others runs the same freezes with wrk and Locust, where they are installed, and prints their answers beside ours.
Ends with 1 when a percentile is off.
"""

import argparse
import contextlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import project as projects  # noqa: E402
import servers  # noqa: E402

SCENARIO = pathlib.Path(__file__).resolve().parent.parent / "e2e" / "scenarios" / "calls.cpp"
SERVER = servers.build_folder() / "bin" / "truth_server"
PERCENTILES = ["p50", "p75", "p90", "p95", "p99", "p99.5", "p99.9"]
LOCUSTFILE = """
from locust import FastHttpUser, constant, task

class Caller(FastHttpUser):
    wait_time = constant(0)

    @task
    def get(self):
        self.client.get("/get")
"""


@contextlib.contextmanager
def truth_server(freezes):
    """Yields its URL; `freezes` are pairs of start and length, in seconds since the first request."""
    words = [word for start, length in freezes for word in ("--freeze", f"{start},{length}")]
    process = subprocess.Popen([SERVER, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(10)


def truth_of(url):
    with urllib.request.urlopen(f"{url}/truth", timeout=10) as answer:
        return json.load(answer)


def run(url, folder, changes):
    """The figures that a run reports: by the observed values of rules that cannot be broken."""
    project = projects.project(folder, pathlib.Path(folder) / "cache", SCENARIO, "Leaver", url)
    done = project.run({"slo": {"rules": [f"{name}(response) < 1000s" for name in PERCENTILES]},
                        "run.max_duration_seconds": 300, "data.pool_size": 100000, **changes}, "--workers", "1")
    if done.code not in (0, 5):
        sys.exit(f"the run did not work: {done.told}")
    report = done.report
    seen = {name: rule["observed"] for name, rule in zip(PERCENTILES, report["slo"]["rules"])}
    return report, {"count": report["total_requests"], **seen}


def line(name, figures, truth=None):
    cells = []
    for percentile in PERCENTILES:
        if percentile not in figures:
            cells.append(f"{'':>16}")
            continue
        off = f" {100 * (figures[percentile] / truth[percentile] - 1):+6.2f} %" if truth else " " * 9
        cells.append(f"{figures[percentile]:8.1f}{off}")
    return f"{name:<22}{figures.get('count', 0):>8} " + " ".join(cells)


def wrk(url, seconds):
    """Percentiles of wrk in milliseconds; it keeps 20 connections busy, as the closed run does."""
    script = 'done = function(summary, latency, requests) for _, p in ipairs({50, 75, 90, 95, 99, 99.5, 99.9}) do ' \
             'print(string.format("p%g %f", p, latency:percentile(p) / 1000)) end print("count " .. summary.requests) end'
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        out = subprocess.run(["wrk", "-t1", "-c20", f"-d{seconds}s", "--latency", "-s", file.name, f"{url}/get"],
                             capture_output=True, text=True, timeout=seconds + 30, check=True).stdout
    found = dict(re.findall(r"^(p[\d.]+|count) ([\d.]+)$", out, re.MULTILINE))
    return {name: float(value) if name != "count" else int(float(value)) for name, value in found.items()}


def locust(url, seconds, folder):
    program = shutil.which("locust") or next(iter(map(str, servers.build_folder().parent.glob("*venv/bin/locust"))), None)
    if program is None:
        return None
    (pathlib.Path(folder) / "locustfile.py").write_text(LOCUSTFILE)
    subprocess.run([program, "--headless", "-u", "20", "-r", "1000", "-t", f"{seconds}s", "-H", url, "--csv", "seen"],
                   cwd=folder, capture_output=True, timeout=seconds + 60, check=False)
    head, *rows = (pathlib.Path(folder) / "seen_stats.csv").read_text().splitlines()
    values = dict(zip(head.split(","), rows[-1].split(",")))
    columns = {"p50": "50%", "p75": "75%", "p90": "90%", "p95": "95%", "p99": "99%", "p99.9": "99.9%"}
    return {"count": int(values["Request Count"]), **{name: float(values[column]) for name, column in columns.items()}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--within", type=float, default=0.01)
    parser.add_argument("--others", action="store_true")
    options = parser.parse_args()
    freezes = [(options.seconds * 0.25, 0.5), (options.seconds * 0.75, 0.5)]
    wrong = []
    print(f"{'milliseconds':<22}{'requests':>8} " + " ".join(f"{name:>17}" for name in PERCENTILES))

    # Users that stay keep their connections: what a connection costs is in no server's truth.
    stays = {"profile.each": "iteration", "scenario.user_class": "Caller"}
    plans = {
        "open, constant": {"profile.type": "arrival", "profile.rate": options.rate,
                           "profile.duration_seconds": options.seconds, "run.users": 4000, **stays},
        "open, poisson": {"profile.type": "arrival", "profile.rate": options.rate, "profile.distribution": "poisson",
                          "profile.duration_seconds": options.seconds, "run.users": 4000, **stays},
        "closed, 20 users": {"profile.type": "soak", "profile.duration_seconds": options.seconds, "run.users": 20,
                             "scenario.user_class": "Caller"},
    }
    open_truth = None
    for name, changes in plans.items():
        with truth_server(freezes) as url, tempfile.TemporaryDirectory() as folder:
            report, seen = run(url, folder, changes)
            truth = truth_of(url)
        print(line(f"{name}: truth", truth))
        print(line("  veriload", seen, truth))
        if name.startswith("open"):
            open_truth = open_truth or truth
            for percentile in PERCENTILES:
                if abs(seen[percentile] / truth[percentile] - 1) > options.within:
                    wrong.append(f"{name}: {percentile} is {seen[percentile]} ms, the server took {truth[percentile]} ms")
            if report["run"]["load_model"] == "closed":
                wrong.append(f"{name}: says that it is closed")
        elif report["run"]["load_model"] != "closed" or not report["definitions"]["load_model"].startswith("closed"):
            wrong.append(f"{name}: does not say that it is closed")
        elif seen["p99.9"] > 0 and truth["count"] != seen["count"]:
            wrong.append(f"{name}: {seen['count']} requests are reported, the server answered {truth['count']}")

    if options.others:
        print(line("what an open plan saw", open_truth))
        with truth_server(freezes) as url:
            print(line("  wrk, 20 connections", wrk(url, options.seconds), open_truth))
        with truth_server(freezes) as url, tempfile.TemporaryDirectory() as folder:
            seen = locust(url, options.seconds, folder)
            print(line("  locust, 20 users", seen, open_truth) if seen else "locust is not installed")
    for one in wrong:
        print("wrong:", one)
    print(f"{'wrong' if wrong else 'right'}: every percentile of the open plans within {100 * options.within:g} %")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
