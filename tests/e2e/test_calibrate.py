"""`veriload calibrate`: the floor of the machine, measured without any target."""

import json

from project import ended_with, passed


def test_the_floor_is_measured_and_nothing_is_left_behind(project):
    before = sorted(p.name for p in project.folder.iterdir())
    floor = json.loads(passed(project.veriload("calibrate", "--seconds", "1", "--json")).out)
    assert sorted(p.name for p in project.folder.iterdir()) == before
    assert floor["error"] is None
    assert floor["one_user"]["users"] == 1 and floor["many_users"]["users"] > 1
    for load in (floor["one_user"], floor["many_users"]):
        assert load["failures"] == 0 and load["requests"] > 1000
        assert load["requests_per_second"] > 1000
        assert 0 < load["cpu_share"] <= 1.05
        # Both say the same of the time of the worker's thread.
        assert abs(load["requests_per_second_per_core"] * load["cpu_us_per_request"] / 1e6 - 1) < 1e-6
        assert 0 < load["service_ms"]["p50"] <= load["response_ms"]["p50"] <= load["response_ms"]["p99"]
    assert floor["timer_lateness_ms"]["max"] > 0
    assert floor["machine"]["usable_cores"] <= floor["machine"]["cores"]


def test_people_get_the_floor_in_words(project):
    out = passed(project.veriload("calibrate", "--seconds", "1")).out
    for word in ("1 user: the shortest times", "users on one worker", "per core", "timers"):
        assert word in out, out


def test_a_folder_without_the_http_plugin_cannot_be_calibrated(project, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    result = ended_with(3, project.veriload("calibrate", "--plugin-dir", str(empty)))
    assert "there is no HTTP plugin to calibrate with" in result.err
