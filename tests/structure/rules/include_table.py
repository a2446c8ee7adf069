"""Who may include whom: the table of core/README.md and the walls around sdk, plugins and examples."""

import re

from tree import finding

TEXT = ("a room of core includes only rooms of its row in core/README.md and the ABI, never the SDK (plugin_check: "
        "veriload/testing, which is built on the C ABI alone); plugins, "
        "importers, scenarios and examples include their own folder and sdk only; sdk includes only itself, and "
        "sdk/testing only itself and the ABI; nothing that ships includes sdk/testing but core/plugin_check")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<((?:veriload/|veriload_abi)[^>]*)>)')
GUESTS = ("plugins", "importers", "scenarios", "examples")
TOP = ("core", "sdk", "tests") + GUESTS


def table(tree):
    """{room: set of rooms} as core/README.md says; rows look like `| user | base config |`."""
    rows = {}
    for line in tree.text("core/README.md").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 2 and re.fullmatch(r"`?[a-z_]+`?", cells[0]):
            rows[cells[0].strip("`")] = set(re.findall(r"[a-z_]+", cells[1])) - {"nothing"}
    return rows


def check(tree):
    rows = table(tree)
    for path in tree.sources("core", "sdk", *GUESTS):
        for number, line in enumerate(tree.code(path).splitlines(), 1):
            match = INCLUDE.match(line)
            if match:
                reason = refused(path, match.group(1) or match.group(2), rows)
                if reason:
                    yield finding(path, number, reason)
    yield from forbidden_links(tree, rows)


def refused(path, included, rows):
    """Why the file may not include that, or nothing."""
    folders = path.split("/")
    top, own = folders[0], "/".join(folders[:2])
    if included.startswith("veriload_abi"):
        return "examples/target is a program of its own" if own == "examples/target" else None
    if included.startswith("veriload/testing/"):
        # `veriload plugin check` runs a plugin on the fakes; a template brings its own tests.
        allowed = own in ("sdk/testing", "core/plugin_check") or "tests" in folders
        return None if allowed else f"only tests include the testing kit, found <{included}>"
    if own == "sdk/testing" and "/" in included:
        return f"sdk/testing includes only itself and the ABI, found \"{included}\""
    if included.startswith("veriload/"):
        if top == "core":
            return f"core never includes the SDK, found <{included}>"
        return "examples/target is a program of its own" if own == "examples/target" else None
    target = included.split("/")
    if "/" not in included or target[0] not in TOP:
        # A path relative to the file itself: only ever inside its own folder.
        return f"write the path from the root, found \"{included}\"" if included.startswith("../") else None
    if top == "core":
        return refused_in_core(folders[1], target, rows)
    if top == "sdk":
        return None if target[0] == "sdk" else f"sdk includes only itself, found \"{included}\""
    if included.startswith(own + "/") or (target[0] == "sdk" and own != "examples/target"):
        return None
    return f"{own} includes only its own folder{'' if own == 'examples/target' else ' and sdk'}, found \"{included}\""


def refused_in_core(room, target, rows):
    if target[0] == "sdk" and target[1] == "abi":
        return None
    if target[0] != "core":
        return f"core includes only core and sdk/abi, found \"{'/'.join(target)}\""
    if room not in rows:
        return f"the room '{room}' has no row in core/README.md"
    if target[1] != room and target[1] not in rows[room]:
        return f"{room} may include {' '.join(sorted(rows[room])) or 'nothing'}, found {target[1]}"
    return None


def forbidden_links(tree, rows):
    """The public links of a room are the same table, said to CMake."""
    for path in tree.paths:
        match = re.fullmatch(r"core/([a-z_]+)/CMakeLists\.txt", path)
        if not match:
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            links = re.match(r"\s*LINKS\s+([a-z_ ]+)", line)
            for link in links.group(1).split() if links else ():
                if link not in rows.get(match.group(1), set()):
                    yield finding(path, number, f"{match.group(1)} may not link {link}")


_README = "| room | may include |\n| --- | --- |\n| base | nothing |\n| loop | base |\n| user | base loop |\n"
GOOD = {
    "core/README.md": _README,
    "core/user/a.cpp": '#include "core/user/a.hpp"\n#include "core/loop/b.hpp"\n#include "veriload_abi.h"\n'
                       '// #include "plugins/http/x.hpp"\n',
    "core/user/CMakeLists.txt": "veriload_room(user\n  SOURCES a.cpp\n  LINKS base loop)\n",
    "plugins/http/a.cpp": '#include "plugins/http/a.hpp"\n#include <veriload/http.hpp>\n',
    "examples/target/a.cpp": '#include "examples/target/a.hpp"\n#include <boost/asio.hpp>\n',
    "sdk/include/veriload/a.hpp": '#include <veriload/b.hpp>\n#include "veriload_abi.h"\n',
    "sdk/testing/source/a.cpp": '#include <veriload/testing/a.hpp>\n#include "b.hpp"\n#include <veriload_abi.h>\n',
    "sdk/templates/scenario/tests/a.cpp": "#include <veriload/testing/a.hpp>\n",
    "core/plugin_check/a.cpp": "#include <veriload/testing/a.hpp>\n",
}
BAD = {
    "core/loop/a.cpp": '#include "core/base/a.hpp"\n#include "core/user/b.hpp"  // BAD\n',
    "core/loop/b.cpp": "#include <veriload/task.hpp>  // BAD\n",
    "core/plugin_check/b.cpp": "#include <veriload/task.hpp>  // BAD\n",
    "core/loop/c.cpp": '#include "plugins/http/a.hpp"  // BAD\n',
    "core/loop/CMakeLists.txt": "veriload_room(loop\n  LINKS base user)  # BAD\n",
    "core/attic/a.cpp": '#include "core/base/a.hpp"  // BAD: no row\n',
    "plugins/http/b.cpp": '#include "core/base/a.hpp"  // BAD\n#include "plugins/sql/a.hpp"  // BAD\n',
    "plugins/http/c.cpp": '#include "../sql/a.hpp"  // BAD\n',
    "examples/target/b.cpp": '#include <veriload/http.hpp>  // BAD\n#include "sdk/abi/veriload_abi.h"  // BAD\n',
    "sdk/include/veriload/b.hpp": '#include "core/base/clock.hpp"  // BAD\n',
    "sdk/include/veriload/c.hpp": "#include <veriload/testing/a.hpp>  // BAD\n",
    "sdk/testing/source/b.cpp": '#include <veriload/task.hpp>  // BAD\n#include "sdk/abi/veriload_abi.h"  // BAD\n',
    "core/loop/d.cpp": "#include <veriload/testing/a.hpp>  // BAD\n",
}
