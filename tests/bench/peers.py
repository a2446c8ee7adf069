"""The load generators of the comparison: how each is had, started and read."""

import collections
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import servers

BUILD = servers.ROOT / "build"
GO_PROGRAMS = BUILD / "bench_go"
LOCUST = BUILD / "bench_venv"
PACKAGES = {"wrk": "wrk", "h2load": "nghttp2-client", "hey": "hey", "ab": "apache2-utils"}
MODULES = {"vegeta": "github.com/tsenart/vegeta/v12@v12.12.0", "bombardier": "github.com/codesenberg/bombardier@v1.2.6"}
LOCUST_PIN = "locust==2.43.0"
CLIENT_CPU = "0"

# command(program, url, connections, seconds, folder) -> words; read(output, folder) -> (requests, failed)
Tool = collections.namedtuple("Tool", "name program most_connections command read")


def _number(pattern, text):
    found = re.search(pattern, text)
    if not found:
        raise RuntimeError(f"no '{pattern}' in:\n{text[-2000:]}")
    return int(found.group(1).replace(",", ""))


def _optional(pattern, text):
    found = re.search(pattern, text)
    return int(found.group(1)) if found else 0


def _wrk(program, url, connections, seconds, _):
    return [program, "-t1", f"-c{connections}", f"-d{seconds}s", url + "/"]


def _read_wrk(output, _):
    return _number(r"(\d+) requests in", output), _optional(r"Non-2xx or 3xx responses: (\d+)", output)


def _h2load(program, url, connections, seconds, _):
    return [program, "--h1", "-t1", f"-c{connections}", f"-D{seconds}", url + "/"]


def _read_h2load(output, _):
    return _number(r"(\d+) succeeded", output), _number(r"(\d+) failed", output)


def _hey(program, url, connections, seconds, _):
    return [program, "-cpus", "1", "-z", f"{seconds}s", "-c", str(connections), url + "/"]


def _read_hey(output, _):
    answers = re.findall(r"\[(\d+)\]\s+(\d+) responses", output)
    good = sum(int(count) for code, count in answers if code == "200")
    return good, sum(int(count) for code, count in answers if code != "200")


def _ab(program, url, connections, seconds, _):
    return [program, "-k", "-q", "-r", "-c", str(connections), "-t", str(seconds), "-n", "100000000", url + "/"]


def _read_ab(output, _):
    return _number(r"Complete requests:\s+(\d+)", output), _number(r"Failed requests:\s+(\d+)", output)


def _bombardier(program, url, connections, seconds, _):
    return [program, "-c", str(connections), "-d", f"{seconds}s", "-o", "json", "-p", "r", url + "/"]


def _read_bombardier(output, _):
    result = json.loads(output)["result"]
    return result["req2xx"], result["req4xx"] + result["req5xx"] + result["others"]


def _vegeta(program, url, connections, seconds, folder):
    return ["sh", "-c", f"echo 'GET {url}/' | '{program}' attack -rate=0 -max-workers={connections} "
            f"-workers={connections} -max-connections={connections} -duration={seconds}s -output={folder}/vegeta.bin"]


def _read_vegeta(_, folder):
    # The report is not counted: an attack alone is what the others do.
    report = subprocess.run([_go("vegeta"), "report", "-type=json", folder / "vegeta.bin"], capture_output=True,
                            check=True, text=True).stdout
    codes = json.loads(report)["status_codes"]
    return codes.get("200", 0), sum(count for code, count in codes.items() if code != "200")


def _locust(program, url, connections, seconds, folder):
    script = folder / "locustfile.py"
    script.write_text("from locust import FastHttpUser, constant, task\n\n\nclass Client(FastHttpUser):\n"
                      "    wait_time = constant(0)\n\n    @task\n    def hit(self):\n        self.client.get('/')\n")
    return [program, "-f", script, "--headless", "-u", str(connections), "-r", str(connections), "-t", f"{seconds}s",
            "--host", url, "--only-summary", "--json"]


def _read_locust(output, _):
    rows = json.loads(output)
    failed = sum(row["num_failures"] for row in rows)
    return sum(row["num_requests"] for row in rows) - failed, failed


SCENARIO = """#include <veriload/scenario.hpp>

class client : public veriload::user {
 public:
  veriload::task<> hit() {
    auto answer = co_await http().get("/").name("GET /");
    check(answer.status() == 200, "status is 200");
  }
};
VERILOAD_SCENARIO(s) { s.user<client>("Client").task("hit", &client::hit, 1); }
"""


def _veriload(program, url, connections, seconds, folder):
    library = folder / "scenario.so"
    if not library.exists():
        (folder / "scenario.cpp").write_text(SCENARIO)
        subprocess.run([program, "build", folder / "scenario.cpp", "-o", library], check=True, capture_output=True)
    settings = {
        "scenario": {"path": str(library), "user_class": "Client"},
        "run": {"base_url": url, "users": connections, "spawn_rate": 1000000, "max_duration_seconds": seconds + 30},
        "data": {"pool_size": connections, "seed": 1},
        "profile": {"type": "soak", "duration_seconds": seconds, "tick_seconds": 1},
        "safety": {"allowed_hosts": ["127.0.0.1"]},
        "reports": {"json": str(folder / "veriload.json")},
    }
    (folder / "veriload.yaml").write_text(json.dumps(settings))
    return [program, "run", "--quiet", "--workers", "1", "--config", folder / "veriload.yaml"]


def _read_veriload(_, folder):
    report = json.loads((folder / "veriload.json").read_text())
    failed = report["total_failures"]
    return report["total_requests"] - failed, failed


def _packaged(name):
    return lambda: shutil.which(name)


def _go(name):
    return shutil.which(name) or shutil.which(str(GO_PROGRAMS / name))


TOOLS = {tool.name: tool for tool in (
    Tool("veriload", lambda: str(servers.build_folder() / "bin" / "veriload"), 15000, _veriload, _read_veriload),
    Tool("wrk", _packaged("wrk"), 15000, _wrk, _read_wrk),
    Tool("h2load", _packaged("h2load"), 15000, _h2load, _read_h2load),
    Tool("ab", _packaged("ab"), 1000, _ab, _read_ab),
    Tool("hey", _packaged("hey"), 10000, _hey, _read_hey),
    Tool("bombardier", lambda: _go("bombardier"), 10000, _bombardier, _read_bombardier),
    Tool("vegeta", lambda: _go("vegeta"), 1000, _vegeta, _read_vegeta),
    Tool("locust", lambda: shutil.which(str(LOCUST / "bin" / "locust")), 100, _locust, _read_locust),
)}


def available(names, install):
    """The tools of `names` that are there, after trying to get the missing ones. What cannot be had is said."""
    if install:
        _install([name for name in names if TOOLS[name].program() is None])
    for name in names:
        if TOOLS[name].program() is None:
            print(f"compare.py: left out, not installed: {name}", file=sys.stderr)
    return [TOOLS[name] for name in names if TOOLS[name].program() is not None]


def _install(missing):
    packages = [PACKAGES[name] for name in missing if name in PACKAGES]
    if packages:
        _attempt(["apt-get", "install", "-y", "-qq", *packages])
    for name in missing:
        if name in MODULES:
            _attempt(["go", "install", MODULES[name]], GOBIN=str(GO_PROGRAMS), GOFLAGS="-modcacherw")
    if "locust" in missing:
        _attempt([sys.executable, "-m", "venv", str(LOCUST)])
        _attempt([str(LOCUST / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", LOCUST_PIN])


def _attempt(command, **variables):
    print(f"compare.py: {' '.join(command)}", file=sys.stderr)
    try:
        done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True)
        if done.returncode != 0:
            print(f"compare.py: that failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
    except OSError as error:
        print(f"compare.py: that failed: {error}", file=sys.stderr)


def _watch(session, ended, deadline):
    """Watches the processes of a session in the background; the returned function gives the peak of their memory in
    kB. Not from rusage: there a child starts with the peak of the Python that forked it."""
    peaks = {}

    def look():
        while not ended.wait(0.1):
            if time.monotonic() > deadline:
                os.killpg(session, signal.SIGKILL)
            for folder in pathlib.Path("/proc").glob("[0-9]*"):
                try:
                    if os.getsid(int(folder.name)) == session:
                        peaks[folder.name] = _number(r"VmHWM:\s+(\d+)", (folder / "status").read_text())
                except (OSError, RuntimeError):
                    continue  # it ended in the meantime

    thread = threading.Thread(target=look)
    thread.start()

    def peak():
        thread.join()
        return sum(peaks.values())

    return peak


def run(tool, url, connections, seconds, folder):
    """One run on the client's processor: CPU of the whole process tree, requests that were answered with 200."""
    words = [str(word) for word in tool.command(tool.program(), url, connections, seconds, folder)]
    with open(folder / "out.txt", "w+") as output, open(folder / "err.txt", "w+") as errors:
        process = subprocess.Popen(["taskset", "--cpu-list", CLIENT_CPU, *words], stdout=output, stderr=errors,
                                   stdin=subprocess.DEVNULL, cwd=folder, start_new_session=True)
        ended = threading.Event()
        watch = _watch(process.pid, ended, time.monotonic() + seconds * 4 + 60)
        _, status, used = os.wait4(process.pid, 0)  # with what its own children used
        ended.set()
        memory_kb = watch()
    said = (folder / "out.txt").read_text()
    try:
        requests, failed = tool.read(said, folder)
        if requests == 0:
            raise RuntimeError("no request was answered")
    except (RuntimeError, OSError, ValueError, KeyError) as error:
        raise RuntimeError(f"{tool.name} ended with {os.waitstatus_to_exitcode(status)}: {error}\n{said}\n"
                           f"{(folder / 'err.txt').read_text()}") from error
    return {"cpu_us": (used.ru_utime + used.ru_stime) * 1e6 / requests, "rate": requests / seconds, "failed": failed,
            "memory_mb": memory_kb / 1024}
