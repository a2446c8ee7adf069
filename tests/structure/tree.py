"""The files that the rules look at, and C++ text without its comments and strings."""

import dataclasses
import functools
import os
import pathlib
import re
import subprocess

SOURCES = (".hpp", ".cpp", ".ipp", ".h", ".c", ".hpp.in")


@dataclasses.dataclass(frozen=True)
class finding:
    path: str  # from the root of the tree
    line: int  # counted from 1
    what: str


class tree:
    """A folder: what git tracks or would track, or everything when it is no repository."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        if (self.root / ".git").exists():
            listed = subprocess.run(
                ["git", "-c", f"safe.directory={self.root}", "-C", str(self.root), "ls-files",
                 "-z", "--cached", "--others", "--exclude-standard"],
                check=True, capture_output=True, text=True).stdout.split("\0")
            # A file that was removed but not yet committed is still listed.
            self.paths = sorted({path for path in listed if path and (self.root / path).is_file()})
        else:
            self.paths = sorted(
                str(pathlib.Path(folder, name).relative_to(self.root))
                for folder, _, names in os.walk(self.root) for name in names)

    def sources(self, *folders):
        """C and C++ files, all of them or those below the named folders."""
        return [path for path in self.paths if path.endswith(SOURCES)
                and (not folders or path.startswith(tuple(f"{folder}/" for folder in folders)))]

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    @functools.lru_cache(maxsize=None)
    def code(self, path):
        """The text with comments and literals blanked out; every line keeps its number."""
        return without_comments_and_literals(self.text(path))


_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/'
    r'|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    # Not the apostrophe of 1'000.
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",
    re.DOTALL)


def without_comments_and_literals(text):
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group())
    # Includes name files in quotes and are not strings.
    lines = _TOKEN.sub(blank, text).split("\n")
    originals = text.split("\n")
    for number, line in enumerate(originals):
        if re.match(r'\s*#\s*include\s*"', line):
            lines[number] = line
    return "\n".join(lines)


def line_of(text, position):
    return text.count("\n", 0, position) + 1
