"""The allow-list: nothing is sent to a host outside of it, whatever the scenario says."""

import pytest

from bad_server import bad_server
from project import ONE_PASS, ended_with, passed
from report_rules import check_report


@pytest.fixture
def forbidden():
    """A server on another address of this machine that counts who comes."""
    with bad_server("good", address="127.0.0.2") as server:
        yield server


def elsewhere(project, url, changes=None):
    return project.run({"scenario.user_class": "Elsewhere", "run.users": 3, **ONE_PASS, **(changes or {})}, ELSEWHERE=url)


def blocked(result, host):
    report = check_report(ended_with(6, result).report)
    assert {row["class"] for row in report["errors"]} == {"blocked"}
    assert all(f"host {host} is not in safety.allowed_hosts" in row["example"] for row in report["errors"])
    assert report["total_failures"] == report["total_requests"] == 3
    assert report["bytes"]["sent"] == 0
    assert "safety.allowed_hosts" in result.err


def test_a_whole_url_to_another_host_is_blocked_and_nothing_is_sent(project, forbidden):
    blocked(elsewhere(project, forbidden.url + "/x"), "127.0.0.2")
    assert forbidden.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1@127.0.0.2", "127.1.2", "0x7f000002", "2130706434", "[::ffff:127.0.0.2]",
                                  "0177.0.0.2", "127.0.0.2."])
def test_no_spelling_of_the_address_gets_through(project, forbidden, host):
    elsewhere(project, f"http://{host}:{forbidden.port}/x")
    assert forbidden.connections == 0


@pytest.mark.parametrize("spelling", ["//{}/x", "http:/{}/x", "/\\{}/x", "HTTP://{}/x", "http://{}#@127.0.0.1/",
                                      "http://{}?@127.0.0.1/"])
def test_no_spelling_of_the_url_gets_through(project, forbidden, spelling):
    elsewhere(project, spelling.format(f"127.0.0.2:{forbidden.port}"))
    assert forbidden.connections == 0


def test_a_redirect_to_another_host_is_not_followed(project, forbidden, target):
    elsewhere(project, f"{target.url}/response-headers?Location=http://127.0.0.2:{forbidden.port}/x")
    elsewhere(project, f"{target.url}/redirect/1")
    assert forbidden.connections == 0


def test_an_allowed_host_can_be_reached_by_a_whole_url(project, forbidden):
    passed(elsewhere(project, forbidden.url + "/x", {"safety.allowed_hosts": ["127.0.0.1", "127.0.0.2"]}))
    assert len(forbidden.requests) == 3


def test_a_range_allows_the_addresses_in_it(project, forbidden):
    passed(elsewhere(project, forbidden.url + "/x", {"safety.allowed_hosts": ["127.0.0.0/30"]}))
    assert len(forbidden.requests) == 3


def test_an_address_in_the_list_does_not_allow_a_name(project, target):
    url = target.url.replace("127.0.0.1", "localhost")
    result = ended_with(2, project.run({"run.base_url": url, **ONE_PASS}))
    assert "localhost, which is not in safety.allowed_hosts" in result.err


def test_a_name_in_the_list_allows_the_name_and_not_the_address(project, target):
    before = target.total()
    result = ended_with(2, project.run({"safety.allowed_hosts": ["localhost"], **ONE_PASS}))
    assert "127.0.0.1, which is not in safety.allowed_hosts" in result.err
    assert target.total() == before


@pytest.mark.parametrize("host, allowed", [("localhost", "localhost"), ("LOCALHOST", "localhost"),
                                           ("localhost", "LocalHost"), ("localhost.", "localhost")])
def test_a_name_in_the_list_is_reached_in_any_case(project, target, host, allowed):
    url = target.url.replace("127.0.0.1", host)
    report = passed(project.run({"run.base_url": url, "safety.allowed_hosts": [allowed], **ONE_PASS})).report
    assert report["total_requests"] == 4 and report["total_failures"] == 0


def test_an_empty_list_allows_nothing(project, target):
    before = target.total()
    result = ended_with(2, project.run({"safety.allowed_hosts": [], **ONE_PASS}))
    assert "safety.allowed_hosts" in result.err
    assert target.total() == before


def test_personas_must_have_contacts_that_reach_nobody(project):
    out = passed(project.validate({}, "--show-personas", "20")).out
    mails = [line.split()[1] for line in out.splitlines() if line.strip().startswith("contact.email")]
    assert len(mails) == 20 and all(mail.endswith(".example.invalid") for mail in mails)


def test_no_more_requests_are_sent_than_the_limit_allows(project):
    settings = {"run.users": 20, "run.spawn_rate": 100, "profile.duration_seconds": 2, "safety.max_rps": 50}
    report = check_report(passed(project.run(settings, "--workers", "2")).report)
    # Slots of 20 ms from the start to the end of the drain, and the first of each worker at once.
    assert report["total_requests"] <= 50 * report["run"]["duration_seconds"] + 2
    assert report["total_requests"] >= 60, "the limit is reached, not undercut by much"
    assert report["latency_ms"]["p50"] < 1000, "waiting for a slot is no response time"
