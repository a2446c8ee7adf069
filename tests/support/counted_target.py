"""The embedded target seen as a witness: it counts the requests that really came."""

import json
import time
import urllib.request


class counted_target:
    """Around a running `servers.target()`."""

    def __init__(self, server):
        self.url = server.url
        self.port = server.port

    def counts(self):
        """{path: requests}, without the counting itself."""
        with urllib.request.urlopen(self.url + "/metrics-count", timeout=10) as answer:
            found = json.load(answer)
        return {path: n for path, n in found["paths"].items() if path not in ("/", "/metrics-count")}

    def total(self):
        return sum(self.counts().values())

    def since(self, before):
        """{path: requests} that came after `before`, an earlier answer of counts()."""
        return {path: n - before.get(path, 0) for path, n in self.counts().items() if n > before.get(path, 0)}

    def wait_for(self, path, n, before=None, seconds=30):
        """Until `n` requests for the path came after `before`."""
        deadline = time.monotonic() + seconds
        while self.since(before or {}).get(path, 0) < n:
            assert time.monotonic() < deadline, f"not {n} requests for {path} within {seconds} s"
            time.sleep(0.02)
