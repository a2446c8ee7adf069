"""Rules in words: judged after the run, told with the observed value, refused with their place."""

import re

from project import ONE_PASS, ended_with, passed
from report_rules import check_report

# 100 users, one request each: enough for a bound of p95.
HUNDRED = {"run.users": 100, "run.spawn_rate": 100000, "data.pool_size": 100, **ONE_PASS}


def rules(*texts):
    return {"slo.rules": list(texts)}


def unwrapped(out):
    return " ".join(out.split())


def by_text(report):
    return {r["rule"]: r for r in report["slo"]["rules"]}


def line_of(out, text):
    return next(line for line in out.splitlines() if text in line)


def test_rules_that_are_kept_pass_and_show_what_was_observed(project):
    texts = ['p95(response) of "GET /get" < 30s', "error_rate <= 0%", "count >= 100", "rate > 1/min",
             "iterations >= 100", "max(lag) < 30s", "mean(service) < 30s", "failures <= 0"]
    result = passed(project.run({**HUNDRED, **rules(*texts)}))
    report = check_report(result.report)
    found = by_text(report)
    assert list(found) == texts and all(r["passed"] for r in found.values())
    p95 = found[texts[0]]
    assert p95["scope"] == "endpoint:GET /get" and p95["unit"] == "ms" and p95["samples"] == 100
    assert p95["observed"] == report["endpoints"]["GET /get"]["success_latency_ms"]["p95"]
    assert p95["interval"]["low"] <= p95["observed"] <= p95["interval"]["high"]
    assert p95["interval"]["confidence"] == 0.95
    assert found["count >= 100"]["observed"] == 100 and found["count >= 100"]["interval"] is None
    assert re.search(r"^SLO +kept$", result.out, re.MULTILINE)
    assert re.search(r"✓ kept +p95\(response\) of \"GET /get\" < 30s +[\d.]+ [um]?s  95 %: ", result.out), result.out


def test_a_broken_rule_fails_and_says_why(project):
    result = ended_with(1, project.run({**HUNDRED, **rules('p95(response) < 1us', "count >= 101")}))
    report = check_report(result.report)
    assert [b["metric"] for b in report["slo"]["breaches"]] == ["p95(response)", "count"]
    assert "✗ broken" in line_of(result.out, "p95(response) < 1us")
    assert "the upper bound must be < 0.001 ms" in unwrapped(result.out)
    assert "count is 100, must be >= 101" in result.out


def test_too_few_samples_are_not_measurable(project):
    result = ended_with(1, project.run({**ONE_PASS, **rules("p99(response) < 30s")}))
    [rule] = check_report(result.report)["slo"]["rules"]
    assert rule["measurable"] is False and rule["interval"] is None and rule["samples"] == 4
    assert "not measurable" in line_of(result.out, "p99(response) < 30s")
    assert "4 samples, the upper bound of its 95 % interval needs 368" in unwrapped(result.out)


def test_without_data_a_rule_fails_and_the_nearest_name_is_told(project):
    result = ended_with(1, project.run({**HUNDRED, **rules('error_rate of "GET /gte" < 5%')}))
    assert "no data" in line_of(result.out, 'error_rate of "GET /gte" < 5%')
    assert 'did you mean "GET /get"?' in unwrapped(result.out)


def test_checks_and_segments_are_judged(project):
    result = ended_with(1, project.run({"scenario.user_class": "Caller", **HUNDRED, **rules(
        'checks("answered well") > 99%', "checks <= 1%", "error_rate >= 100%",
        'count of segment "en_US:nothing" <= 0')}))
    found = by_text(check_report(result.report))
    assert [r["passed"] for r in found.values()] == [False, True, True, True]  # the target answers 404
    assert found["checks <= 1%"]["observed"] == 0


def test_a_rule_has_a_name(project):
    result = passed(project.run({**ONE_PASS, "slo.rules": [{"rule": "count >= 4", "name": "all came"}]}))
    [rule] = check_report(result.report)["slo"]["rules"]
    assert (rule["name"], rule["rule"]) == ("all came", "count >= 4")
    assert "✓ kept  all came: count >= 4" in result.out


def test_rules_may_be_given_on_the_command_line(project):
    result = ended_with(1, project.run(ONE_PASS, "--set", "slo.rules=count >= 4, error_rate > 5%"))
    found = by_text(check_report(result.report))
    assert [r["passed"] for r in found.values()] == [True, False]
    assert found["count >= 4"]["where"].startswith("--set slo.rules")


def test_every_mistake_of_a_rule_is_told_before_the_run_with_its_place(project):
    project.change(ONE_PASS)
    text = project.config.read_text().rstrip().removesuffix("}").rstrip()
    lines = text.count("\n") + 1
    project.write(text + ',\n "slo": {"rules": [\n  "p95(respnse) < 250ms",\n  {"rule": "cuont >= 5"},\n'
                         '  "count >= 5"]}}\n')
    for result in (project.validate(), project.veriload("run")):
        ended_with(2, result)
        assert f"veriload.yaml:{lines + 2}:8: slo.rules[0]: found \"respnse\"" in result.err, result.err
        assert "did you mean response?" in result.err
        assert f"veriload.yaml:{lines + 3}:13: slo.rules[1]: found \"cuont\"" in result.err
        assert "did you mean count?" in result.err
        assert "p95(respnse) < 250ms\n" in result.err and "slo.rules[2]" not in result.err


def test_old_keys_and_rules_stand_side_by_side(project):
    result = passed(project.run({**HUNDRED, "slo.global": {"max_error_rate": 0}, **rules("count >= 100")}))
    found = check_report(result.report)["slo"]["rules"]
    assert [(r["metric"], r["passed"]) for r in found] == [("error_rate", True), ("count", True)]
    assert found[0]["where"].startswith("veriload.yaml:") and found[0]["rule"] == "slo.global.max_error_rate: 0"


LONG = {"profile.duration_seconds": 40, "run.users": 20, "data.pool_size": 20}


def test_a_rule_that_is_broken_for_sure_ends_the_run_and_users_stop_as_usual(project):
    result = ended_with(1, project.run({**LONG, **rules("max(response) < 1us abort")}))
    report = check_report(result.report)
    assert report["run"]["end_reason"] == "rule broken: max(response) < 1us abort"
    assert report["run"]["duration_seconds"] < 15 and report["run"]["aborted"] is None
    assert report["counters"]["starts"]["value"] == report["counters"]["stops"]["value"] == 20
    [rule] = report["slo"]["rules"]
    assert rule["ended_run"] and not rule["passed"] and "it ended the run after 1 s" in rule["message"]
    assert "stopping: broken for sure: max(response) < 1us abort" in result.err
    assert "ended the run" in line_of(result.out, "max(response) < 1us abort ")


def test_an_error_rate_ends_a_run_but_not_before_its_time(project):
    result = ended_with(1, project.run({**LONG, "scenario.user_class": "Caller", **rules(
        {"rule": "error_rate < 1% abort after 3s", "name": "errors"})}))
    report = check_report(result.report)
    assert 3 <= report["run"]["duration_seconds"] < 15
    assert "it ended the run after 3 s" in report["slo"]["rules"][0]["message"]


def test_the_key_abort_is_the_word(project):
    result = ended_with(1, project.run({**LONG, **rules({"rule": "count < 5", "abort": True})}))
    assert check_report(result.report)["run"]["end_reason"] == "rule broken: count < 5"


def test_seconds_in_a_row_decide(project):
    result = ended_with(1, project.run({"profile.duration_seconds": 3, **rules(
        "rate >= 1000000/s for 2s", "rate >= 1/s for 2s", "p95(response) < 30s for 3s", "p95(service) < 1us for 2s",
        "error_rate < 1% for 10s")}))
    report = check_report(result.report)
    assert report["run"]["end_reason"] == "plan done"
    found = list(by_text(report).values())
    assert [r["passed"] for r in found] == [False, True, True, False, False]
    assert 0 < found[1]["observed"] < 1000000 and found[0]["observed"] >= found[1]["observed"]
    assert found[4]["measurable"] is False and '"for" needs 10' in found[4]["message"]
    assert "for 2 s in a row" in found[3]["message"]


def test_a_row_that_is_long_enough_ends_the_run(project):
    result = ended_with(1, project.run({**LONG, **rules("p95(response) of \"GET /get\" < 1us for 3s abort")}))
    report = check_report(result.report)
    assert 3 <= report["run"]["duration_seconds"] < 15
    assert report["run"]["end_reason"].startswith("rule broken: p95(response)")
