"""The embedded target over real sockets: what it does as a process, and each fault as a client sees it."""

# labels: sanitize

import http.client
import signal
import socket
import subprocess

import pytest

import servers

PROGRAM = servers.build_folder() / "bin" / "veriload-target"


@pytest.fixture(scope="module")
def target():
    with servers.target("--threads", 2) as started:
        yield started


def raw(target, path, request=None, seconds=20):
    """All bytes that come until the server closes, and the error that ended them, if any."""
    received = b""
    with socket.create_connection(("127.0.0.1", target.port), timeout=seconds) as connection:
        connection.sendall(request or f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        try:
            while True:
                some = connection.recv(65536)
                received += some
                if not some or len(received) > 1_000_000:
                    return received, None
        except OSError as error:
            return received, error


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_says_where_it_listens_and_ends_cleanly(stop, tmp_path):
    ready = tmp_path / "port"
    process = subprocess.Popen([PROGRAM, "--ready-file", ready], stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line == f"listening on http://127.0.0.1:{ready.read_text().strip()}\n"
        process.send_signal(stop)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()


def test_refuses_a_taken_port_with_one_line(target):
    run = subprocess.run([PROGRAM, "--port", str(target.port)], capture_output=True, text=True, timeout=10)
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr == f"veriload-target: cannot listen on 127.0.0.1:{target.port}: Address already in use\n"


@pytest.mark.parametrize("options", [["--port", "70000"], ["--port", "x"], ["--threads", "0"], ["--bogus"], ["stray"]])
def test_refuses_a_wrong_command_line(options):
    run = subprocess.run([PROGRAM, *options], capture_output=True, text=True, timeout=10)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1


def test_keeps_connections_and_answers_pipelined_requests_in_order(target):
    received, _ = raw(target, None, b"GET /status/201 HTTP/1.1\r\nHost: x\r\n\r\nGET /status/202 HTTP/1.1\r\nHost: x\r\n"
                      b"Connection: close\r\n\r\n")
    assert received.index(b"HTTP/1.1 201") < received.index(b"HTTP/1.1 202")


def test_head_announces_the_length_without_a_body(target):
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=10)
    connection.request("HEAD", "/")
    answer = connection.getresponse()
    assert (answer.status, answer.read(), answer.headers["Content-Length"]) == (200, b"", "16")
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"veriload-target\n"
    connection.close()


def test_reads_chunked_bodies(target):
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=10)
    connection.request("POST", "/post", iter([b'{"a"', b":1}"]), encode_chunked=True,
                       headers={"Transfer-Encoding": "chunked"})
    assert b'"json":{"a":1}' in connection.getresponse().read()
    connection.close()


def test_refuses_what_is_not_http(target):
    received, _ = raw(target, None, b"what is this\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 400 ")


def test_reset_is_a_reset(target):
    received, error = raw(target, "/fault/reset")
    assert received == b""
    assert isinstance(error, ConnectionResetError)


@pytest.mark.parametrize("name, ending", [
    ("close", b""),
    ("close-mid-body", b"\r\n\r\n0123456789"),
    ("garbage", b"\xff\xfe"),
    ("bad-chunk", b"0\r\n\r\n"),
    ("half-status-line", b"HTTP/1.1 20"),
])
def test_fault_ends_with_an_orderly_close(target, name, ending):
    received, error = raw(target, f"/fault/{name}")
    assert error is None
    assert received.endswith(ending)


def test_wrong_length_leaves_bytes_before_the_next_answer(target):
    twice = b"GET /fault/wrong-length HTTP/1.1\r\nHost: x\r\n\r\nGET /status/204 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    received, _ = raw(target, None, twice)
    assert b"Content-Length: 5\r\n\r\n01234567890123456789HTTP/1.1 204" in received


def test_endless_headers_do_not_end_within_a_megabyte(target):
    received, _ = raw(target, "/fault/endless-headers")
    assert len(received) > 1_000_000
    assert b"\r\n\r\n" not in received


def test_silent_says_nothing(target):
    received, error = raw(target, "/fault/silent", seconds=0.5)
    assert received == b""
    assert isinstance(error, TimeoutError)


def test_slow_headers_come_in_the_end(target):
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=10)
    connection.request("GET", "/fault/slow-headers")
    assert connection.getresponse().read() == b"slow\n"
    connection.close()
