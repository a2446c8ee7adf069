"""The servers that the other tests rely on start, answer and are gone afterwards."""

import json
import os
import subprocess
import sys
import urllib.request

import pytest

import servers


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_nginx_answers_everything_and_serves_files(tmp_path):
    (tmp_path / "a.txt").write_text("from a file")
    with servers.nginx(files=tmp_path) as server:
        assert get(server.url + "/anything?x=1") == b"hello\n"
        assert get(server.url + "/static/a.txt") == b"from a file"
    assert is_gone(server.pid)


def test_httpbin_is_the_real_one():
    with servers.httpbin() as server:
        assert json.loads(get(server.url + "/get?a=1"))["args"] == {"a": "1"}
    assert is_gone(server.pid)


def test_target_answers_like_httpbin():
    with servers.httpbin() as real, servers.target() as ours:
        for path in ("/get?a=1&a=2", "/headers", "/ip", "/user-agent", "/uuid", "/json", "/cookies",
                     "/anything/x?q=%20", "/delay/0.01"):
            wanted = json.loads(get(real.url + path))
            found = json.loads(get(ours.url + path))
            if path.startswith("/delay"):
                assert found["origin"] == wanted["origin"]
            else:
                assert sorted(found) == sorted(wanted), path
            if "args" in wanted and "args" in found:
                assert found["args"] == wanted["args"], path
    assert is_gone(ours.pid)


def test_a_failing_test_still_stops_its_server():
    with pytest.raises(ZeroDivisionError):
        with servers.nginx() as server:
            1 / 0
    assert is_gone(server.pid)


def test_a_server_that_cannot_start_says_why():
    with pytest.raises(servers.start_error, match="unrecognised option '--bogus'"):
        with servers.target("--bogus"):
            pass


def test_the_command_line_passes_the_url_and_the_exit_code_on():
    run = subprocess.run([sys.executable, servers.__file__, "nginx", "--", "sh", "-c",
                          'test "$SERVER_URL" = "{url}" && exit 7'], timeout=60)
    assert run.returncode == 7
