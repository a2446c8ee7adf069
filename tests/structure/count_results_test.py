#!/usr/bin/python3
"""tests/support/count_results.py counts what did not run as failed."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))

from count_results import count  # noqa: E402


class count_results(unittest.TestCase):
    def counted(self, *outcomes):
        cases = "".join(f'<testcase name="t{i}" status="{status}"/>' for i, status in enumerate(outcomes))
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "results.xml"
            file.write_text(f"<testsuite>{cases}</testsuite>")
            return count(file)

    def test_passed_and_failed_are_counted(self):
        self.assertEqual(self.counted("run", "fail", "run"), (2, 1))

    def test_a_test_that_did_not_run_has_failed(self):
        self.assertEqual(self.counted("run", "notrun", "disabled"), (1, 2))

    def test_no_test_is_neither(self):
        self.assertEqual(self.counted(), (0, 0))

    def test_a_missing_file_is_a_failure(self):
        self.assertEqual(count("/nonexistent/results.xml"), (0, 1))


if __name__ == "__main__":
    unittest.main()
