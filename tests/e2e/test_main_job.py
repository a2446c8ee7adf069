"""The main job: the example with 100 users against real servers, and a report whose figures agree with them."""

import calendar
import json
import re
import shutil
import socket
import time

import pytest

import servers
from project import ONE_PASS, passed, veriload
from report_rules import check_layout, check_report

EXAMPLE = servers.ROOT / "examples" / "httpbin"
# How fast somebody else's server answers on a shared machine is not what is tested here.
PATIENT = ["--set", "slo.global.max_p95_ms=60000", "--set", "slo.endpoints=[]", "--set", "http.timeout_seconds=60"]


@pytest.fixture(scope="module")
def example(tmp_path_factory, cache):
    folder = tmp_path_factory.mktemp("example") / "httpbin"
    folder.mkdir()
    for name in ("scenario.cpp", "veriload.yaml"):
        shutil.copy(EXAMPLE / name, folder)

    def run(url):
        shutil.rmtree(folder / "reports", ignore_errors=True)
        return passed(veriload(folder, cache, "run", "--set", f"run.base_url={url}", "--set", "profile.duration_seconds=2",
                               "--set", "run.spawn_rate=200", *PATIENT))

    run.folder = folder
    return run


@pytest.fixture(scope="module")
def on_target(example, target):
    """One run that several tests look at: what it said, its report, and what came to the server."""
    before = target.counts()
    began = time.time()
    result = example(target.url)
    text = (example.folder / "reports" / "run.json").read_text()
    files = sorted(str(path.relative_to(example.folder)) for path in example.folder.rglob("*"))
    return result, text, target.since(before), began, files


def report_of(example):
    return check_report(json.loads((example.folder / "reports" / "run.json").read_text()))


def requests_of(report, *endpoints):
    return sum(report["endpoints"][name]["total_requests"] for name in endpoints)


def test_100_users_call_the_target_and_the_report_counts_what_the_target_counted(on_target):
    result, text, came, _, _ = on_target
    report = check_report(json.loads(text))
    assert report["users"] == {"started": 100, "finished": 100, "failed": 0, "peak": 100}
    assert report["total_failures"] == 0
    assert came["/get"] == requests_of(report, "GET /get")
    assert came["/headers"] == requests_of(report, "GET /headers")
    assert came["/post"] == requests_of(report, "POST /post (sign up)", "POST /post (feedback)")
    assert sum(came.values()) == report["total_requests"]
    assert report["endpoints"]["POST /post (sign up)"]["total_requests"] == 100
    assert report["iterations"] == report["total_requests"] - 100
    assert report["checks"]["the page has a body"] == {
        "passes": report["endpoints"]["GET /get"]["total_requests"], "fails": 0}
    assert report["connections"]["opened"] == 100
    assert "SLO" in result.out and "GET /get" in result.out


def test_100_users_call_the_real_httpbin(example):
    with servers.httpbin() as real:
        example(real.url)
    report = report_of(example)
    assert report["users"]["started"] == 100
    assert report["users"]["failed"] == 0
    assert report["error_rate"] <= 0.01
    assert requests_of(report, "POST /post (sign up)") == 100


def test_100_users_call_nginx_and_its_access_log_has_every_request(example, tmp_path):
    log = tmp_path / "access.log"
    with servers.nginx(access_log=log) as server:
        example(server.url)
    report = report_of(example)
    lines = [line.split() for line in log.read_text().splitlines()]
    answered = [words for words in lines if words[2] != "/"]  # the probe of the server's start
    assert len(answered) == report["total_requests"] > 100
    assert {words[3] for words in answered} == {"200"}
    assert sum(words[2].startswith("/get?q=") for words in answered) == requests_of(report, "GET /get")
    assert sum(words[1] == "POST" for words in answered) == requests_of(
        report, "POST /post (sign up)", "POST /post (feedback)")


def test_the_report_is_valid_json_with_sorted_keys_and_nothing_lies_beside_it(on_target):
    _, text, _, _, files = on_target
    check_layout(text)
    assert files == ["reports", "reports/run.json", "scenario.cpp", "veriload.yaml"]


def test_the_report_tells_how_it_came_about(on_target, example):
    result, text, _, began, _ = on_target
    run = json.loads(text)["run"]
    version = passed(veriload(example.folder, example.folder, "--version")).out.split()[1]
    assert run["tool_version"] == version
    assert run["seed"] == 42
    assert run["profile"] == "soak"
    assert run["end_reason"] == "plan done"
    assert run["interrupted"] is False
    assert run["host"] == socket.gethostname()
    assert run["cpu_count"] >= 1 and run["cpu_model"] and run["kernel"]
    assert re.fullmatch(r"[0-9a-f]{16,64}", run["plan_hash"]), run["plan_hash"]
    assert abs(began - calendar.timegm(time.strptime(run["started"], "%Y-%m-%dT%H:%M:%SZ"))) < 60
    assert 2 <= run["duration_seconds"] < 60
    assert "report json: " in result.out and "reports/run.json" in result.out


def test_the_same_plan_has_the_same_hash_and_another_plan_another(project):
    first = passed(project.run(ONE_PASS)).report["run"]["plan_hash"]
    again = passed(project.run()).report["run"]["plan_hash"]
    other = passed(project.run({"data.seed": 43})).report["run"]["plan_hash"]
    assert first == again != other


def test_the_same_seed_gives_the_same_people_the_same_requests(project, tmp_path):
    seen = []
    for attempt in ("first", "second"):
        log = tmp_path / f"{attempt}.log"
        with servers.nginx(access_log=log) as server:
            passed(project.run({"run.base_url": server.url, "run.users": 20, **ONE_PASS}))
        seen.append(sorted(line.split()[2] for line in log.read_text().splitlines() if "persona=" in line))
    assert seen[0] == seen[1]
    assert len(set(seen[0])) == 20
