"""Which way connections take: Unix sockets, source addresses, overrides of DNS, and proxies that nobody here wrote."""

import contextlib
import types

import pytest

import servers
from certificates import authority
from project import ONE_PASS, ended_with


@pytest.fixture
def web(tmp_path):
    """web(): nginx whose addresses() are where each request came from."""
    @contextlib.contextmanager
    def start(listen=None, settings=""):
        port = servers.free_port()
        log = tmp_path / "web.log"
        more = f"""
  log_format from "$remote_addr $host";
  server {{
    listen {listen or f"127.0.0.1:{port} backlog=4096"};
    access_log {log} from;
    {settings}
    location / {{ return 200 "hello\\n"; }}
  }}"""
        with servers.nginx(more=more):
            yield types.SimpleNamespace(url=f"http://127.0.0.1:{port}", port=port,
                                        lines=lambda: log.read_text().splitlines())
    return start


@pytest.fixture
def calling(project):
    def run(url, changes=None, code=0):
        return ended_with(code, project.run({"scenario.user_class": "Caller", "run.base_url": url, "run.users": 4,
                                             **ONE_PASS, **(changes or {})}))
    return run


def check_good(result):
    assert result.report["total_requests"] == 4 and result.report["total_failures"] == 0, result.told


NO_CONNECTION = 6


def check_failures(result, said):
    assert result.report["total_failures"] == 4, result.told
    assert all(said in row["example"] for row in result.report["errors"]), result.report["errors"]


def test_a_name_may_stand_for_a_unix_socket(calling, web, tmp_path, project):
    path = f"unix:{tmp_path}/web.sock"
    with web(listen=path) as server:
        changes = {"safety.allowed_hosts": ["app.test", path], "network.hosts": {"app.test": path}}
        check_good(calling("http://app.test", changes))
        assert server.lines() == ["unix: app.test"] * 4
        refused = calling("http://app.test", {"safety.allowed_hosts": ["app.test"]}, 2)
        assert f"network.hosts.app.test leads to {path}, which is not in safety.allowed_hosts" in refused.err


def test_connections_start_from_the_source_addresses_in_turn(calling, web):
    with web() as server:
        check_good(calling(server.url, {"network.source_addresses": ["127.0.0.2", "127.0.0.3"], "run.threads": 1}))
        assert sorted(line.split()[0] for line in server.lines()) == ["127.0.0.2"] * 2 + ["127.0.0.3"] * 2
        foreign = calling(server.url, {"network.source_addresses": ["192.0.2.1"]}, NO_CONNECTION)
        check_failures(foreign, "source address 192.0.2.1 is not an address of this machine")


def test_an_override_answers_instead_of_dns(calling, web):
    with web() as server:
        check_good(calling(f"http://shop.test:{server.port}", {
            "safety.allowed_hosts": ["shop.test"], "network.hosts": {"shop.test": ["127.0.0.1"]}}))
        assert server.lines() == ["127.0.0.1 shop.test"] * 4


def test_http_and_https_go_through_a_tunnel_of_a_proxy(calling, web, tmp_path):
    ca = authority(tmp_path)
    ca.issue("server", "DNS:localhost")
    tls = f"ssl_certificate {tmp_path}/server.pem; ssl_certificate_key {tmp_path}/server.key;"
    with servers.tinyproxy("BasicAuth me sesame") as proxy, web() as plain:
        changes = {"network.proxy": f"http://me:sesame@127.0.0.1:{proxy.port}",
                   "safety.allowed_hosts": ["127.0.0.1", "localhost"]}
        check_good(calling(f"http://localhost:{plain.port}", changes))
        port = servers.free_port()
        with web(listen=f"127.0.0.1:{port} ssl", settings=tls):
            check_good(calling(f"https://localhost:{port}", {"http.tls.ca_file": str(ca.file)}))
        assert proxy.log.read_text().count("CONNECT localhost:") == 8
        wrong = calling(f"http://localhost:{plain.port}", {"network.proxy": f"http://me:wrong@127.0.0.1:{proxy.port}"},
                        NO_CONNECTION)
        check_failures(wrong, f"proxy 127.0.0.1:{proxy.port} answered 40")
        check_good(calling(f"http://localhost:{plain.port}", {"network.no_proxy": ["localhost"]}))
        assert "wrong" not in wrong.told


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_socks_resolves_here_or_at_the_proxy(calling, web, scheme):
    with servers.microsocks("-u", "me", "-P", "sesame") as proxy, web() as server:
        changes = {"network.proxy": f"{scheme}://me:sesame@127.0.0.1:{proxy.port}",
                   "safety.allowed_hosts": ["127.0.0.1", "localhost"]}
        check_good(calling(f"http://localhost:{server.port}", changes))
        assert proxy.log.read_text().count(f"connected to {'localhost' if scheme == 'socks5h' else '127.0.0.1'}:") == 4
        wrong = calling(f"http://localhost:{server.port}",
                        {"network.proxy": f"{scheme}://me:wrong@127.0.0.1:{proxy.port}"}, NO_CONNECTION)
        check_failures(wrong, "refused the user or the password")


def test_a_proxy_that_is_not_allowed_is_refused_before_the_run(project):
    result = ended_with(2, project.validate({"network.proxy": "http://10.0.0.1:3128"}))
    assert "network.proxy has the host 10.0.0.1, which is not in safety.allowed_hosts" in result.err
