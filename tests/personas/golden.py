#!/usr/bin/env python3
"""The personas of a seed are the same whatever compiler built the engine, and the same as when golden.txt was written.

    golden.py --build DIR             compares the built program, and the engine built with other compilers
    golden.py --build DIR --write     writes golden.txt anew: after a change of tables or rules, together with
                                      `engine_version` in core/personas/image/format.hpp
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
ROOT = HERE.parents[1]
GOLDEN = HERE / "golden.txt"
PERSONAS = 10000
# A locale of each script, for the builds that are slow: the others differ in their tables alone.
SLOW_LOCALES = ["en_US", "de_DE", "ja_JP", "pl_PL"]
SLOW_PERSONAS = 2000
# What nearly every source includes: compiled once per variant where nothing is cached.
HEADERS = ["algorithm", "array", "cstdint", "cstring", "functional", "map", "memory", "optional", "span", "string",
           "string_view", "utility", "vector"]
VARIANTS = [("g++", "-O0"), ("clang++-16", "-O0"), ("clang++-16", "-O2")]


def digests(program, personas, locales=()):
    out = subprocess.run([program, str(personas), *locales], capture_output=True, text=True, check=True, timeout=240)
    return dict(line.split() for line in out.stdout.splitlines())


def sources():
    rooms = [p for p in (ROOT / "core/personas").rglob("*.cpp") if "pack" not in p.relative_to(ROOT).parts]
    others = [ROOT / "core" / name for name in ("base/assert.cpp", "base/nearest.cpp", "base/node.cpp",
                                                "base/node_json.cpp", "extract/json_path_text.cpp",
                                                "extract/json_tree.cpp")]
    return sorted(rooms) + others + [HERE / "digest.cpp"]


def build(compiler, level, image, folder):
    """The engine and digest.cpp, by another compiler."""
    folder.mkdir()
    first = [compiler, "-std=c++20", level]
    if os.environ.get("VERILOAD_CI") or not shutil.which("ccache"):
        header = folder / "headers.hpp"
        header.write_text("".join(f"#include <{name}>\n" for name in HEADERS))
        precompiled = folder / ("headers.pch" if compiler.startswith("clang") else "headers.hpp.gch")
        subprocess.run([*first, "-x", "c++-header", str(header), "-o", str(precompiled)], check=True)
        first += ["-include-pch", str(precompiled)] if compiler.startswith("clang") else ["-include", str(header)]
    else:
        first.insert(0, shutil.which("ccache"))

    def compile_one(source):
        target = folder / (str(source.relative_to(ROOT)).replace("/", "_") + ".o")
        subprocess.run([*first, f"-I{ROOT}", f"-I{ROOT}/sdk/abi", "-c", str(source), "-o", str(target)], check=True)
        return target
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(compile_one, sources()))
    embedded = folder / "embedded.o"
    subprocess.run([compiler, f'-DVERILOAD_PERSONA_IMAGE="{image}"', "-c",
                    str(ROOT / "core/personas/image/embedded.S"), "-o", str(embedded)], check=True)
    program = folder / "digest"
    subprocess.run([compiler, *map(str, objects), str(embedded), "-o", str(program), "-lcrypto", "-lsqlite3"], check=True)
    return program


def differences(found, wanted, who):
    return [f"{who}: {locale} is {found.get(locale)}, expected {wanted.get(locale)}"
            for locale in sorted(found.keys() | wanted.keys()) if found.get(locale) != wanted.get(locale)]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--build", required=True, type=pathlib.Path)
    options.add_argument("--write", action="store_true")
    options = options.parse_args()
    built = options.build / "bin" / "persona_digest"
    found = digests(built, PERSONAS)
    if options.write:
        GOLDEN.write_text("".join(f"{locale} {digest}\n" for locale, digest in sorted(found.items())))
        return 0
    wrong = differences(found, dict(line.split() for line in GOLDEN.read_text().splitlines()), "golden.txt")
    few = digests(built, SLOW_PERSONAS, SLOW_LOCALES)
    image = options.build.resolve() / "core/personas/personas.bin"
    with tempfile.TemporaryDirectory() as scratch:
        for compiler, level in VARIANTS:
            program = build(compiler, level, image, pathlib.Path(scratch) / f"{compiler}{level}")
            wrong += differences(digests(program, SLOW_PERSONAS, SLOW_LOCALES), few, f"{compiler} {level}")
    print("\n".join(wrong))
    if wrong:
        print("personas changed: where that is meant, raise engine_version and run golden.py --write")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
