"""`reports.junit`: what CI servers read."""

import signal
import time
import xml.etree.ElementTree as xml

from project import ONE_PASS, ended_with, passed

# What Jenkins' schema (junit-10.xsd) allows.
ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id",
                  "package", "file", "log", "url"},
    "properties": set(), "property": {"name", "value"},
    "testcase": {"name", "time", "classname", "group"},
    "failure": {"type", "message"}, "error": {"type", "message"}, "system-out": set(),
}
CHILDREN = {
    "testsuites": {"testsuite"}, "testsuite": {"properties", "testcase"}, "properties": {"property"}, "property": set(),
    "testcase": {"failure", "error", "system-out"}, "failure": set(), "error": set(), "system-out": set(),
}


def check_junit(path):
    root = xml.parse(path).getroot()
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag], element.tag
        assert {child.tag for child in element} <= CHILDREN[element.tag], element.tag
    cases = list(root.iter("testcase"))
    for counted in (root, root.find("testsuite")):
        assert int(counted.get("tests")) == len(cases)
        for kind in ("failure", "error"):
            assert int(counted.get(kind + "s")) == sum(case.find(kind) is not None for case in cases)
    return root


def properties(root):
    return {p.get("name"): p.get("value") for p in root.iter("property")}


def test_every_rule_is_a_case_and_the_counts_are_right(project):
    ended_with(1, project.run({**ONE_PASS, "reports.junit": "out/junit.xml", "slo.global": {"max_error_rate": 0},
                               "slo.rules": ["count >= 4", {"rule": "count >= 5", "name": "five <came> & \x1b \"here\""},
                                             "p95(response) < 30s", 'checks("never") > 1%']}))
    root = check_junit(project.folder / "out" / "junit.xml")
    report = project.folder / "run.json"
    cases = {case.get("name"): case for case in root.iter("testcase") if case.get("name") != "measurement is valid"}
    assert list(cases) == ["run is carried out to its end", "slo.global.max_error_rate: 0", "count >= 4",
                           'five <came> & \u241b "here"', "p95(response) < 30s", 'checks("never") > 1%']
    assert [case.find("failure") is not None for case in cases.values()] == [False, False, False, True, True, True]
    broken = cases['five <came> & \u241b "here"'].find("failure")
    assert broken.get("type") == "broken" and broken.get("message") == "count is 4, must be >= 5"
    assert "rule: count >= 5\nwhere: veriload.yaml:" in broken.text and "observed: 4\n" in broken.text
    assert cases["p95(response) < 30s"].find("failure").get("type") == "not_measurable"
    assert {case.get("classname") for case in cases.values()} == {"veriload.run", "veriload.slo"}
    assert all(float(case.get("time")) > 0 for case in cases.values())
    told = properties(root)
    assert told["verdict"] == "failed" and told["seed"] == "42" and told["total_requests"] == "4"
    assert told["plan_hash"] in report.read_text()


def test_a_run_that_passes_has_no_failure(project):
    passed(project.run({**ONE_PASS, "reports.junit": "junit.xml", "slo.rules": ["count >= 4"]}))
    root = check_junit(project.folder / "junit.xml")
    assert (root.get("failures"), root.get("errors")) == ("0", "0")
    assert [case.get("name") for case in root.iter("testcase") if case.get("classname") == "veriload.slo"] == ["count >= 4"]
    assert properties(root)["verdict"] == "passed"


def test_a_run_that_was_interrupted_is_an_error(project, target):
    before = target.counts()
    process = project.start({"reports.junit": "junit.xml", "profile.duration_seconds": 40})
    target.wait_for("/get", 1, before)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    ended_with(130, project.finish(process))
    root = check_junit(project.folder / "junit.xml")
    assert next(root.iter("error")).get("type") == "interrupted"
    assert properties(root)["verdict"] == "interrupted"


def test_a_run_that_could_not_be_carried_out_is_an_error(project):
    ended_with(6, project.run({"run.base_url": "http://127.0.0.1:9", **ONE_PASS, "reports.junit": "junit.xml"}))
    error = next(check_junit(project.folder / "junit.xml").iter("error"))
    assert error.get("type") == "not_run" and "no connection to the target came about" in error.get("message")
