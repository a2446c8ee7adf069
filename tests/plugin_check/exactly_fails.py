"""Checks plugins with `veriload plugin check` and compares what fails with what must.

    exactly_fails.py VERILOAD none FILE...        every rule passes (or cannot be run here: T02)
    exactly_fails.py VERILOAD E01 FILE...         that rule fails, and no other
"""

import json
import subprocess
import sys

veriload, expected, *files = sys.argv[1:]
command = [veriload, "plugin", "check", *files, "--json", "--seed", "7", "--timeout", "20"]
if len(files) > 1:
    command.append("--together")
ended = subprocess.run(command, capture_output=True, text=True, timeout=110)
results = [json.loads(line) for line in ended.stdout.splitlines()]
for result in results:
    print(result["rule"], result["verdict"], result["reason"], sep="  ")
print(ended.stderr)

broken = {result["rule"] for result in results if result["verdict"] in ("failed", "warning")}
wanted = set() if expected == "none" else {expected}
not_run = {result["rule"] for result in results if result["verdict"] == "not run"} - {"T02"}
# A library that cannot be mapped can show nothing else; a table with holes is not driven.
if not_run and expected != "E02":
    sys.exit(f"not run: {sorted(not_run)}")
if broken != wanted:
    sys.exit(f"broken rules: {sorted(broken)}, expected {sorted(wanted)}")
code = 3 if any(result["verdict"] == "failed" for result in results) else 0
if ended.returncode != code or (code == 0) != (expected in ("none", "E03")):
    sys.exit(f"exit code {ended.returncode}, expected {code}")
if expected != "none":
    reasons = [r["reason"] for r in results if r["rule"] == expected]
    if not any(", expected " in reason for reason in reasons):
        sys.exit(f"the reason does not say what was expected: {reasons}")
