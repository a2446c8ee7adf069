"""https against nginx: trust, client certificates, versions and sessions."""

import contextlib
import types

import pytest

import servers
from certificates import authority
from project import ONE_PASS, ended_with


@pytest.fixture(scope="module")
def ca(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    made = authority(folder)
    made.issue("server", "DNS:shop.test", "IP:127.0.0.1")
    return made


@pytest.fixture
def shop(ca, tmp_path):
    """shop(): nginx with TLS. Its lines() are PROTOCOL, REUSED (r or .) and the client's subject of each request."""
    @contextlib.contextmanager
    def start(settings=""):
        port = servers.free_port()
        log = tmp_path / "tls.log"
        more = f"""
  log_format tls "$ssl_protocol $ssl_session_reused $ssl_client_s_dn";
  server {{
    listen 127.0.0.1:{port} ssl backlog=4096;
    access_log {log} tls;
    ssl_certificate {ca.folder}/server.pem; ssl_certificate_key {ca.folder}/server.key;
    ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache builtin;
    {settings}
    location / {{ return 200 "hello\\n"; }}
  }}"""
        with servers.nginx(more=more):
            yield types.SimpleNamespace(url=f"https://127.0.0.1:{port}", port=port,
                                        lines=lambda: [line.split(" ", 2) for line in log.read_text().splitlines()])
    return start


@pytest.fixture
def calling(project, ca):
    def run(server, changes=None, code=0, **variables):
        settings = {"scenario.user_class": "Caller", "run.base_url": server.url, "run.users": 3,
                    "http.tls.ca_file": str(ca.file), **ONE_PASS, **(changes or {})}
        return ended_with(code, project.run(settings, **variables))
    return run


def check_failures(result, kind, said):
    report = result.report
    assert report["total_failures"] == report["total_requests"] == 3, result.told
    assert {row["class"] for row in report["errors"]} == {kind}, report["errors"]
    assert all(said in row["example"] for row in report["errors"]), report["errors"]


@pytest.mark.parametrize("version, said", [("1.2", "TLSv1.2"), ("1.3", "TLSv1.3")])
def test_requests_are_made_over_each_version(calling, shop, version, said):
    with shop() as server:
        result = calling(server, {"http.tls.min_version": version, "http.tls.max_version": version})
        assert result.report["total_requests"] == 3 and result.report["total_failures"] == 0, result.told
        assert [line[0] for line in server.lines()] == [said] * 3


def test_a_certificate_of_an_unknown_authority_is_refused_unless_told_otherwise(calling, shop, tmp_path):
    stranger = authority(tmp_path, "stranger")
    with shop() as server:
        check_failures(calling(server, {"http.tls.ca_file": str(stranger.file)}, code=6), "tls", "issuer of the certificate")
        blind = calling(server, {"http.tls.ca_file": str(stranger.file), "http.tls.verify": False})
        assert blind.report["total_failures"] == 0, blind.told


def test_the_name_of_the_certificate_must_be_the_one_that_was_called(calling, shop):
    with shop() as server:
        other = calling(server, {"http.tls.server_name": "other.test"}, code=6)
        check_failures(other, "tls", "the certificate is for 'shop.test', '127.0.0.1', wanted 'other.test'")
        assert calling(server, {"http.tls.server_name": "shop.test"}).report["total_failures"] == 0


def test_a_plain_server_is_not_mistaken_for_tls(calling):
    with servers.nginx() as plain:
        server = types.SimpleNamespace(url=plain.url.replace("http:", "https:"))
        check_failures(calling(server, code=6), "tls", "the peer speaks no TLS")


def test_a_client_certificate_is_shown(calling, shop, ca):
    ca.issue("client")
    with shop(f"ssl_client_certificate {ca.file}; ssl_verify_client on;") as server:
        check_failures(calling(server), "status", "HTTP 400")
        shown = calling(server, {"http.tls.client_certificate": str(ca.folder / "client.pem"),
                                 "http.tls.client_key": str(ca.folder / "client.key")})
        assert shown.report["total_failures"] == 0, shown.told
        assert [line[2] for line in server.lines()[-3:]] == ["CN=client"] * 3


def test_each_user_may_have_a_certificate_of_its_own(calling, shop, ca, project):
    for index in range(3):
        ca.issue(f"user-{index}")
    files = {"http.tls.client_certificate": str(ca.folder / "user-{user_index}.pem"),
             "http.tls.client_key": str(ca.folder / "user-{user_index}.key")}
    with shop(f"ssl_client_certificate {ca.file}; ssl_verify_client optional;") as server:
        assert calling(server, files).report["total_failures"] == 0
        assert sorted(line[2] for line in server.lines()) == ["CN=user-0", "CN=user-1", "CN=user-2"]
        missing = project.run({"run.users": 4, "profile.target_users": None})
        assert "user-3.pem: no such file or directory" in missing.told


def test_sessions_are_resumed_when_asked_for(calling, shop):
    with shop() as server:
        changes = {"scenario.user_class": "Getter", "http.keep_alive": False, "profile.tick_seconds": 0.1,
                   "profile.duration_seconds": 0.5}
        calling(server, {**changes, "http.tls.resume": True})
        reused = [line[1] for line in server.lines()]
        assert reused.count("r") > len(reused) / 2 > 3, reused
        calling(server, {**changes, "http.tls.resume": False})
        assert "r" not in [line[1] for line in server.lines()[len(reused):]]


def test_wrong_settings_are_told_with_their_place_before_the_run(project, ca):
    def refused(changes, said, **variables):
        result = ended_with(2, project.validate({"run.base_url": "https://127.0.0.1:1", "http.tls": {}, **changes},
                                                **variables))
        assert "veriload.yaml:" in result.err and said in result.err, result.told

    refused({"http.tls.ca_file": "none.pem"}, "none.pem: no such file or directory")
    refused({"http.tls.min_version": "1.1"}, 'http.tls.min_version must be "1.2" or "1.3", is "1.1"')
    refused({"http.tls.verfy": True}, "unknown key http.tls.verfy, did you mean verify")
    refused({"http.tls.ciphers": "AES129"}, "ciphers: unknown name AES129")
    refused({"http.tls.key_password_env": "NOT_THERE"}, "the environment variable NOT_THERE is not set")
