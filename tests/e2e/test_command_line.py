"""The command line: help, mistakes with the nearest word, and what is shown on a terminal and off it."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
import time

import pytest

from project import ONE_PASS, PROGRAM, ended_with, environment, passed

COMMANDS = ["run", "validate", "build", "calibrate", "plugin list", "config reference", "config schema"]


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"]])
def test_help_lists_all_commands_and_exit_codes(project, words):
    out = passed(project.veriload(*words)).out
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\w", out, re.MULTILINE), command
    for code in (0, 1, 2, 3, 4, 5, 6, 130):
        assert re.search(rf"^  {code} +\w", out, re.MULTILINE), code


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(project, command):
    for option in ("--help", "-h"):
        result = passed(project.veriload(*command.split(), option))
        assert result.out.startswith(f"usage: veriload {command}")
        assert "Examples:\n" in result.out
        assert f"veriload {command}" in result.out[result.out.index("Examples:"):]
        assert result.err == ""


def test_the_help_of_run_names_its_options(project):
    out = passed(project.veriload("run", "--help")).out
    for option in ("--config", "--plugin-dir", "--set", "--workers", "--quiet", "--verbose", "--help"):
        assert option in out


def test_the_version_is_one_line(project):
    assert re.fullmatch(r"veriload \d+\.\d+\.\d+\n", passed(project.veriload("--version")).out)


@pytest.mark.parametrize("words, said", [
    (["rum"], 'unknown command "rum" (did you mean "run"?)'),
    (["validat"], 'did you mean "validate"?'),
    (["plugin"], '"plugin" needs a second word:'),
    (["plugin", "lst"], 'did you mean "plugin list"?'),
    (["config", "shema"], 'did you mean "config schema"?'),
    (["frobnicate"], 'unknown command "frobnicate"; `veriload --help` lists all'),
    (["run", "--workrs", "2"], "unknown option --workrs (did you mean --workers?)"),
    (["run", "--conf", "x"], "unknown option --conf"),
    (["run", "--workers"], "--workers"),
    (["run", "--workers", "0"], '--workers is "0", expected a whole number from 1 to 1024'),
    (["run", "--workers", "two"], '--workers is "two", expected a whole number from 1 to 1024'),
    (["run", "--workers", "-1"], "--workers"),
    (["run", "--quiet", "--quiet"], "--quiet is given twice, expected once"),
    (["run", "extra"], 'unexpected word "extra"'),
    (["validate", "--show-personas", "x"], '--show-personas is "x", expected a whole number from 0 to 1000000'),
    (["build"], "expected one source file"),
    (["build", "a.cpp", "b.cpp"], 'unexpected word "b.cpp"'),
    (["config", "schema", "now"], 'unexpected word "now"'),
])
def test_a_mistake_is_told_with_what_was_expected(project, words, said):
    result = ended_with(2, project.veriload(*words))
    assert result.out == ""
    assert result.err.startswith("veriload: error: ")
    assert said in result.err, result.told
    assert "\x1b" not in result.err


def test_nothing_is_coloured_off_a_terminal(project):
    for result in (passed(project.run(ONE_PASS, TERM="xterm-256color")),
                   ended_with(2, project.veriload("run", "--set", "x=1", TERM="xterm-256color"))):
        assert "\x1b" not in result.out + result.err


def test_quiet_shows_one_line_with_the_verdict(project):
    result = passed(project.run({"profile.duration_seconds": 1}, "--quiet"))
    assert result.err == ""
    assert re.fullmatch(r"passed · (VALID|SUSPECT|INVALID) · \d+ requests · 0 failed \(0 %\) · p95 [0-9.]+ .?s\n", result.out)
    broken = ended_with(1, project.run({"slo.global.max_p95_ms": 0.001}, "--quiet"))
    assert broken.err == ""
    assert broken.out.startswith("gate failed · ") and broken.out.endswith(" · 0 of 1 rules kept\n")


def test_json_gives_one_document_on_stdout_and_everything_else_on_stderr(project):
    result = ended_with(1, project.run({"slo.global.max_p95_ms": 0.001}, "--json"))
    document = json.loads(result.out)
    assert document["outcome"]["exit_code"] == 1
    assert document["outcome"]["causes"] == ["gate failed"]
    assert document["outcome"]["reports"] == [{"name": "json", "file": "run.json", "error": None}]
    del document["outcome"]
    assert document == result.report
    assert "report json: run.json" in result.err


def test_json_of_a_run_that_could_not_be_carried_out_says_why(project):
    changes = {"run.base_url": "http://127.0.0.1:1", "scenario.user_class": "Caller", **ONE_PASS}
    result = ended_with(6, project.run(changes, "--json", "--quiet"))
    outcome = json.loads(result.out)["outcome"]
    assert outcome["causes"] == ["could not be carried out"] and "no connection" in outcome["could_not_run"]
    assert result.err.startswith("veriload: error: ") and "no connection" in result.err


def test_off_a_terminal_a_short_run_shows_no_progress(project):
    assert passed(project.run()).err == ""


def test_log_lines_of_a_scenario_are_shown_by_level(project):
    changes = {"scenario.user_class": "Logger", "run.users": 1, **ONE_PASS}
    err = passed(project.run(changes)).err
    assert "a warning of the scenario" in err and "number" in err and "7" in err
    assert "an information of the scenario" not in err
    err = passed(project.run({}, "--verbose")).err
    assert "an information of the scenario" in err and "a warning of the scenario" in err


def on_a_terminal(project, *words, columns=100, rows=40, **variables):
    """The exit code and all that came to a pseudo terminal."""
    ours, theirs = pty.openpty()
    try:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        process = subprocess.Popen([PROGRAM, *words], cwd=project.folder, stdin=theirs, stdout=theirs, stderr=theirs,
                                   env=environment(project.cache, **{"TERM": "xterm-256color", **variables}))
    finally:
        os.close(theirs)
    read = b""
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            some = os.read(ours, 65536)
            if not some:
                break
            read += some
    except OSError:
        pass  # the other side has closed
    finally:
        os.close(ours)
        if process.poll() is None and time.monotonic() >= deadline:
            process.kill()
    return process.wait(20), read.decode()


def test_a_terminal_shows_a_block_that_is_drawn_anew(project):
    project.change({"profile.duration_seconds": 3})
    code, text = on_a_terminal(project, "run")
    assert code == 0, text
    assert len(re.findall(r"running  00:0\d of 00:03   00:0\d left   4 users   \[[#.]{20}\]", text)) >= 2, text
    assert re.search(r"[\d.,]+ req/s   \d+ requests   0 failed \(0 %\)", text)
    assert re.search(r"p50 .*   p95 .*   p99 .*   late ", text)
    assert re.search(r"  GET /get +[\d.,]+/s   p95 ", text)
    assert "\x1b[4F\x1b[J" in text  # four lines up, and they are gone
    # What stays is the summary alone.
    end = text[text.rindex("\x1b[J") + 3:]
    assert re.match(r"(\x1b\[\d*m)*(VALID|SUSPECT|INVALID)", end), end
    assert "running" not in end


def test_a_low_terminal_gets_no_more_lines_than_it_has(project):
    project.change({"profile.duration_seconds": 2})
    code, text = on_a_terminal(project, "run", rows=3)
    assert code == 0, text
    assert "\x1b[1F\x1b[J" in text and "running  00:01" in text
    assert "req/s   " not in text[:text.rindex("\x1b[J")]


@pytest.mark.parametrize("columns", [80, 60])
def test_a_narrow_terminal_gets_no_line_that_wraps(project, columns):
    project.change({"profile.duration_seconds": 2})
    code, text = on_a_terminal(project, "run", columns=columns)
    assert code == 0, text
    for line in text.replace("\r", "").split("\n"):
        plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line)
        assert len(plain) <= columns, plain


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_refused_on_a_terminal(project, variables):
    project.change(ONE_PASS)
    code, text = on_a_terminal(project, "run", **variables)
    assert code == 0, text
    assert not re.search(r"\x1b\[[0-9;]*m", text)


def test_a_terminal_shows_the_summary_in_colour(project):
    project.change(ONE_PASS)
    code, text = on_a_terminal(project, "run")
    assert code == 0 and "\x1b[1m" in text


def test_output_that_nobody_reads_ends_nothing_badly(project):
    project.change(ONE_PASS)
    process = project.start()
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait(30) in (0, 6), error
    assert (project.folder / "run.json").exists()
