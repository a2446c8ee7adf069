"""A file is named after its job."""

import re

from tree import finding

TEXT = "no file or folder is named util, helper, manager, common or misc: name the job"
FORBIDDEN = re.compile(r"(?:^|[_.\-])(utils?|helpers?|managers?|common|misc)(?=$|[_.\-])", re.IGNORECASE)


def check(tree):
    for path in tree.paths:
        for part in path.split("/"):
            match = FORBIDDEN.search(part)
            if match:
                yield finding(path, 1, f"the word '{match.group(1)}' in '{part}'")


GOOD = {"core/base/communicate.hpp": "\n", "core/utility_bill/a.hpp": "\n"}
BAD = {"core/util/a.hpp": "BAD\n", "core/plugin_manager.cpp": "BAD\n", "core/helpers.hpp": "BAD\n",
       "docs/misc-notes.md": "BAD\n"}
