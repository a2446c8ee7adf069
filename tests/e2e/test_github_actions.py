"""A run inside GitHub Actions: the step summary and annotations at the broken rules."""

import re

from project import ONE_PASS, ended_with, passed

CALLER = {"scenario.user_class": "Caller", **ONE_PASS}


def in_github(project, **more):
    summary = project.folder / "summary.md"
    return summary, {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary),
                     "GITHUB_WORKSPACE": str(project.folder.parent), **more}


def test_a_run_appends_its_summary(project):
    summary, variables = in_github(project)
    summary.write_text("before\n")
    result = passed(project.run({**ONE_PASS, "slo.rules": ["count >= 4"]}, **variables))
    text = summary.read_text()
    assert text.startswith("before\n### VeriLoad: ✅ 1 rule kept\n")
    assert "| ✅ | count &gt;= 4 | 4 |" in text
    assert re.search(r"^\| GET /get \| 4 \| 0 \|", text, re.MULTILINE)
    assert "::error" not in result.err + result.out


def test_broken_rules_are_annotated_where_they_stand(project):
    summary, variables = in_github(project)
    result = ended_with(1, project.run({**CALLER, "slo.rules": ["count >= 4", "error_rate < 1%", "count >= 50"]},
                                       **variables))
    lines = [line for line in result.err.splitlines() if line.startswith("::error ")]
    assert len(lines) == 2
    number = next(n for n, line in enumerate(project.config.read_text().splitlines(), 1) if "error_rate" in line)
    assert lines[0].startswith(f"::error file=project/veriload.yaml,line={number},col=8,title=error_rate < 1%25::"
                               "error_rate is 100 %25, must be < 1 %25"), lines[0]
    text = summary.read_text()
    assert "❌ 2 of 3 rules broken" in text
    assert "| 4 | status 404 | GET /call |" in text


def test_elsewhere_nothing_is_said(project):
    summary, variables = in_github(project)
    del variables["GITHUB_ACTIONS"]
    result = ended_with(1, project.run({**ONE_PASS, "slo.rules": ["count >= 5"]}, **variables))
    assert not summary.exists() and "::error" not in result.err + result.out


def test_a_summary_that_cannot_be_written_is_a_warning(project):
    _, variables = in_github(project, GITHUB_STEP_SUMMARY=str(project.folder / "no" / "summary.md"))
    result = passed(project.run(ONE_PASS, **variables))
    assert "warning: GITHUB_STEP_SUMMARY: cannot write" in result.err
