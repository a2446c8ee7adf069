#!/usr/bin/env python3
"""What personas cost: instructions each, the memory that a pool of ten million takes, and how many come in a second.

    persona_count.py --build DIR

Fails when the instructions or the memory are above persona_limits.json. The rate is printed next to its goal and
decides nothing: it depends on what else the machine does.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

LIMITS = json.loads((pathlib.Path(__file__).resolve().parent / "persona_limits.json").read_text())
FEW, MANY = 2000, 12000


def bench(program, *words, wrapped_in=()):
    done = subprocess.run([*wrapped_in, str(program), *map(str, words)], capture_output=True, text=True, check=True,
                          timeout=240)
    return done.stdout.strip()


def instructions(program):
    """User-mode instructions per persona: the difference of two runs, so that start-up drops out."""
    counts = []
    with tempfile.TemporaryDirectory() as folder:
        for personas in (FEW, MANY):
            out = pathlib.Path(folder) / str(personas)
            bench(program, "count", personas, wrapped_in=["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}"])
            counts.append(int(re.search(r"^totals: (\d+)", out.read_text(), re.M)[1]))
    return (counts[1] - counts[0]) / (MANY - FEW)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--build", required=True, type=pathlib.Path)
    program = options.parse_args().build / "bin" / "persona_bench"
    wrong = []

    each = instructions(program)
    most = LIMITS["instructions"]["measured"] * (1 + LIMITS["instructions"]["slack"])
    print(f"{each:.0f} {LIMITS['instructions']['what']} (limit {most:.0f})")
    if each > most:
        wrong.append("instructions")

    small, large = (int(bench(program, "memory", personas)) for personas in (10_000, 10_000_000))
    print(f"{small} kB for a pool of 10,000, {large} kB for 10,000,000 (limit {LIMITS['memory_kilobytes']['most']})")
    if large - small > LIMITS["memory_kilobytes"]["most"]:
        wrong.append("memory")

    rate = max(int(bench(program, "rate", 500_000)) for _ in range(3))
    print(f"{rate:,} {LIMITS['per_second']['what']} (goal {LIMITS['per_second']['goal']:,})")
    for name in wrong:
        print(f"{name}: above the limit")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
