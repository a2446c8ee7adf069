"""Access tokens of OAuth 2.0, against a real server: how they are got, kept, replaced and kept secret."""

import json
import subprocess
import urllib.request

import pytest

import servers
from certificates import authority
from project import ONE_PASS, ended_with, passed

SECRET = "s3cret+of the shop"
PASSWORD = "p4ss/word of {persona_id}"
TOKEN = "POST /oauth/token (token)"
ENVIRONMENT = {"SHOP_SECRET": SECRET, "WRONG_SECRET": "gu3ss", "FORM_SECRET": "s3cret+of the form"}
USERS = 4


@pytest.fixture(scope="module")
def endpoint():
    with servers.token_server() as started:
        yield started


def record_of(server):
    with urllib.request.urlopen(server.url + "/record") as answer:
        return json.load(answer)


@pytest.fixture
def visiting(project, library):
    """visiting(server, "Member", ...): users of tokens.cpp visit the API of that server with its tokens."""

    def run(server, user_class="Member", changes=None, code=0, **variables):
        settings = {"scenario.path": str(library("tokens")), "scenario.user_class": user_class,
                    "run.base_url": server.url, "run.users": USERS, "run.threads": 1, **ONE_PASS,
                    "http.auth": {"kind": "oauth2", "token_url": server.url + "/oauth/token", "client_id": "shop",
                                  "client_secret_env": "SHOP_SECRET"}}
        return ended_with(code, project.run({**settings, **(changes or {})}, **{**ENVIRONMENT, **variables}))

    run.project = project
    return run


def good(result):
    checks = passed(result).report["checks"]
    assert checks and [name for name, row in checks.items() if row["fails"]] == [], result.told
    assert result.report["total_failures"] == 0, result.told
    return result.report["endpoints"]


def failed(result, kind, said):
    """Each user's call failed with that reason, and so did each request for a token."""
    report = result.report
    assert report["endpoints"][TOKEN]["total_failures"] == report["endpoints"]["GET /api/me"]["total_failures"] == USERS
    assert {row["class"] for row in report["errors"]} == {kind}, report["errors"]
    assert any(row["example"] == f"no access token: {said}" for row in report["errors"]), report["errors"]
    assert any(row["example"] == said for row in report["errors"]), report["errors"]


def test_each_user_gets_a_token_of_its_own(visiting, endpoint):
    before = len(record_of(endpoint)["tokens"])
    rows = good(visiting(endpoint))
    assert len(record_of(endpoint)["tokens"]) - before == USERS
    assert rows[TOKEN]["total_requests"] == rows["GET /api/me"]["total_requests"] == USERS


def test_users_of_a_worker_can_share_one(visiting, endpoint):
    before = len(record_of(endpoint)["tokens"])
    rows = good(visiting(endpoint, changes={"http.auth.shared": True}))
    assert len(record_of(endpoint)["tokens"]) - before == rows[TOKEN]["total_requests"] == 1


def test_the_client_can_name_itself_in_the_form(visiting, endpoint):
    good(visiting(endpoint, changes={"http.auth.client_id": "form", "http.auth.client_secret_env": "FORM_SECRET",
                                     "http.auth.authentication": "post"}))


def test_each_user_logs_in_with_its_own_password(visiting, endpoint):
    before = len(record_of(endpoint)["tokens"])
    good(visiting(endpoint, changes={"http.auth.grant": "password", "http.auth.user_name": "{persona_id}",
                                     "http.auth.password": PASSWORD}))
    names = [row["user"] for row in record_of(endpoint)["tokens"][before:]]
    assert len(set(names)) == len(names) == USERS, names


@pytest.mark.parametrize("shared", [False, True])
def test_short_lived_tokens_are_fetched_anew_before_they_are_over(visiting, shared):
    with servers.token_server(seconds=2) as server:
        rows = good(visiting(server, "Patient", {"profile.duration_seconds": 4, "profile.tick_seconds": 0.1,
                                                 "http.auth.shared": shared}))
        record = record_of(server)
        assert record["api"].keys() == {"200"}, record["api"]
        assert record["asked"] == {"client_credentials": rows[TOKEN]["total_requests"]}
        assert rows[TOKEN]["total_requests"] >= (3 if shared else 3 * USERS), rows[TOKEN]


def test_a_refresh_token_is_used_and_a_password_asked_once(visiting):
    with servers.token_server(seconds=2, refresh=True) as server:
        good(visiting(server, "Patient", {"profile.duration_seconds": 4, "profile.tick_seconds": 0.1,
                                          "http.auth.grant": "password", "http.auth.user_name": "{persona_id}",
                                          "http.auth.password": PASSWORD}))
        record = record_of(server)
        assert record["asked"]["password"] == USERS and record["asked"]["refresh_token"] >= 2 * USERS, record["asked"]
        assert record["api"].keys() == {"200"}, record["api"]


def test_a_revoked_token_is_replaced_within_the_call(visiting):
    with servers.token_server() as server:
        rows = good(visiting(server, "Revoked", {"run.users": 1}))
        assert record_of(server)["api"] == {"200": 2, "401": 1}
        assert (rows[TOKEN]["total_requests"], rows["after"]["total_requests"]) == (2, 1)


def test_a_token_stays_with_its_origin(visiting, endpoint):
    with servers.token_server() as other:
        good(visiting(endpoint, "Leaver", ELSEWHERE=other.url + "/open"))


def test_a_token_of_the_request_goes_before(visiting):
    with servers.token_server() as server:
        rows = good(visiting(server, "Own"))
        assert record_of(server)["asked"] == {} and TOKEN not in rows


def test_an_endpoint_that_is_down_is_named(visiting, endpoint):
    port = servers.free_port()
    result = visiting(endpoint, changes={"http.auth.token_url": f"http://127.0.0.1:{port}/oauth/token"}, code=6)
    failed(result, "refused", f"connection refused by 127.0.0.1:{port}")


def test_a_wrong_secret_is_told_without_it(visiting, endpoint):
    result = visiting(endpoint, changes={"http.auth.client_secret_env": "WRONG_SECRET"})
    failed(result, "status", "the token endpoint answered 401: invalid_client: The client cannot authenticate with "
                             "methods: ['client_secret_basic', 'client_secret_post']")


def test_what_is_no_token_endpoint_is_told(visiting, endpoint):
    with servers.nginx() as page:
        result = visiting(endpoint, changes={"http.auth.token_url": page.url + "/oauth/token"})
    failed(result, "protocol", "the token endpoint's answer is no JSON")


def test_tokens_come_over_tls_and_through_a_proxy(visiting, endpoint, tmp_path):
    ca = authority(tmp_path)
    ca.issue("server", "IP:127.0.0.1")
    port = servers.free_port()
    tls = f"""
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {ca.folder}/server.pem; ssl_certificate_key {ca.folder}/server.key;
    location / {{ proxy_pass {endpoint.url}; }}
  }}"""
    with servers.nginx(more=tls), servers.tinyproxy("BasicAuth me sesame") as proxy:
        changes = {"run.base_url": f"https://127.0.0.1:{port}", "http.tls.ca_file": str(ca.file),
                   "http.auth.token_url": f"https://127.0.0.1:{port}/oauth/token",
                   "network.proxy": f"http://me:sesame@127.0.0.1:{proxy.port}"}
        good(visiting(endpoint, changes=changes))
        assert proxy.log.read_text().count(f"CONNECT 127.0.0.1:{port}") == 2 * USERS
        refused = visiting(endpoint, changes={**changes, "http.tls.ca_file": None}, code=6)
        failed(refused, "tls", next(row["example"] for row in refused.report["errors"]).removeprefix("no access token: "))


def test_no_secret_is_told_anywhere(visiting, endpoint):
    project = visiting.project
    secrets = [SECRET, "s3cret", "gu3ss", "p4ss/word", "p4ss%2Fword", "c2hvcDpzM2NyZXQ"]
    kept = {"http.auth.parameters": {"api_secret": "gu3ss"}}
    said = []
    for changes, words in [(kept, ()),
                           ({**kept, "http.auth.client_secret_env": None, "http.auth.client_secret": "gu3ss"}, ()),
                           ({**kept, "http.auth.grant": "password", "http.auth.user_name": "{persona_id}",
                             "http.auth.password": PASSWORD}, ("--verbose",))]:
        visiting(endpoint, changes=changes)
        result = project.veriload("run", *words, **ENVIRONMENT)
        said += [result.out, result.err]
        said += [path.read_text(errors="replace") for path in project.folder.rglob("*")
                 if path.is_file() and path != project.config]
        shown = passed(project.veriload("validate", "--show-config", "--verbose", **ENVIRONMENT))
        assert "token_url: \"http://127.0.0.1" in shown.out, shown.out
        said += [shown.out, shown.err]
    given = [row["access"] for row in record_of(endpoint)["tokens"]]
    for secret in [*secrets, *given]:
        assert not [text for text in said if secret in text], secret


@pytest.mark.parametrize("changes, words", [
    ({"client_secret_env": "NOT_THERE"}, "the environment variable NOT_THERE is not set"),
    ({"client_secret_env": "hunter2"}, "http.auth.client_secret_env: the environment variable that it names is not set"),
    ({"token_url": None}, "http.auth needs token_url"),
    ({"token_url": "http://10.0.0.1/t"}, "http.auth.token_url: host 10.0.0.1 is not in safety.allowed_hosts"),
    ({"grants": "password"}, "unknown key http.auth.grants, did you mean grant"),
    ({"grant": "password", "user_name": "{person_id}", "password": "x"}, 'http.auth.user_name: personas have no field '
                                                                        '"person_id", did you mean "persona_id"?'),
])
def test_wrong_settings_name_their_place(visiting, endpoint, changes, words):
    told = visiting(endpoint, changes={f"http.auth.{key}": value for key, value in changes.items()}, code=2).told
    assert words in told and "veriload.yaml:" in told, told


def test_the_reference_knows_every_key(project):
    text = passed(project.veriload("config", "reference")).out
    for key in ("kind", "token_url", "grant", "client_id", "client_secret", "client_secret_env", "user_name", "password",
                "password_env", "scope", "parameters", "margin_seconds", "authentication", "shared", "origins"):
        assert f"`http.auth.{key}`" in text, key
