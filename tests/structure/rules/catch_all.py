"""One wall against unknown exceptions, easy to audit."""

import re

from tree import finding, line_of

TEXT = "`catch (...)` stands only in sdk/include/veriload/guard.hpp and core/cli/main.cpp"
ALLOWED = ("sdk/include/veriload/guard.hpp", "core/cli/main.cpp")
CATCH_ALL = re.compile(r"\bcatch\s*\(\s*\.\.\.\s*\)")


def check(tree):
    for path in tree.sources():
        if path not in ALLOWED:
            code = tree.code(path)
            for match in CATCH_ALL.finditer(code):
                yield finding(path, line_of(code, match.start()), "catch (...)")


GOOD = {"core/cli/main.cpp": "try {} catch (...) {}\n", "a.cpp": "// catch (...)\ncatch (const e&)\n"}
BAD = {"b.cpp": "try {\n} catch(...) {  // BAD\n}\n", "tests/c.cpp": "catch ( ... ) {}  // BAD\n"}
