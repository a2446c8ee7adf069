"""What holds in every JSON report, whatever was run."""

import json
import re

import pytest

LATENCY = {"max", "mean", "p50", "p90", "p95", "p99"}
COUNTS = {"total_requests", "total_failures", "error_rate"}
# What readers of the Python product's report look for.
ALWAYS_THERE = COUNTS | {"latency_ms", "endpoints", "segments", "slo", "workers", "cleanup"}
RUN = {"tool_version", "plan_hash", "seed", "started", "duration_seconds", "host", "kernel", "cpu_model", "cpu_count",
       "threads", "profile", "end_reason", "interrupted"}


def total(groups, key):
    return sum(group[key] for group in groups)


def check_latency(found, requests):
    assert set(found) == LATENCY
    assert found["p50"] <= found["p90"] <= found["p95"] <= found["p99"] <= found["max"]
    assert 0 <= found["mean"] <= found["max"]
    # A call that is refused before anything is sent takes no time.
    assert requests > 0 or found["max"] == 0


def check_group(group):
    assert COUNTS | {"latency_ms"} <= set(group)
    requests, failures = group["total_requests"], group["total_failures"]
    assert 0 <= failures <= requests
    assert group["error_rate"] == pytest.approx(failures / requests if requests else 0.0)
    check_latency(group["latency_ms"], requests)


def check_report(report):
    assert ALWAYS_THERE <= set(report)
    assert RUN <= set(report["run"])
    check_group(report)
    for groups in (report["endpoints"], report["segments"]):
        for group in groups.values():
            check_group(group)
        for key in ("total_requests", "total_failures"):
            assert total(groups.values(), key) == report[key]

    assert report["success_latency_ms"]["count"] == report["total_requests"] - report["total_failures"]
    assert report["failure_latency_ms"]["count"] == report["total_failures"]
    assert total(report["errors"], "count") + report["errors_not_listed"] == report["total_failures"]
    duration = report["run"]["duration_seconds"] - report["run"]["warmup_seconds"]
    assert report["throughput_rps"] == pytest.approx(report["total_requests"] / duration if duration else 0.0)

    rows = report["series"]["rows"]
    assert total(rows, "requests") == report["total_requests"]
    assert total(rows, "failures") == report["total_failures"]
    assert total(rows, "bytes_sent") == report["bytes"]["sent"]
    assert total(rows, "bytes_received") == report["bytes"]["received"]
    seconds = [row["second"] for row in rows]
    assert seconds == sorted(set(seconds))

    users = report["users"]
    assert users["failed"] <= users["finished"] <= users["started"]
    assert users["peak"] <= users["started"]
    check_workers(report)
    check_health(report)
    assert report["slo"]["passed"] == (not report["slo"]["breaches"])
    return report


VERDICTS = ["VALID", "SUSPECT", "INVALID"]


def check_health(report):
    reasons = [VERDICTS.index(reason["verdict"]) for reason in report["validity"]["reasons"]]
    assert reasons == sorted(reasons, reverse=True) and 0 not in reasons
    assert VERDICTS.index(report["validity"]["verdict"]) == (reasons[0] if reasons else 0)
    rows = report["health"]["rows"]
    assert all(before["to_seconds"] == after["from_seconds"] for before, after in zip(rows, rows[1:]))
    for row in rows:
        assert row["from_seconds"] < row["to_seconds"]
        assert len(row["workers"]) == report["run"]["threads"]
    people = [one["persona_id"] for one in report["failed_personas"]]
    assert len(set(people)) == len(people)
    assert all(one["failures"] > 0 and one["example"] for one in report["failed_personas"])


def check_workers(report):
    threads = report["run"]["threads"]
    assert len(report["workers"]) == (threads if threads > 1 else 0)
    if not report["workers"]:
        return
    assert [w["worker_index"] for w in report["workers"]] == list(range(threads))
    summaries = [w["summary"] for w in report["workers"]]
    for key in ("total_requests", "total_failures"):
        assert total(summaries, key) == report[key]
    for groups in ("endpoints", "segments"):
        for name, group in report[groups].items():
            parts = [s[groups][name] for s in summaries if name in s[groups]]
            assert total(parts, "total_requests") == group["total_requests"], name


def check_layout(text):
    """Two blanks of indentation, keys sorted at every level, ASCII alone."""
    def with_one_spelling(of):  # 1e-04 and 0.0001 are both right
        return re.sub(r"(?<=: )-?[0-9][0-9.e+-]*", lambda number: repr(float(number[0])), of)

    assert text.isascii()
    wanted = json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"
    assert with_one_spelling(text) == with_one_spelling(wanted)
