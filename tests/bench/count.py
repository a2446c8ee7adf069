#!/usr/bin/env python3
"""Counts what one request costs the product, and what one user holds, and compares that with limits.json.

  tests/bench/count.py [--build DIR] [--only MEASURE]... [--json FILE] [--markdown FILE]

  --build DIR      the build to measure (build/release, or VERILOAD_BUILD_DIR)
  --only MEASURE   instructions, allocations, syscalls, memory or times; may be given again (all of them)
  --json FILE      also writes the figures as JSON
  --markdown FILE  also writes the table

A run of the product on nginx with 50 users, one worker, personas, histograms and one check per request; every figure
is the difference of two runs of different length, so that the start is not in it. Counted, not timed: a busy machine
changes little. Exit code 1 when a figure is over its gate, 2 when something could not be measured.

limits.json has for each figure: `goal`, what is aimed at; `measured`, what it was when it was last looked at; `slack`,
how far above `measured` (a share) or `round_to` (decimals that count) the gate is; without either nothing is gated.
"""

import argparse
import json
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "support"), str(HERE)]

import counted  # noqa: E402
import servers  # noqa: E402


def main(arguments):
    options = parsed(arguments)
    limits = json.loads((HERE / "limits.json").read_text())
    figures = {}
    try:
        with tempfile.TemporaryDirectory(prefix="veriload-count-") as folder, counted.server() as server:
            on = counted.bench(options.build.resolve(), folder, server.url)
            for measure in options.only or counted.MEASURES:
                figures.update(counted.MEASURES[measure](on))
    except (counted.count_error, servers.start_error, OSError) as error:
        print(f"count.py: {error}", file=sys.stderr)
        return 2
    rows = [row(name, value, limits[name]) for name, value in figures.items()]
    text = table(rows)
    print(text, end="")
    if options.markdown:
        options.markdown.write_text(text)
    if options.json:
        options.json.write_text(json.dumps({r["name"]: {k: r[k] for k in ("value", "gate", "goal")} for r in rows},
                                           indent=2) + "\n")
    over = [r for r in rows if not r["kept"]]
    for r in over:
        print(f"count.py: {r['name']} is {r['shown']}, above its gate of {r['gate']:g}", file=sys.stderr)
    return 1 if over else 0


def row(name, value, limit):
    """A figure beside its limits. What is gated by decimals is compared as it is shown."""
    decimals = limit.get("round_to", limit["decimals"])
    gate = None
    if "round_to" in limit:
        gate = limit["measured"]
    elif "slack" in limit:
        gate = round(limit["measured"] * (1 + limit["slack"]), decimals)
    return {"name": name, "what": limit["what"], "value": value, "shown": f"{value:,.{decimals}f}",
            "measured": limit["measured"], "goal": limit.get("goal"), "gate": gate,
            "kept": gate is None or round(value, decimals) <= gate}


def table(rows):
    lines = ["| figure | now | gate | goal |", "|---|---|---|---|"]
    for r in rows:
        show = lambda number: "" if number is None else f"{number:,g}"
        lines.append(f"| {r['what']} | **{r['shown']}** | {show(r['gate'])} | {show(r['goal'])} |")
    return "\n".join(lines) + "\n"


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="count.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=servers.build_folder())
    parser.add_argument("--only", action="append", choices=sorted(counted.MEASURES))
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--markdown", type=pathlib.Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
