"""The command itself: its table, its JSON, its choices, what it says of files that are no plugins, and time limits."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

veriload, folder = sys.argv[1:]


def check(*words, code):
    ended = subprocess.run([veriload, "plugin", "check", *words], capture_output=True, text=True, timeout=60)
    if ended.returncode != code:
        sys.exit(f"{words}: exit code {ended.returncode}, expected {code}\n{ended.stdout}{ended.stderr}")
    return ended.stdout + ended.stderr


def expect(text, *patterns):
    for pattern in patterns:
        if not re.search(pattern, text, re.MULTILINE):
            sys.exit(f"nothing like {pattern!r} in\n{text}")


good, crashing = f"{folder}/good.so", f"{folder}/X01.so"
text = check(good, code=0)
expect(text, r"^seed \d+$", r"^  E01  passed ", r"^  T02  not run|^  T02  passed", r"^21 rules: \d+ passed, 0 failed")
if "\x1b" in text:
    sys.exit("colours although the output is no terminal")
expect(check(crashing, "--only", "X01", code=3), r"failed   the process died of SIGABRT in step \".*allocation \d+ fails")
expect(check(good, "--only", "E0[12]", code=0), r"^2 rules: 2 passed")
lines = [json.loads(line) for line in check(good, "--only", "F01", "--seed", "42", "--json", code=0).splitlines()]
if [(line["rule"], line["verdict"], line["seed"]) for line in lines] != [("F01", "passed", 42)]:
    sys.exit(f"unexpected: {lines}")
expect(check(good, "--only", "E0[1-4]|S01", "--in-process", code=0), r"^5 rules: 5 passed")
expect(check(f"{folder}/E02.so", "--only", "A01", code=0), r"not run  it cannot be loaded \(see E02\): .*no_library_has_this")
expect(check("/dev/null", "--only", "E0[14]", code=3), r"E04  failed   file is not a regular file")
expect(check("/no/such/file.so", "--only", "E04", code=3), r"E04  failed   file is No such file")
with tempfile.TemporaryDirectory() as temporary:
    cut = pathlib.Path(temporary, "cut.so")
    whole = pathlib.Path(good).read_bytes()
    for length in (3, 64, 100, len(whole) // 2, len(whole) - 1):
        cut.write_bytes(whole[:length])
        expect(check(str(cut), "--only", "E01", code=0), r"E01  not run  .*cut.so: is (cut off|not ELF), expected a 64-bit ELF")
    cut.write_bytes(b"#!/bin/sh\n" * 20)
    expect(check(str(cut), "--only", "E0[14]", code=3), r"E01  not run  .*is not ELF", r"E04  failed ")
expect(check(f"{folder}/hanging.so", "--only", "L02", "--timeout", "1", code=3),
       r"L02  failed   it takes longer than 1 s in step \"start 1\"")
expect(check(code=2), r"no file given, expected one or more plugins")
expect(check(good, "--only", "(", code=2), r"--only is \"\(\", expected a regular expression")
expect(check(good, "--only", "Z99", code=2), r"which no rule has; see --list")
expect(check("--help", code=0), r"Examples", r"--together", r"--in-process", r"Ends with 3")
expect(check(good, f"{folder}/A02.so", "--together", "--only", "C01", code=3), r"C01  failed .* has the id \"test.tiny\" of")
