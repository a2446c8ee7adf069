"""Connections: of each user or shared by a worker's, with limits per host, waits in order and a time to be idle."""

import contextlib
import types

import pytest

import servers
from certificates import authority
from project import ONE_PASS, ended_with

USERS = 6
ALL_AT_ONCE = {**ONE_PASS, "run.users": USERS, "run.threads": 1}


@pytest.fixture
def web(tmp_path):
    """web(): nginx whose connections() are, for each request in order, the number of its connection."""
    @contextlib.contextmanager
    def start(settings=""):
        port = servers.free_port()
        log = tmp_path / "connections.log"
        more = f"""
  log_format connections "$connection";
  server {{
    listen 127.0.0.1:{port} {"ssl" if settings else ""} backlog=4096;
    access_log {log} connections;
    {settings}
    location / {{ return 200 "hello\\n"; }}
  }}"""
        with servers.nginx(more=more):
            yield types.SimpleNamespace(url=f"{'https' if settings else 'http'}://127.0.0.1:{port}",
                                        connections=lambda: [int(line) for line in log.read_text().split()])
    return start


@pytest.fixture
def calling(project):
    def run(server, changes, **variables):
        result = ended_with(0, project.run({"scenario.user_class": "Caller", "run.base_url": server.url,
                                            **ALL_AT_ONCE, **changes}, **variables))
        assert result.report["total_failures"] == 0, result.told
        return result.report
    return run


def test_each_user_has_its_own_unless_told_otherwise(calling, web):
    with web() as server:
        assert calling(server, {})["total_requests"] == USERS
        assert len(set(server.connections())) == USERS
        calling(server, {"http.pool": "user", "http.max_connections_per_host": 1})  # of one user
        assert len(set(server.connections())) == 2 * USERS


@pytest.mark.parametrize("most", [1, 2])
def test_users_of_a_worker_share_as_many_as_allowed(calling, web, most):
    with web() as server:
        report = calling(server, {"http.pool": "worker", "http.max_connections_per_host": most})
        assert len(server.connections()) == report["total_requests"] == USERS
        assert len(set(server.connections())) == most


def test_each_worker_has_a_pool(calling, web):
    with web() as server:
        calling(server, {"http.pool": "worker", "http.max_connections_per_host": 1, "run.threads": 2})
        assert len(set(server.connections())) == 2


def test_what_a_user_leaves_idle_the_next_one_uses(calling, web):
    changes = {"scenario.user_class": "Getter", "profile.tick_seconds": 0.1, "profile.duration_seconds": 1}
    with web() as server:
        shared = calling(server, {**changes, "http.pool": "worker"})
        # No limit: as many as were in use at once, which is at most one for each user.
        assert len(set(server.connections())) <= USERS < shared["total_requests"]


def test_a_wait_for_a_connection_counts_in_the_response_time(calling, target):
    changes = {"scenario.user_class": "Elsewhere", "http.pool": "worker", "http.max_connections_per_host": 2,
               "profile.tick_seconds": 0}
    server = types.SimpleNamespace(url=target.url)
    row = calling(server, changes, ELSEWHERE="/delay/0.2")["endpoints"]["GET elsewhere"]
    assert row["total_requests"] == USERS
    # Three rounds of two: each request takes 0.2 s by itself, the last ones waited 0.4 s.
    assert 600 <= row["latency_ms"]["max"] < 3000, row
    assert row["service_ms"]["p50"] < 400, row
    assert (row["connections"]["opened"], row["connections"]["reused"]) == (2, USERS - 2)


def test_a_wait_ends_with_the_timeout_of_the_call(project, target):
    result = ended_with(0, project.run({
        "scenario.user_class": "Elsewhere", **ALL_AT_ONCE, "http.pool": "worker", "http.max_connections_per_host": 1,
        "http.timeout_seconds": 0.5}, ELSEWHERE="/delay/0.4"))
    said = f"no free connection to {target.url.removeprefix('http://')} within 0.5 s, http.max_connections_per_host is 1"
    assert f"http: GET elsewhere: {said}" in [row["message"] for row in result.report["task_failures"]], result.told


@pytest.mark.parametrize("pool", ["user", "worker"])
def test_an_idle_connection_is_not_used_after_its_time(calling, web, pool):
    changes = {"scenario.user_class": "Getter", "run.users": 1, "profile.tick_seconds": 0.1,
               "profile.duration_seconds": 1, "http.pool": pool}  # 50 ms between two requests
    with web() as server:
        calling(server, {**changes, "http.idle_timeout_seconds": 30})
        kept = server.connections()
        assert len(set(kept)) == 1 < len(kept)
        calling(server, {**changes, "http.idle_timeout_seconds": 0.02})
        anew = server.connections()[len(kept):]
        assert len(set(anew)) == len(anew) > 1


def test_users_with_certificates_of_their_own_share_nothing(calling, web, tmp_path):
    ca = authority(tmp_path)
    ca.issue("server", "IP:127.0.0.1")
    for index in range(USERS):
        ca.issue(f"user-{index}")
    tls = f"ssl_certificate {ca.folder}/server.pem; ssl_certificate_key {ca.folder}/server.key;"
    changes = {"http.pool": "worker", "http.max_connections_per_host": 1, "http.tls.ca_file": str(ca.file)}
    with web(tls + f"ssl_client_certificate {ca.file}; ssl_verify_client on;") as server:
        calling(server, {**changes, "http.tls.client_certificate": str(ca.folder / "user-{user_index}.pem"),
                         "http.tls.client_key": str(ca.folder / "user-{user_index}.key")})
        assert len(set(server.connections())) == USERS
        calling(server, {**changes, "http.tls.client_certificate": str(ca.folder / "user-0.pem"),
                         "http.tls.client_key": str(ca.folder / "user-0.key")})
        assert len(set(server.connections()[USERS:])) == 1


@pytest.mark.parametrize("key, value, words", [
    ("http.pool", "thread", 'http.pool must be user or worker, is "thread"'),
    ("http.pool", True, "http.pool is a boolean, expected text"),
    ("http.max_connections_per_host", 0, "http.max_connections_per_host must be from 1 to 1000000, is 0"),
    ("http.idle_timeout_seconds", 0, "http.idle_timeout_seconds must be above 0"),
    ("http.idle_timeout", 1, "unknown key http.idle_timeout, did you mean idle_timeout_seconds"),
])
def test_wrong_settings_name_their_place(project, key, value, words):
    told = ended_with(2, project.run({key: value})).told
    assert words in told and "veriload.yaml:" in told, told


def test_the_reference_knows_every_key(project):
    text = ended_with(0, project.veriload("config", "reference")).out
    for key in ("pool", "max_connections_per_host", "idle_timeout_seconds"):
        assert f"`http.{key}`" in text, key
