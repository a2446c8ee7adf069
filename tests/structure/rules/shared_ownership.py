"""Shared ownership is the exception that explains itself."""

import re

from tree import finding

TEXT = "a shared_ptr has a comment on its line or the line before that names who shares"
SHARED = re.compile(r"\bshared_ptr\s*<|\benable_shared_from_this\s*<")


def check(tree):
    for path in tree.sources():
        lines = tree.text(path).splitlines()
        for number, code in enumerate(tree.code(path).splitlines(), 1):
            near = lines[max(number - 2, 0):number]
            if SHARED.search(code) and not any(re.search(r"//|/\*|\*/", line) for line in near):
                yield finding(path, number, "shared_ptr without a comment that names the sharers")


GOOD = {"a.hpp": "// Shared by the session and its timer.\nstd::shared_ptr<int> x;\n"
                 "std::shared_ptr<int> y;  // caller and loop\nauto s = \"shared_ptr<int>\";\n"}
BAD = {"b.hpp": "int BEFORE;\nstd::shared_ptr<int> BAD;\n",
       "c.hpp": "class x;\nclass y : std::enable_shared_from_this<BAD> {};\n"}
