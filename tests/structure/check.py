#!/usr/bin/python3
"""Holds the tree to the rules of tests/structure/rules, each a module of its own.

    check.py RULE               checks the tree; prints `file:line: rule: what is wrong` for each finding
    check.py --self-test RULE   checks that the rule finds what is wrong in its BAD files, where the
                                comment `BAD` stands, and nothing in its GOOD files
    check.py --list             names the rules

A rule module has:
    TEXT          what it demands, for the reader of a failure
    check(tree)   yields finding objects
    BAD, GOOD     {path: text} for the self-test; in BAD each line that must be found contains BAD
"""

import importlib
import pathlib
import sys
import tempfile

from tree import tree

HERE = pathlib.Path(__file__).resolve().parent


def rule_names():
    return sorted(path.stem for path in (HERE / "rules").glob("*.py"))


def check(name, rule):
    findings = list(rule.check(tree(HERE.parent.parent)))
    for found in findings:
        print(f"{found.path}:{found.line}: {name}: {found.what}")
    if findings:
        print(f"{len(findings)} found. The rule: {rule.TEXT}")
    return not findings


def self_test(name, rule):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in {**rule.GOOD, **rule.BAD}.items():
            file = pathlib.Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        found = {(finding.path, finding.line) for finding in rule.check(tree(folder))}
    wanted = {
        (path, number)
        for path, text in rule.BAD.items()
        for number, line in enumerate(text.splitlines(), 1)
        if "BAD" in line
    }
    for path, line in sorted(wanted - found):
        print(f"{name}: did not find what is wrong in {path}:{line}")
    for path, line in sorted(found - wanted):
        print(f"{name}: found something in {path}:{line}, where nothing is wrong")
    if not wanted:
        print(f"{name}: has nothing to find, so it cannot fail")
    return bool(wanted) and wanted == found


def main(arguments):
    if arguments == ["--list"]:
        print("\n".join(rule_names()))
        return 0
    todo = check
    if arguments[:1] == ["--self-test"]:
        todo = self_test
        arguments = arguments[1:]
    if len(arguments) != 1 or arguments[0] not in rule_names():
        print(f"expected one of {', '.join(rule_names())}, found {arguments}", file=sys.stderr)
        return 2
    name = arguments[0]
    return 0 if todo(name, importlib.import_module(f"rules.{name}")) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
