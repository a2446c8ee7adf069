"""Today's host lists a witness plugin, runs its command, checks it, and runs users of a scenario against its protocol.

    witness_runs.py VERILOAD FOLDER_OF_WITNESS VERSION SCENARIO_LIBRARY REPORTER_LIBRARY
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

veriload, folder, version, scenario, *reporters = sys.argv[1:]


def run(*words, code=0, where=None):
    ended = subprocess.run([veriload, *words], capture_output=True, text=True, timeout=50, cwd=where)
    if ended.returncode != code:
        sys.exit(f"{words}: exit code {ended.returncode}, expected {code}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


listed = run("plugin", "list", "--plugin-dir", folder)
if "test.witness 1.0.0" not in listed or f"ABI       {version}," not in listed:
    sys.exit(f"not listed as ABI {version}:\n{listed}")
said = run("--plugin-dir", folder, "witness")
if said != f"witness of ABI {version}\n":
    sys.exit(f"unexpected: {said!r}")
run("plugin", "check", str(pathlib.Path(folder, "witness.so")), "--timeout", "20")

with tempfile.TemporaryDirectory() as temporary:
    here = pathlib.Path(temporary)
    plugins = here / "plugins"
    plugins.mkdir(mode=0o755)
    for library in (str(pathlib.Path(folder, "witness.so")), *reporters):
        shutil.copy(library, plugins)
    settings = {
        "run": {"users": 2, "base_url": "http://127.0.0.1:9", "spawn_rate": 1000,
                "max_duration_seconds": 30, "drain_seconds": 5},
        "data": {"pool_size": 100, "seed": 7},
        "profile": {"type": "soak", "duration_seconds": 1, "tick_seconds": 0.1},
        "scenario": {"path": scenario, "user_class": "HttpSmokeUser"},
        "safety": {"allowed_hosts": ["127.0.0.1"]},
        "reports": {"json": "result.json"},
    }
    (here / "veriload.yaml").write_text(json.dumps(settings))
    run("run", "--config", "veriload.yaml", "--plugin-dir", str(plugins), where=here)
    result = json.loads((here / "result.json").read_text())
    if result["total_requests"] < 2 or result["total_failures"] != 0:
        sys.exit(f"expected requests without failures, found {result['total_requests']} with "
                 f"{result['total_failures']}")
