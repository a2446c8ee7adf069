"""The allow-list, judged by the packets: whatever a scenario or a server says, none goes to a forbidden address."""

import json
import pathlib
import sys

import pytest

import namespaces
from project import ONE_PASS
from report_rules import check_report
from two_hosts import ALLOWED, ALLOWED6, FORBIDDEN, FORBIDDEN6

# Names of both hosts that the system's own resolver finds, forbidden address first.
HOSTS_FILE = f"{FORBIDDEN} disk.example.test\n{ALLOWED} disk.example.test\n{FORBIDDEN} elsewhere.example.test\n"
# Names that the configuration resolves.
HOSTS = {
    "allowed.example.test": ALLOWED,
    "both.example.test": [FORBIDDEN, ALLOWED],
    "both6.example.test": [FORBIDDEN6, ALLOWED6],
    "mapped.example.test": f"::ffff:{FORBIDDEN}",
    "a.wild.example.test": FORBIDDEN,
    "b.wild.example.test": ALLOWED,
    "wild.example.test": FORBIDDEN,
    "evilwild.example.test": FORBIDDEN,
    "forbidden.example.test": FORBIDDEN,
    "allowed.example.test.evil.test": FORBIDDEN,
}
# A range in the list makes addresses count as well as names.
LIST = ["allowed.example.test", "both.example.test", "both6.example.test", "mapped.example.test", "disk.example.test",
        "*.wild.example.test", f"{ALLOWED}/32", f"{ALLOWED6}/128"]

GOOD = [f"http://{ALLOWED}/", "http://allowed.example.test/", "http://ALLOWED.Example.TEST/", "http://allowed.example.test./",
        f"http://[{ALLOWED6}]/", f"http://[::ffff:{ALLOWED}]/", "http://b.wild.example.test/",
        f"http://{ALLOWED}/to/http://allowed.example.test/"]
# One of their addresses is good: that one is used, or none.
HALF_GOOD = ["http://both.example.test/", "http://both6.example.test/", "http://disk.example.test/"]
SPELLINGS = [  # of the forbidden host, after "http://"
    FORBIDDEN, f"{FORBIDDEN}.", f"{ALLOWED}@{FORBIDDEN}", f"allowed.example.test:80@{FORBIDDEN}:80", f"[{FORBIDDEN6}]",
    "[FD99:0:0::0002]", f"[::ffff:{FORBIDDEN}]", "[::ffff:a09:902]", "[0:0:0:0:0:FFFF:0A09:0902]", f"[::{FORBIDDEN}]",
    "168364290", "0x0a090902", "0X0A.0x9.0x9.0x2", "012.011.011.002", "10.9.2306", "10.592130", "10.9.9.02",
    "mapped.example.test", "a.wild.example.test", "A.WILD.example.test.", "wild.example.test", "evilwild.example.test",
    "forbidden.example.test", "elsewhere.example.test", "allowed.example.test.evil.test"]
BAD = [*(f"http://{host}/" for host in SPELLINGS), f"HTTP://{FORBIDDEN}/", f"http://{FORBIDDEN}#@{ALLOWED}/",
       f"http://{FORBIDDEN}?@{ALLOWED}/", f"http://{FORBIDDEN}\\@{ALLOWED}/"]
# Where one reader sees an address, another sees a path of the allowed host, which is as good.
PATHS = [f"//{FORBIDDEN}/", f"/\\{FORBIDDEN}/", f"http:{FORBIDDEN}/", f"http:/{FORBIDDEN}/", f"http:\\\\{FORBIDDEN}/"]
# The allowed host sends its client there.
REDIRECTS = [f"http://{ALLOWED}/to/{where}" for where in [*BAD, *PATHS]]


class wandered:
    """A run that called each of `urls` once in the network of two_hosts.py."""

    def __init__(self, project, library, urls, allowed, base_url):
        (project.folder / "hosts").write_text(HOSTS_FILE)
        counting = pathlib.Path(namespaces.__file__).with_name("two_hosts.py")
        around = namespaces.wrapper("net", "mount", before="mount --bind hosts /etc/hosts")
        project.change({
            "scenario.path": str(library("pressure")), "scenario.user_class": "Wanderer", "run.users": 1,
            "run.base_url": base_url, "safety.allowed_hosts": allowed, "network.hosts": HOSTS,
            "http.connect_timeout_seconds": 1, "http.redirects.max": 3, **ONE_PASS})
        self.result = project.veriload("run", URLS=" ".join(urls),
                                       wrapped_in=[*around, sys.executable, counting, "counts.json"])
        assert self.result.code in (0, 6), self.result.told
        counts = json.loads((project.folder / "counts.json").read_text())
        self.to, self.control = counts["to"], counts["control"]
        checks = check_report(self.result.report)["checks"]
        assert set(checks) == set(urls), "each was called"
        self.answered = {url for url in urls if checks[url]["passes"]}
        self.classes = {row["endpoint"]: row["class"] for row in self.result.report["errors"]}


@pytest.fixture
def wander(project, library):
    """wander(urls): what became of them, after it was made sure that packets are counted."""

    def run(urls, allowed=None, base_url=f"http://{ALLOWED}"):
        done = wandered(project, library, urls, allowed or LIST, base_url)
        assert min(done.control.values()) >= 3, "a connection of three packets at least was not counted"
        return done

    return run


def no_packets_to_forbidden(done):
    assert FORBIDDEN not in done.to and FORBIDDEN6 not in done.to, (done.to, done.result.told)


def test_what_is_allowed_is_reached_and_counted(wander):
    done = wander(GOOD)
    assert done.answered == set(GOOD), done.result.told
    assert done.to[ALLOWED] > 10 and done.to[ALLOWED6] >= 3
    no_packets_to_forbidden(done)


def test_no_spelling_of_a_forbidden_address_gets_a_packet_out(wander):
    done = wander([*BAD, *PATHS, *HALF_GOOD, GOOD[0]])
    no_packets_to_forbidden(done)
    assert done.answered <= {*PATHS, *HALF_GOOD, GOOD[0]} and GOOD[0] in done.answered, done.answered
    for host in (FORBIDDEN, f"[{FORBIDDEN6}]", "wild.example.test", "forbidden.example.test", "a.wild.example.test"):
        assert done.classes[f"http://{host}/"] == "blocked", host


def test_no_redirect_to_a_forbidden_address_gets_a_packet_out(wander):
    done = wander([*REDIRECTS, GOOD[0]])
    no_packets_to_forbidden(done)
    assert done.answered <= {url for url in REDIRECTS if "/to/http:" not in url} | {GOOD[0]}, done.answered
    assert done.classes[f"http://{ALLOWED}/to/http://{FORBIDDEN}/"] == "blocked"


def test_a_list_of_names_alone_does_not_let_addresses_through(wander):
    urls = [f"http://{FORBIDDEN}/", f"http://{ALLOWED}/", "http://wild.example.test/", "http://b.wild.example.test/",
            f"http://[::ffff:{FORBIDDEN}]/", f"http://b.wild.example.test/to/http://{FORBIDDEN}/"]
    done = wander(urls, ["*.wild.example.test"], "http://b.wild.example.test")
    no_packets_to_forbidden(done)
    assert done.answered == {"http://b.wild.example.test/"}
