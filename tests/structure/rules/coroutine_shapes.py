"""Coroutine shapes that the language or GCC 12 gets wrong (a search of the text, not a proof)."""

import re

from tree import finding, line_of

TEXT = ("a lambda with captures is no coroutine (its captures die with the closure), unless a comment `closure lives: WHERE` "
        "on its line or the line before says who keeps it; an await does not stand in the "
        "condition of if, while or switch, nor in ?: (miscompiled by GCC 12): await into a named local")

LAMBDA = re.compile(
    r"(?<![\w\])\[])\[(?!\[)(?P<captures>[^\[\]]*)\]\s*"
    r"(?:\((?:[^()]|\([^()]*\))*\))?\s*(?:(?:mutable|noexcept|constexpr)\s*)*"
    r"(?:->\s*[\w:<>,\s*&]+?)?\s*\{")
CO_WORD = re.compile(r"\bco_(?:await|return|yield)\b")
CONDITION = re.compile(r"\b(?:if|while|switch)\s*\((?P<init>[^;{}()]*;)?[^;{}]*?\bco_await\b")
TERNARY = re.compile(r"\?[^;{}?]*\bco_await\b")
FOLDERS = ("core", "sdk", "plugins", "importers", "scenarios", "examples", "tests/unit")


def body_end(code, brace):
    depth = 0
    for position in range(brace, len(code)):
        depth += {"{": 1, "}": -1}.get(code[position], 0)
        if depth == 0:
            return position
    return len(code)


def closes_before(code, start, end):
    """True when the parenthesis opened first in [start, end) is closed in it."""
    depth = 0
    for char in code[code.index("(", start):end]:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth == 0:
            return True
    return False


def check(tree):
    for path in tree.sources(*FOLDERS):
        code = tree.code(path)
        yield from capturing_lambdas(path, code, tree.text(path).splitlines())
        for match in CONDITION.finditer(code):
            if not closes_before(code, match.start(), match.end()):
                yield finding(path, line_of(code, match.end()), "co_await in a condition")
        for match in TERNARY.finditer(code):
            yield finding(path, line_of(code, match.end()), "co_await in ?:")


def capturing_lambdas(path, code, lines):
    for match in LAMBDA.finditer(code):
        if not match.group("captures").strip():
            continue
        brace = match.end() - 1
        body = code[brace:body_end(code, brace)]
        # What belongs to lambdas inside is their matter.
        for inner in reversed(list(LAMBDA.finditer(body, 1))):
            end = body_end(body, inner.end() - 1)
            body = body[:inner.start()] + " " * (end - inner.start()) + body[end:]
        line = line_of(code, match.start())
        excused = any("// closure lives: " in near for near in lines[max(line - 2, 0):line])
        if CO_WORD.search(body) and not excused:
            yield finding(path, line, "a lambda coroutine with captures")


GOOD = {"core/a.cpp": "auto f = [](int x) -> task<> { co_return x; };\n"
                      "auto g = [this](int x) { return x; };\n"
                      "auto h = [&] { run([](int y) -> task<> { co_await y; }); };\n"
                      "void k() { if (ready()) co_await x; int a[3] = {co_await}; }\n"
                      "bool ok = co_await f(); if (ok) co_return;\n"
                      "int s = c ? a : b; co_await x;\n"
                      "// closure lives: in the frame of retry\nauto r = [x]() -> task<> { co_await x; };\n"}
BAD = {"core/b.cpp": "auto f = [x](int y) -> task<> { co_return y + x; };  // BAD\n"
                     "auto g = [&]() -> veriload::task<int> {  // BAD\n  co_await x;\n};\n"
                     "if (co_await f()) return;  // BAD\n"
                     "if (auto x = 1; co_await f()) return;  // BAD\n"
                     "while (!co_await f(1)) {}  // BAD\n"
                     "auto v = c ? co_await f() : 0;  // BAD\n"}
