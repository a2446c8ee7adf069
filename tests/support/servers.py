#!/usr/bin/python3
"""Starts real servers on free ports of the loopback interface, waits until they answer, and always stops them.

    from servers import httpbin, nginx, target
    with nginx() as server:
        server.url  # http://127.0.0.1:40917, without a slash at the end

    servers.py nginx|httpbin|target [-- COMMAND...]

The command runs with {url} replaced and SERVER_URL set, and its exit code is passed on; without a command the
URL is printed and the server runs until SIGINT, SIGTERM or the end of standard input.
"""

import contextlib
import ctypes
import dataclasses
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 20
STOP_SECONDS = 5
TRIES = 5  # somebody else may take a free port before the server binds it


@dataclasses.dataclass(frozen=True)
class server:
    url: str
    port: int
    pid: int
    log: pathlib.Path  # what the server wrote on stdout and stderr


class start_error(RuntimeError):
    """The server did not come up; the text holds the end of its log."""


def build_folder():
    """The build folder under test: VERILOAD_BUILD_DIR, which ctest sets, else that of the release preset."""
    return pathlib.Path(os.environ.get("VERILOAD_BUILD_DIR", ROOT / "build" / "release"))


@contextlib.contextmanager
def target(*options):
    """veriload-target of the build under test."""
    program = build_folder() / "bin" / "veriload-target"
    with _running("veriload-target", program, lambda port, folder: [
            str(program), "--port", str(port), *map(str, options)]) as started:
        yield started


@contextlib.contextmanager
def nginx(files=None, workers=1, access_log=None, body="hello\\n", connections=4096, cpu=None, more=""):
    """nginx that answers `body` with 200 to everything; below /static/ it serves the folder `files`. It stays on
    the processor `cpu` when one is named.

    `access_log` names a file that gets a line `SECONDS_SINCE_1970 VERB TARGET STATUS` per request. `more` is
    configuration inside the http block: further servers."""
    program = pathlib.Path("/usr/sbin/nginx")

    def command(port, folder):
        static = f"location /static/ {{ alias {pathlib.Path(files).resolve()}/; }}" if files else ""
        log = f"{pathlib.Path(access_log).resolve()} short" if access_log else "off"
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in
                            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (folder / "nginx.conf").write_text(f"""
daemon off; pid {folder}/nginx.pid; error_log stderr warn; worker_processes {workers};
{"user root;" if os.geteuid() == 0 else ""}
events {{ worker_connections {connections}; }}
http {{
  log_format short "$msec $request_method $request_uri $status";
  access_log {log};
  keepalive_requests 100000000; keepalive_timeout 3600s; default_type text/plain;
  {temporary}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    {static}
    location / {{ return 200 "{body}"; }}
  }}
  {more}
}}
""")
        pinned = [] if cpu is None else ["taskset", "--cpu-list", str(cpu)]
        return [*pinned, str(program), "-c", str(folder / "nginx.conf"), "-e", "stderr"]

    with _running("nginx (package nginx-light)", program, command) as started:
        yield started


@contextlib.contextmanager
def httpbin(threads=8):
    """The httpbin of build/venv under gunicorn."""
    program = ROOT / "build" / "venv" / "bin" / "python"

    def command(port, folder):
        return [str(program), "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
                "--threads", str(threads), "--worker-tmp-dir", str(folder), "--no-control-socket", "httpbin:app"]

    with _running("httpbin (made by tests/support/make_venv.sh)", program, command) as started:
        yield started


@contextlib.contextmanager
def token_server(seconds=3600, refresh=False, threads=8):
    """The OAuth 2.0 server of tests/support/token_server.py, with the Authlib of build/venv, under gunicorn."""
    program = ROOT / "build" / "venv" / "bin" / "python"

    def command(port, folder):
        return ["/usr/bin/env", f"TOKEN_SECONDS={seconds}", f"REFRESH={int(refresh)}", "AUTHLIB_INSECURE_TRANSPORT=1",
                str(program), "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
                "--threads", str(threads), "--worker-tmp-dir", str(folder), "--no-control-socket",
                "--chdir", str(pathlib.Path(__file__).parent), "token_server:app"]

    with _running("the token server (made by tests/support/make_venv.sh)", program, command) as started:
        yield started


@contextlib.contextmanager
def tinyproxy(*settings):
    """An HTTP proxy; `settings` are lines of its configuration. Its log tells what it was asked for."""
    program = pathlib.Path("/usr/bin/tinyproxy")

    def command(port, folder):
        lines = [f"Port {port}", "Listen 127.0.0.1", "Timeout 60", "MaxClients 100", "LogLevel Connect", *settings]
        (folder / "tinyproxy.conf").write_text("\n".join(lines) + "\n")
        return [str(program), "-d", "-c", str(folder / "tinyproxy.conf")]

    with _running("tinyproxy (package tinyproxy-bin)", program, command, _listens) as started:
        yield started


@contextlib.contextmanager
def microsocks(*options):
    """A SOCKS 5 proxy; `options` such as -u USER -P PASSWORD."""
    program = pathlib.Path("/usr/bin/microsocks")
    with _running("microsocks", program, lambda port, folder: [
            str(program), "-i", "127.0.0.1", "-p", str(port), *options], _listens) as started:
        yield started


@contextlib.contextmanager
def _running(what, program, command, ready=None):
    """Runs command(port, folder) until the block ends. Its whole process group is stopped with it. `ready` says when
    it has come up: by default when it answers HTTP."""
    if not os.access(program, os.X_OK):
        raise start_error(f"{what} is missing: {program}")
    with tempfile.TemporaryDirectory(prefix="veriload-server-") as folder:
        folder = pathlib.Path(folder)
        process, started = _start(what, folder, command, ready or _ready)
        try:
            yield started
        finally:
            _stop(process)


def _start(what, folder, command, ready):
    for attempt in range(1, TRIES + 1):
        port = free_port()
        log = folder / "log.txt"
        with open(log, "wb") as out:
            process = subprocess.Popen(command(port, folder), stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                       start_new_session=True, preexec_fn=_end_with_parent)
        started = server(f"http://127.0.0.1:{port}", port, process.pid, log)
        reason = "stopped by itself"
        try:
            if ready(started, process):
                return process, started
            if process.poll() is None:
                reason = f"did not answer within {READY_SECONDS} s"
        except BaseException:
            _stop(process)
            raise
        _stop(process)
        end = log.read_text(errors="replace")[-2000:]
        if attempt == TRIES or "in use" not in end:
            raise start_error(f"{what} {reason}; its log ends with:\n{end}")
    raise AssertionError("unreachable")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _end_with_parent():
    """Runs in the child: a killed test must not leave its server behind (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _ready(started, process):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            opener.open(started.url + "/", timeout=2).close()
        except urllib.error.HTTPError:
            pass  # an answer is an answer
        except OSError:
            time.sleep(0.02)
            continue
        # The answer may have come from whoever took the port first.
        time.sleep(0.02)
        return process.poll() is None
    return False


def _listens(started, process):
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", started.port), timeout=2).close()
            return True
        except OSError:
            time.sleep(0.02)
    return False


def _stop(process):
    for how, patience in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, None)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            return


def main(arguments):
    kinds = {"nginx": nginx, "httpbin": httpbin, "target": target}
    if not arguments or arguments[0] not in kinds or arguments[1:2] not in ([], ["--"]):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    command = arguments[2:]
    # As an exception, so that the `with` block stops the server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with kinds[arguments[0]]() as started:
            if command:
                filled = [part.replace("{url}", started.url) for part in command]
                return subprocess.run(filled, env={**os.environ, "SERVER_URL": started.url}).returncode
            print(started.url, flush=True)
            sys.stdin.read()
            return 0
    except start_error as error:
        print(f"servers.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
