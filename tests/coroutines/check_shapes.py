#!/usr/bin/env python3
"""Builds and runs every coroutine shape and says what each compiler does with it.

Safe shapes must run clean with every compiler. Bad shapes are correct C++ that g++ 12.2 refuses or miscompiles: the other
compilers must run them clean, for g++ "still broken" and "fixed" are both fine. See README.md.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SANITIZED = ["-O1", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
# A frame's own memory is what several shapes misuse; g++ looks at it only when asked.
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS="detect_stack_use_after_return=1")
MODES = {"-O0": ["-O0"], "-O2": ["-O2"], "sanitized": SANITIZED}


class Build:
    """One source with one compiler in one mode."""

    def __init__(self, compiler, source, mode, folder, root):
        self.compiler, self.source, self.mode = compiler, source, mode
        self.program = folder / f"{source.stem}-{pathlib.Path(compiler).name}-{mode.strip('-')}"
        self.flags = ["-std=c++20", "-w", f"-I{root}/sdk/include", f"-I{root}/sdk/abi",
                      *MODES[mode]]

    def run(self):
        """(stage, text): stage is "refused", "crashed", "wrong" or "clean"."""
        built = subprocess.run([self.compiler, *self.flags, str(self.source), "-o", str(self.program)],
                               capture_output=True, text=True, timeout=240)
        if built.returncode != 0:
            return "refused", built.stderr
        try:
            ran = subprocess.run([str(self.program)], capture_output=True, text=True, timeout=120,
                                 errors="replace", env=ENVIRONMENT)
        except subprocess.TimeoutExpired:
            return "crashed", "does not end"
        self.program.unlink()
        if ran.returncode == 0:
            return "clean", ran.stdout
        return "crashed", f"exit {ran.returncode}: {first_reason(ran.stderr)} {last_line(ran.stdout)}"


def first_reason(text):
    for line in text.splitlines():
        if "ERROR" in line or "wrong:" in line or "runtime error" in line or "free()" in line:
            return line.strip()[:120]
    return last_line(text)[:120]


def last_line(text):
    lines = text.strip().splitlines()
    return lines[-1] if lines else ""


def is_clang(compiler):
    said = subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout
    return "clang" in said.splitlines()[0]


def judge_safe(_, stage, text):
    if stage == "clean":
        return True, last_line(text)
    return False, f"{stage}: {text[-2000:] if stage == 'refused' else text}"


def judge_bad(build, stage, text, clang):
    expectation = build.source.read_text().splitlines()[0].removeprefix("// ")
    kind, _, words = expectation.partition(": ")
    if kind == "language":
        # Wrong in every compiler; only the sanitizer is sure to see it.
        return stage == "crashed", "not noticed by the sanitizer" if stage == "clean" else f"needs its rule ({text[:60]})"
    if clang:
        return stage == "clean", "clean" if stage == "clean" else f"not a correct program: {text[-800:]}"
    if stage == "clean":
        return True, "fixed"
    if kind == "refused" and stage == "refused":
        good = words in text
        return good, "still broken: refused" if good else f"refused, but not for '{words}': {text[-800:]}"
    if kind == "crashes" and stage == "crashed":
        return True, f"still broken: {text[:90]}"
    return False, f"expected '{expectation}', found {stage}: {text[-800:]}"


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cxx", required=True, help="the compiler of the build")
    options.add_argument("--source-root", type=pathlib.Path, default=HERE.parent.parent)
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()

    compilers = [given.cxx]
    other = shutil.which("clang++-16")
    if other and not is_clang(given.cxx):
        compilers.append(other)

    bad = sorted((HERE / "bad").glob("*.cpp"))
    failures, verdicts = 0, {}
    with tempfile.TemporaryDirectory() as folder:
        work = []
        for compiler in compilers:
            clang = is_clang(compiler)
            for mode in MODES:
                for source in sorted(HERE.glob("safe_shapes_*.cpp")):
                    work.append((Build(compiler, source, mode, pathlib.Path(folder), given.source_root), judge_safe))
            for source in bad:
                work.append((Build(compiler, source, "sanitized", pathlib.Path(folder), given.source_root),
                             lambda b, s, t, c=clang: judge_bad(b, s, t, c)))
        with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
            outcomes = list(pool.map(lambda w: (w[0], w[1](w[0], *w[0].run())), work))
    for build, (good, text) in outcomes:
        failures += not good
        name = pathlib.Path(build.compiler).name
        print(f"{'ok  ' if good else 'FAIL'} {name:12} {build.mode:10} {build.source.stem}: {text}")
        verdict = text.split(":")[0]
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
    print(f"{len(outcomes)} builds, {failures} failed; "
          f"{verdicts.get('still broken', 0)} shapes still broken, {verdicts.get('fixed', 0)} fixed with {given.cxx}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
