#!/usr/bin/python3
"""A network with an allowed and a forbidden host, in which every packet is counted. Run it in a network namespace.

    two_hosts.py COUNTS.json COMMAND...

ALLOWED and FORBIDDEN are addresses of this host then, each with an HTTP server on port 80 (and on IPv6 ALLOWED6 and
FORBIDDEN6): it answers 200, or sends a client that asks for /to/WHERE there, with a 302. COMMAND runs; its exit code
is passed on. COUNTS.json gets the packets that were sent to each address while COMMAND ran, and under `control` those
that this script sent to FORBIDDEN itself after it: a count of 0 there would mean that nothing counts.
"""

import collections
import http.server
import json
import os
import socket
import subprocess
import sys
import threading
import time

ALLOWED, FORBIDDEN = "10.9.9.1", "10.9.9.2"
ALLOWED6, FORBIDDEN6 = "fd99::1", "fd99::2"
ETH_P_ALL = 3


class redirecting(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        where = self.path.partition("/to/")[2]
        self.send_response(302 if where else 200)
        if where:
            self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class server6(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6


class packet_counter:
    """Counts the packets that leave on the loopback interface, over which a host talks to its own addresses."""

    def __init__(self):
        self.to = collections.Counter()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self):
        while True:
            packet, (_, _, kind, *_) = self._socket.recvfrom(65536)
            if kind != socket.PACKET_OUTGOING:
                continue
            if packet[12:14] == b"\x08\x00":
                self.to[socket.inet_ntop(socket.AF_INET, packet[30:34])] += 1
            elif packet[12:14] == b"\x86\xdd":
                self.to[socket.inet_ntop(socket.AF_INET6, packet[38:54])] += 1

    def settled(self):
        """The counts so far, once those of the last moment are in."""
        time.sleep(0.2)
        return dict(self.to)


def main(counts_file, *command):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in (f"{ALLOWED}/32", f"{FORBIDDEN}/32", f"{ALLOWED6}/128", f"{FORBIDDEN6}/128"):
        subprocess.run(["ip", "address", "add", address, "dev", "lo", *(["nodad"] if ":" in address else [])], check=True)
    for address in (ALLOWED, FORBIDDEN, ALLOWED6, FORBIDDEN6):
        kind = server6 if ":" in address else http.server.ThreadingHTTPServer
        started = kind((address, 80), redirecting)
        threading.Thread(target=started.serve_forever, daemon=True).start()

    counter = packet_counter()
    code = subprocess.run(command).returncode
    during = counter.settled()
    for address in (FORBIDDEN, FORBIDDEN6):
        socket.create_connection((address, 80), timeout=5).close()
    after = counter.settled()
    control = {address: after.get(address, 0) - during.get(address, 0) for address in (FORBIDDEN, FORBIDDEN6)}
    with open(counts_file, "w") as file:
        json.dump({"to": during, "control": control}, file)
    return code


if __name__ == "__main__":
    # Servers run on as daemons: nothing waits for them.
    os._exit(main(*sys.argv[1:]))
