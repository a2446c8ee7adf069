"""Commands in namespaces of their own: disks, networks and addresses that nobody else sees.

Root makes them as it is, others by way of a user namespace, where the kernel lets them. A machine that lets nobody
is said: a test that needs one fails in CI (CI or VERILOAD_CI is set) and is skipped on a developer's machine.
"""

import functools
import os
import shutil
import subprocess

import pytest


def needed(reason):
    """Ends the test for want of something that this machine does not have."""
    if os.environ.get("CI") or os.environ.get("VERILOAD_CI"):
        pytest.fail(f"{reason}; in CI this must be there", pytrace=False)
    pytest.skip(reason)


def wrapper(*kinds, before="", after=""):
    """Words to put before a command: it runs in new namespaces of `kinds` ("mount", "net"), after the shell commands
    `before`, which must all work, and before those of `after`. The command's exit code is passed on; 99 tells that
    `before` failed."""
    _require(kinds)
    # The command is `"$@"`.
    script = f'set -e\n{{\n:\n{before}\n}} >&2 || exit 99\nset +e\n"$@"\ncode=$?\n{after}\nexit $code'
    return [*_unshare(kinds), "/bin/sh", "-c", script, "sh"]


def _unshare(kinds):
    own_user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *own_user, *(f"--{kind}" for kind in kinds)]


@functools.lru_cache(maxsize=None)
def _why_not(kinds):
    if not shutil.which("unshare"):
        return "unshare (package util-linux) is missing"
    if "net" in kinds and not shutil.which("ip"):
        return "ip (package iproute2) is missing"
    probe = "mount -t tmpfs tmpfs /mnt" if "mount" in kinds else "ip link set lo up"
    done = subprocess.run([*_unshare(kinds), "/bin/sh", "-c", probe], capture_output=True, text=True, timeout=20)
    return f"no namespaces ({', '.join(kinds)}): {done.stderr.strip()}" if done.returncode else ""


def _require(kinds):
    reason = _why_not(tuple(kinds))
    if reason:
        needed(reason)
