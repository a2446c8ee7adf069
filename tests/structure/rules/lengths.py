"""One idea per file: past these lengths people stop reading."""

from tree import finding

TEXT = "a .hpp has at most 250 lines, a .cpp or .ipp at most 400; the C ABI header is one contract and is exempt"
LIMITS = {".hpp": 250, ".h": 250, ".cpp": 400, ".ipp": 400, ".c": 400}


def check(tree):
    for path in tree.sources():
        if path.startswith("sdk/abi/"):
            continue
        limit = LIMITS[path[path.rindex("."):]] if not path.endswith(".in") else LIMITS[".hpp"]
        lines = tree.text(path).count("\n")
        if lines > limit:
            yield finding(path, limit + 1, f"{lines} lines, at most {limit} are allowed")


GOOD = {"a.hpp": "\n" * 250, "a.cpp": "\n" * 400, "sdk/abi/veriload_abi.h": "\n" * 900}
BAD = {"b.hpp": "\n" * 250 + "// BAD\n", "b.cpp": "\n" * 400 + "// BAD\n"}
