"""Everything belongs to one loop; threads are made in two rooms."""

import re

from tree import finding, line_of

TEXT = "threads are started only in core/run, core/loop and the rule T02 of plugin_check (and in tests and the example target)"
EXEMPT = ("core/run/", "core/loop/", "core/plugin_check/two_loops_rule.cpp", "tests/", "examples/target/")
THREAD = re.compile(r"\bstd::(?:jthread|thread|async)\b(?!\s*::)|\bpthread_create\b")


def check(tree):
    for path in tree.sources():
        if not path.startswith(EXEMPT):
            code = tree.code(path)
            for match in THREAD.finditer(code):
                yield finding(path, line_of(code, match.start()), match.group())


GOOD = {"core/run/a.cpp": "std::thread x;\n", "core/cli/a.cpp": "std::thread::hardware_concurrency();\n",
        "tests/a.cpp": "std::jthread x;\n", "core/user/a.cpp": "std::this_thread::yield(); // std::thread\n"}
BAD = {"core/user/b.cpp": "std::thread BAD;\n", "plugins/sql/b.cpp": "std::async(BAD);\n",
       "sdk/include/veriload/b.hpp": "std::jthread BAD;\n"}
