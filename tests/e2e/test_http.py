"""HTTP as scenarios use it: redirects, cookies, authentication, encodings, bodies and the cache, against real servers."""

import pytest

import servers
from project import ONE_PASS, ended_with, passed


@pytest.fixture(scope="module")
def httpbin():
    with servers.httpbin() as started:
        yield started


@pytest.fixture
def features(project, library, httpbin):
    """features("Redirects", ...): one user runs that task once against httpbin."""

    def run(user_class, changes=None, **variables):
        project.change({"scenario.path": str(library("http_features")), "scenario.user_class": user_class,
                        "run.base_url": httpbin.url, "run.users": 1, **ONE_PASS})
        return project.run(changes, **variables)

    run.folder = project.folder
    run.project = project
    return run


def no_failed_check(result):
    checks = passed(result).report["checks"]
    assert checks, result.told
    assert [name for name, row in checks.items() if row["fails"]] == [], result.told
    return result.report


def endpoints(report):
    return report["endpoints"]


def test_redirects_are_followed_as_one_request(features):
    report = no_failed_check(features("Redirects"))
    assert endpoints(report)["chain"]["total_requests"] == 1
    assert endpoints(report)["chain"]["total_failures"] == 0


def test_an_endless_chain_is_a_protocol_failure(features):
    told = features("Endless").told
    assert "more than 2 redirects" in told, told


def test_a_redirect_does_not_leave_the_allowed_hosts(features):
    told = features("Forbidden").told
    assert "redirect to http://forbidden.example/x is blocked: host forbidden.example" in told, told


def test_cookies_live_as_long_as_the_user(features):
    no_failed_check(features("Cookies"))


def test_digest_challenges_are_answered(features):
    rows = endpoints(no_failed_check(features("Digest")))
    assert [rows[n]["total_failures"] for n in ("first", "second", "wrong")] == [0, 0, 0]


def test_encoded_bodies_are_decoded(features):
    no_failed_check(features("Encodings"))


def test_ranges_streams_and_forms(features):
    (features.folder / "picture.txt").write_text("from a file")
    no_failed_check(features("Bodies"))


def test_statuses_fail_as_the_request_says(features):
    rows = endpoints(no_failed_check(features("Statuses", {"gates": None})))
    assert (rows["accepted"]["total_failures"], rows["strict"]["total_failures"]) == (0, 1)


def test_fresh_answers_are_not_measured(features):
    report = no_failed_check(features("Cache", {"http.cache": True}))
    assert endpoints(report)["cached"]["total_requests"] == 2
    assert endpoints(report)["etag"]["total_requests"] == 2
    assert report["counters"]["http.cache_hits"]["value"] == 1


def test_a_file_is_sent_in_parts_after_the_servers_100(features):
    (features.folder / "large.bin").write_bytes(bytes(range(256)) * 3000)
    with servers.nginx() as nginx:
        report = no_failed_check(features("Upload", WHERE=nginx.url + "/"))
    assert endpoints(report)["upload"]["total_requests"] == 1


def test_a_wrong_option_is_told_in_words(features):
    told = features("WrongOption").told
    assert "option redirects of the call is '1000', expected an integer from 0 to 100" in told, told


@pytest.mark.parametrize("key, value, words", [
    ("http.redirects", {"folow": True}, "unknown key http.redirects.folow, did you mean follow"),
    ("http.redirects", {"max": 0}, "http.redirects.max must be from 1 to 100, is 0"),
    ("http.failure_statuses", ["5xx"], 'http.failure_statuses holds "5xx"'),
    ("http.cookies", "sometimes", "http.cookies is text, expected true or false"),
    ("http.cache", {"max_bytes_per_user": -1}, "http.cache.max_bytes_per_user must be from 1"),
    ("http.decompres", True, "unknown key http.decompres, did you mean decompress"),
    ("http.headers", {"x": "a\r\nY: b"}, "control byte 0x0d in the value of header x"),
    ("http.user_agent", "a\nb", "control byte 0x0a"),
])
def test_wrong_settings_name_their_place(features, key, value, words):
    told = ended_with(2, features("Redirects", {key: value})).told
    assert words in told and "veriload.yaml:" in told, told


def test_the_reference_knows_every_key(project):
    text = passed(project.veriload("config", "reference")).out
    for key in ("redirects.follow", "redirects.max", "redirects.downgrade", "failure_statuses", "cookies", "cache",
                "decompress", "expect_continue_above_bytes"):
        assert f"`http.{key}`" in text, key
