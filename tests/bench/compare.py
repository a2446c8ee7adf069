#!/usr/bin/env python3
"""Compares veriload with other load generators on one nginx, in paired runs, and prints the table.

  tests/bench/compare.py [--build DIR] [--rounds N] [--seconds S] [--connections 50,1000,10000]
                         [--tools wrk,h2load,...] [--no-install] [--markdown FILE] [--svg FILE] [--json FILE]

  --build DIR       the build to measure (build/release)
  --rounds N        rounds; in each every tool runs once, and its figures are divided by those of wrk of that round (5)
  --seconds S       length of a run (4)
  --connections L   numbers of open connections (50,1000,10000)
  --tools L         of: veriload, wrk, h2load, ab, hey, bombardier, vegeta, locust (all that can be had)
  --no-install      use what is there: no package, no Go program, no Python environment is installed

nginx has one processor, the client another. CPU time is that of the whole client process, with its start; veriload
runs with one worker, personas, one check per request and all its histograms. Nothing but loopback is contacted.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

import chart  # noqa: E402
import peers  # noqa: E402
import servers  # noqa: E402

BODY = "x" * 199 + r"\n"
REFERENCE = "wrk"
MANY = 1000  # from here on only tools that are known to hold so many connections with one thread


def main(arguments):
    options = parsed(arguments)
    os.environ["VERILOAD_BUILD_DIR"] = str(options.build.resolve())
    tools = peers.available(options.tools, install=not options.no_install)
    if REFERENCE not in [tool.name for tool in tools]:
        print("compare.py: wrk is the reference and is missing: apt-get install wrk", file=sys.stderr)
        return 1
    if len(os.sched_getaffinity(0)) < 2:
        print("compare.py: needs two processors, one for the server and one for the client", file=sys.stderr)
        return 1
    figures = {}
    with tempfile.TemporaryDirectory(prefix="veriload-bench-") as folder, \
            servers.nginx(body=BODY, connections=16384, cpu=1) as server:
        for connections in options.connections:
            figures[connections] = measured(tools, server.url, connections, options, pathlib.Path(folder))
    table = {connections: summary(rounds) for connections, rounds in figures.items()}
    text = markdown(table, options)
    print(text)
    for path, content in ((options.markdown, text), (options.svg, chart.svg(table)),
                          (options.json, json.dumps({"machine": machine(), "figures": table}, indent=2) + "\n")):
        if path:
            path.write_text(content)
    return 0


def parsed(arguments):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=servers.ROOT / "build" / "release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--connections", type=lambda text: [int(part) for part in text.split(",")],
                        default=[50, 1000, 10000])
    parser.add_argument("--tools", type=lambda text: text.split(","), default=list(peers.TOOLS))
    parser.add_argument("--no-install", action="store_true")
    for name in ("--markdown", "--svg", "--json"):
        parser.add_argument(name, type=pathlib.Path)
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.tools) - set(peers.TOOLS))
    if unknown or options.rounds < 1 or options.seconds < 1 or min(options.connections) < 1:
        parser.error(f"unknown tool {unknown[0]}, known are {', '.join(peers.TOOLS)}" if unknown else
                     "rounds, seconds and connections must be above 0")
    return options


def measured(tools, url, connections, options, folder):
    """{tool: [run of each round]}; the order turns from round to round, so that no tool always runs first."""
    fit = [tool for tool in tools if connections <= tool.most_connections]
    runs = {tool.name: [] for tool in fit}
    for turn in range(options.rounds):
        for tool in fit[turn % len(fit):] + fit[:turn % len(fit)]:
            run = peers.run(tool, url, connections, options.seconds, folder)
            print(f"{connections:6} connections, round {turn + 1}: {tool.name:11} {run['cpu_us']:7.1f} us/request, "
                  f"{run['rate']:9,.0f} requests/s", file=sys.stderr, flush=True)
            runs[tool.name].append(run)
    return runs


def summary(rounds):
    rows = {}
    for name, runs in rounds.items():
        paired = [one["cpu_us"] / reference["cpu_us"] for one, reference in zip(runs, rounds[REFERENCE])]
        rows[name] = {
            "cpu_ratio": statistics.median(paired),
            "cpu_ratio_low": min(paired),
            "cpu_ratio_high": max(paired),
            "cpu_us": statistics.median(run["cpu_us"] for run in runs),
            "rate": statistics.median(run["rate"] for run in runs),
            "memory_mb": statistics.median(run["memory_mb"] for run in runs),
            "failed": sum(run["failed"] for run in runs),
        }
    return dict(sorted(rows.items(), key=lambda row: row[1]["cpu_ratio"]))


def markdown(table, options):
    lines = [f"{options.rounds} rounds of {options.seconds} s; {machine()}.", ""]
    for connections, rows in table.items():
        lines += [f"| {connections:,} connections | CPU against wrk (lowest to highest) | CPU µs per request | requests/s | "
                  "peak memory MB | failed |", "| --- | --- | --- | --- | --- | --- |"]
        for name, row in rows.items():
            lines.append(f"| {name} | {row['cpu_ratio']:.2f} ({row['cpu_ratio_low']:.2f} to {row['cpu_ratio_high']:.2f}) | "
                         f"{row['cpu_us']:.1f} | {row['rate']:,.0f} | {row['memory_mb']:,.0f} | {row['failed']} |")
        lines.append("")
    return "\n".join(lines)


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
                 platform.machine())
    return f"{os.cpu_count()} x {model}, Linux {platform.release()}, nginx and client on a processor each, loopback"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
