#!/usr/bin/python3
"""Counts the outcomes of a ctest run from its JUnit file: prints `PASSED FAILED`.

A test that was not run although it was chosen (its program is missing, or it is disabled) has failed here:
a check that did not happen must not look like one that passed. No file means one failure.
"""

import sys
import xml.etree.ElementTree as ElementTree


def count(path):
    try:
        cases = ElementTree.parse(path).getroot().iter("testcase")
    except (OSError, ElementTree.ParseError) as error:
        print(f"count_results.py: {path}: {error}", file=sys.stderr)
        return 0, 1
    outcomes = [case.get("status") for case in cases]
    passed = outcomes.count("run")
    return passed, len(outcomes) - passed


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: count_results.py RESULTS.xml")
    print(*count(sys.argv[1]))
