"""Every header compiles alone."""

import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import tempfile

from tree import finding

TEXT = "every header compiles alone: it includes what it uses"
FLAGS = ["-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-DVERILOAD_VERSION=\"0.0.0\""]
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)
SEARCHED = ("", "sdk/include", "sdk/abi", "sdk/testing/include")


def check(tree):
    headers = [path for path in tree.sources() if path.endswith((".hpp", ".h"))]
    known = passed_before()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda path: compiled(tree, path, known), headers))
    remember([fingerprint for fingerprint, error in outcomes if not error])
    for path, (_, error) in zip(headers, outcomes):
        if error:
            yield finding(path, *error)


def compiled(tree, path, known):
    """(fingerprint, nothing or (line, message))."""
    fingerprint = fingerprint_of(tree, path)
    if fingerprint in known:
        return fingerprint, None
    language = ["-x", "c", "-std=c11"] if path.endswith(".h") else ["-x", "c++", "-std=c++20"]
    folders = [f"-I{tree.root / folder}" for folder in SEARCHED]
    run = subprocess.run(["g++", *FLAGS, *folders, *language, "-include", str(tree.root / path), os.devnull],
                         capture_output=True, text=True)
    if run.returncode == 0:
        return fingerprint, None
    match = re.search(r"^(.*?):(\d+):\d+: (?:fatal )?error: (.*)$", run.stderr, re.MULTILINE)
    if not match:
        return fingerprint, (1, run.stderr.strip() or f"the compiler ended with {run.returncode}")
    own = os.path.realpath(match.group(1)) == os.path.realpath(tree.root / path)
    return fingerprint, (int(match.group(2)) if own else 1, match.group(3) if own else match.group())


def fingerprint_of(tree, path):
    """Changes with the header, with any project header that it reaches, and with these rules."""
    seen, open_paths = {}, [path]
    while open_paths:
        current = open_paths.pop()
        if current in seen:
            continue
        seen[current] = tree.text(current)
        for included in INCLUDE.findall(seen[current]):
            for folder in (*SEARCHED, os.path.dirname(current)):
                candidate = os.path.normpath(os.path.join(folder, included))
                if (tree.root / candidate).is_file():
                    open_paths.append(candidate)
                    break
    digest = hashlib.sha256(repr((FLAGS, path, sorted(seen.items()))).encode())
    return digest.hexdigest()


def cache_file():
    """In the build folder that ctest names; nothing is remembered without one."""
    build = os.environ.get("VERILOAD_BUILD_DIR")
    return pathlib.Path(build) / "headers_alone.txt" if build else None


def passed_before():
    file = cache_file()
    return set(file.read_text().split()) if file and file.is_file() else set()


def remember(fingerprints):
    file = cache_file()
    if file:
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False) as out:
            out.write("\n".join(sorted(fingerprints)))
        os.replace(out.name, file)


GOOD = {"a.hpp": "// A.\n#pragma once\n#include <string>\nstd::string a();\n", "a.h": "int a(void);\n"}
BAD = {"b.hpp": "// B.\n#pragma once\nstd::string BAD();\n", "b.h": "int b(void);\nbool BAD(void);\n"}
