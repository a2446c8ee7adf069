"""The commands of sdk/docs/first_plugin.md, in order, as they stand there."""

import re
import shutil

import servers
from conftest import called, launcher, passed

GUIDE = servers.ROOT / "sdk" / "docs" / "first_plugin.md"


def test_every_command_of_the_guide_works(kit, tmp_path):
    commands = re.findall(r"^```sh\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    assert len(commands) == 4
    # The guide installs its plugin, so it gets an installation of its own.
    own = tmp_path / "veriload"
    shutil.copytree(kit.prefix, own, symlinks=True)
    wrapped = {"CMAKE_CXX_COMPILER_LAUNCHER": "ccache"} if launcher() else {}
    work = kit.scratch / "guide"
    work.mkdir()
    environment = kit.environment(VERILOAD=str(own), CMAKE_GENERATOR="Ninja", **wrapped)
    done = passed(called(["bash", "-euo", "pipefail", "-c", "".join(commands)], work, environment))
    assert "100% tests passed" in done.stdout
    assert "example.line 0.1.0" in done.stdout
    assert "lines were answered" in done.stdout


def test_the_guide_is_what_readers_find():
    for file in ("README.md", "sdk/docs/writing_a_scenario.md"):
        assert "first_plugin.md" in (servers.ROOT / file).read_text(), file
    for page in re.findall(r"\]\((\w+\.md)\)", GUIDE.read_text()):
        assert (GUIDE.parent / page).is_file(), page
