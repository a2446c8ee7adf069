"""`veriload compare`: two reports, one verdict."""

import json
import pathlib

import pytest

from project import ONE_PASS, ended_with, passed, veriload

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples" / "reports"
BASELINE, CURRENT = EXAMPLES / "baseline.json", EXAMPLES / "current.json"


@pytest.fixture
def compare(tmp_path, cache):
    return lambda *words: veriload(tmp_path, cache, "compare", *map(str, words))


def test_the_examples_regress_and_everything_is_shown(compare):
    result = ended_with(1, compare(BASELINE, CURRENT, "--max-p95-regression-ms", "10"))
    first = result.out.splitlines()[0]
    assert first.startswith("✗ 4 regressions in 2 scopes, the worst: endpoint:POST /checkout"), first
    rows = [" ".join(line.split()) for line in result.out.splitlines()]
    assert "endpoint:POST /checkout p95_ms 230 ms 310 ms +80.0 ms (+34.8 %) 10.0 ms" in rows
    assert "endpoint:POST /checkout error_rate 1.0 % 8.0 % +7 points 0 points" in rows
    assert "global p95_ms 175 ms 220 ms +45.0 ms (+25.7 %) 10.0 ms" in rows
    assert "endpoint:GET /items p95_ms 118 ms 112 ms -6.00 ms (-5.1 %)" in rows
    assert rows[rows.index("Added endpoints only in the current report") + 1] == "GET /recommendations"
    assert rows[rows.index("Removed endpoints only in the baseline") + 1] == "GET /items/{id}"


def test_wide_allowances_pass_and_show_what_is_within_them(compare):
    result = passed(compare(BASELINE, CURRENT, "--max-p95-regression-percent", "35", "--max-error-rate-regression", "7%"))
    assert result.out.startswith("✓ no regression in 3 scopes\n")
    assert "Within the allowance" in result.out and "Regressed" not in result.out


def test_the_wider_limit_counts_and_a_removed_endpoint_can_be_a_regression(compare):
    wide = ("--max-p95-regression-ms", "80", "--max-p95-regression-percent", "1", "--max-error-rate-regression", "0.07")
    passed(compare(BASELINE, CURRENT, *wide))
    result = ended_with(1, compare(BASELINE, CURRENT, *wide, "--require-same-endpoints"))
    assert "endpoints of the baseline are missing" in result.err
    passed(compare(BASELINE, BASELINE, "--require-same-endpoints"))


def test_a_report_does_not_regress_against_itself(compare):
    assert passed(compare(CURRENT, CURRENT)).out == "✓ no regression in 4 scopes\n"


def test_json_has_the_same(compare):
    result = ended_with(1, compare(BASELINE, CURRENT, "--json", "--max-error-rate-regression", "0.08"))
    found = json.loads(result.out)
    assert found["passed"] is False and found["worst"]["scope"] == "endpoint:POST /checkout"
    assert [(r["scope"], r["metric"]) for r in found["regressions"]] == [
        ("global", "p95_ms"), ("endpoint:POST /checkout", "p95_ms")]
    assert found["added"] == ["GET /recommendations"] and found["removed"] == ["GET /items/{id}"]
    assert {r["metric"] for r in found["within_allowance"]} == {"error_rate"}
    assert found["regressions"][1]["relative"] == pytest.approx(80 / 230)


@pytest.mark.parametrize("text, said", [
    ('{\n  "error_rate": 0.1,\n  oops\n}', "r.json:3:3: is no JSON"),
    ("", "r.json:1:1: is no JSON"),
    ("[]", "r.json:1:1: is a list, expected the mapping of a report"),
    ('{"error_rate": 0.1, "endpoints": {}}', "r.json:1:1: latency_ms is missing"),
    ('{"latency_ms": {}, "error_rate": 0.1, "endpoints": {}}', "r.json:1:16: latency_ms.p95 is missing"),
    ('{"latency_ms": {"p95": "1"}, "error_rate": 0, "endpoints": {}}', "r.json:1:24: latency_ms.p95 is a text"),
    ('{"latency_ms": {"p95": 1}, "error_rate": 0}', "endpoints is missing"),
    ('{"latency_ms": {"p95": 0}, "error_rate": 0, "endpoints": {}, "total_requests": 0}', "nothing to compare"),
])
def test_what_cannot_be_read_is_no_regression_but_a_mistake(compare, tmp_path, text, said):
    (tmp_path / "r.json").write_text(text)
    for words in (("r.json", CURRENT), (BASELINE, "r.json")):
        result = ended_with(2, compare(*words))
        assert said in result.err and result.out == "", result.told


@pytest.mark.parametrize("words, said", [
    ((), "usage: veriload compare"),
    ((BASELINE,), "usage: veriload compare"),
    (("gone.json", CURRENT), "gone.json: cannot be read: No such file or directory"),
    ((EXAMPLES, CURRENT), "is a directory"),
    ((BASELINE, CURRENT, "--max-p95-regression-ms", "-1"), 'is "-1", expected a number of at least 0'),
    ((BASELINE, CURRENT, "--max-error-rate-regression", "much"), "such as 0.01 or 1%"),
    ((BASELINE, CURRENT, "--max-p95-regresion-ms", "5"), "did you mean --max-p95-regression-ms?"),
])
def test_wrong_words_are_explained(compare, words, said):
    assert said in ended_with(2, compare(*words)).err


def test_reports_of_real_runs_are_compared(project):
    passed(project.run({**ONE_PASS, "reports.json": "one.json"}))
    passed(project.run({**ONE_PASS, "reports.json": "two.json"}))
    result = project.veriload("compare", "one.json", "two.json", "--max-p95-regression-ms", "60000")
    assert "no regression in 2 scopes" in passed(result).out
