"""Servers that break HTTP on purpose, each in one way, on free ports of the loopback interface.

    with bad_server("bad_chunk") as server:
        server.url, server.connections, server.requests

Every one is bounded: it sends a few megabytes at the most, and its threads and sockets are gone after the block.
"""

import contextlib
import random
import socket
import struct
import threading

PATIENCE_SECONDS = 30  # what a server that says nothing waits at the most
HEADER_LIMIT = 4 << 20


class bad_server_state:
    """What the test sees of a running server. The counts only grow; read them after the run."""

    def __init__(self, listener):
        self.port = listener.getsockname()[1]
        self.url = f"http://{listener.getsockname()[0]}:{self.port}"
        self.connections = 0
        self.requests = []  # each head as it came, bytes
        self.stopping = threading.Event()


def reset(state, peer):
    # Closing with a linger time of 0 sends RST instead of FIN.
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def close_without_answer(state, peer):
    pass


def silent(state, peer):
    state.stopping.wait(PATIENCE_SECONDS)


def slow_reader(state, peer):
    for _ in range(PATIENCE_SECONDS):
        peer.recv(1)
        if state.stopping.wait(1):
            return


def slow_headers(state, peer):
    peer.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(PATIENCE_SECONDS * 20):
        if state.stopping.wait(0.05):
            return
        peer.sendall(b"a")


def close_inside_body(state, peer):
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")


def garbage(state, peer):
    peer.sendall(random.Random(1).randbytes(2000))


def endless_headers(state, peer):
    peer.sendall(b"HTTP/1.1 200 OK\r\n")
    line = b"X-More: " + b"a" * 1000 + b"\r\n"
    for _ in range(HEADER_LIMIT // len(line)):
        peer.sendall(line)


def length_too_short(state, peer):
    # 15 bytes too many: whoever keeps the connection reads them as the next answer.
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n01234567890123456789")
    answer_all(state, peer, b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n01234567890123456789")


def length_too_long(state, peer):
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")
    state.stopping.wait(PATIENCE_SECONDS)


def bad_chunk(state, peer):
    peer.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n")


def half_status_line(state, peer):
    peer.sendall(b"HTTP/1.1 20")


def close_after_each_answer(state, peer):
    # Says nothing of closing, so a client believes that the connection stays.
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")


def good(state, peer):
    """Not bad at all: for tests that only want the heads of the requests."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    peer.sendall(answer)
    answer_all(state, peer, answer)


BEHAVIOURS = {f.__name__: f for f in (
    reset, close_without_answer, silent, slow_reader, slow_headers, close_inside_body, garbage, endless_headers,
    length_too_short, length_too_long, bad_chunk, half_status_line, close_after_each_answer, good)}


def read_head(state, peer):
    """One request without a body; False when the peer has gone first."""
    head = b""
    while b"\r\n\r\n" not in head and len(head) < 65536:
        some = peer.recv(65536)
        if not some:
            return False
        head += some
    state.requests.append(head)
    return True


def answer_all(state, peer, answer):
    while not state.stopping.is_set() and read_head(state, peer):
        peer.sendall(answer)


@contextlib.contextmanager
def bad_server(behaviour, address="127.0.0.1"):
    act = BEHAVIOURS[behaviour]
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, 0))
        listener.listen(128)
        state = bad_server_state(listener)
        peers, threads = [], []

        def serve(peer):
            with contextlib.suppress(OSError), peer:
                peer.settimeout(PATIENCE_SECONDS)
                if read_head(state, peer):
                    act(state, peer)

        def accept():
            while True:
                try:
                    peer, _ = listener.accept()
                except OSError:
                    return
                state.connections += 1
                peers.append(peer)
                threads.append(threading.Thread(target=serve, args=(peer,), daemon=True))
                threads[-1].start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield state
        finally:
            state.stopping.set()
            # Wakes `accept`, which closing alone does not do.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            accepting.join(10)
            for peer in peers:
                with contextlib.suppress(OSError):
                    peer.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join(10)


@contextlib.contextmanager
def refusing_port():
    """A port that refuses connections, and that nobody else can take meanwhile."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))  # without listening
        yield bad_server_state(holder)


@contextlib.contextmanager
def unaccepting_port():
    """A port whose queue of connections is full: a further connect gets no answer at all."""
    with socket.socket() as listener, contextlib.ExitStack() as open_sockets:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            filler = open_sockets.enter_context(socket.socket())
            filler.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                filler.connect(listener.getsockname())
        yield bad_server_state(listener)
