"""The project speaks of itself only: nothing of the machine or the place where it was written."""

import re

from tree import finding

TEXT = "no absolute path of a machine it was written on, no path that leaves the repository"
# In pieces, so that this file does not find itself.
FOREIGN = re.compile(r"(?<![\w.$}])/(?:wo" r"rk|ro" r"ot)/|(?<![\w.])/t" r"mp/w/|\.\./sha" r"red\b")
BINARY = (".png", ".jpg", ".ico", ".gz", ".zip", ".woff2")


def check(tree):
    for path in tree.paths:
        if not path.endswith(BINARY):
            for number, line in enumerate(tree.text(path).splitlines(), 1):
                match = FOREIGN.search(line)
                if match:
                    yield finding(path, number, f"the path {match.group()}")


GOOD = {"a.md": "see /network/ and build/work/ and ${x}/work/\n"}
BAD = {"b.md": "in /wo" "rk/main BAD\n", "c.sh": "cd /t" "mp/w/x BAD\ncat ../sha" "red/x BAD\n"}
