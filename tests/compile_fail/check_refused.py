#!/usr/bin/env python3
"""Each case holds one mistake. It must not compile, the message must hold the words of its first line, and without the
mistake the same file must compile: so that a case cannot pass because of a missing include."""

import argparse
import concurrent.futures
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def check(compiler, flags, case):
    """None when the case is refused as it should be, else what is wrong."""
    words = case.read_text().splitlines()[0].removeprefix("// words: ")
    command = [compiler, "-std=c++20", "-fsyntax-only", "-Werror=unused-result", *flags, str(case)]
    broken = subprocess.run(command, capture_output=True, text=True, timeout=240)
    if broken.returncode == 0:
        return "compiles, but must not"
    errors = "\n".join(line for line in broken.stderr.splitlines() if "error:" in line)
    if not re.search(words, errors):
        return f"refused, but no error holds '{words}':\n{errors[:1500] or broken.stderr[:1500]}"
    return None


def check_clean(compiler, flags, case):
    command = [compiler, "-std=c++20", "-fsyntax-only", "-DWITHOUT_THE_MISTAKE", *flags, str(case)]
    clean = subprocess.run(command, capture_output=True, text=True, timeout=240)
    return None if clean.returncode == 0 else f"does not compile without the mistake:\n{clean.stderr[:1500]}"


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cxx", required=True)
    options.add_argument("--source-root", type=pathlib.Path, default=HERE.parent.parent)
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    flags = [f"-I{given.source_root}/sdk/include", f"-I{given.source_root}/sdk/abi"]
    cases = sorted((HERE / "cases").glob("*.cpp"))
    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        outcomes = list(pool.map(lambda c: (c, check(given.cxx, flags, c)), cases))
        outcomes += list(pool.map(lambda c: (c, check_clean(given.cxx, flags, c)), cases))
    wrong = [(case, text) for case, text in outcomes if text]
    for case, text in wrong:
        print(f"FAIL {case.stem}: {text}")
    print(f"{len(cases)} mistakes, {len(wrong)} not refused as they should be, with {given.cxx}")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
