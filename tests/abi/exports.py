"""A plugin exports exactly one symbol, and none that the loader would make unique in the process."""

import subprocess
import sys

lines = subprocess.run(["nm", "-D", "--defined-only", sys.argv[1]], check=True, capture_output=True,
                       text=True).stdout.splitlines()
# The sanitizers and the linker's own marks are not the plugin's.
names = [(line.split()[-2], line.split()[-1]) for line in lines]
names = [(kind, name) for kind, name in names if not name.startswith(("__asan", "__odr_asan", "_fini", "_init"))]
if [name for _, name in names] != ["veriload_plugin_v1"] or names[0][0] != "T":
    sys.exit(f"{sys.argv[1]}: exports {names}, expected veriload_plugin_v1 alone")
