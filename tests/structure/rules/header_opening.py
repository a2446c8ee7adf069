"""A header says first what it is and where it sits."""

import re

from tree import finding

TEXT = "a .hpp starts with a line `// What this is. ...` and has `#pragma once`; a .h has an include guard"


def check(tree):
    for path in tree.sources():
        text = tree.text(path)
        if path.endswith((".hpp", ".hpp.in")):
            if not re.match(r"// \S", text):
                yield finding(path, 1, "the first line does not say what this is")
            elif not re.search(r"^#pragma once$", text, re.MULTILINE):
                yield finding(path, 1, "no #pragma once")
        elif path.endswith(".h") and not re.search(r"^#ifndef (\w+)\n#define \1$", text, re.MULTILINE):
            yield finding(path, 1, "no include guard")


GOOD = {"a.hpp": "// What this is.\n#pragma once\n", "a.h": "/* What this is. */\n#ifndef A_H\n#define A_H\n#endif\n"}
BAD = {"b.hpp": "#pragma once  // BAD\n", "c.hpp": "// BAD, no pragma\nint x;\n", "b.h": "int BAD;\n"}
