"""Records of personas: users send them, `dataset` shows and writes the same ones."""

import json
import re

import pytest

from project import ONE_PASS, ended_with, passed


@pytest.fixture
def records(project, library):
    return project.change({"scenario.path": str(library("records")), "scenario.user_class": "Orderer"})


def exported(project, *words):
    out = passed(project.veriload("dataset", "export", *words)).out
    return [json.loads(line) for line in out.splitlines()]


def test_users_post_orders_that_the_export_has_too(records):
    result = passed(records.run(ONE_PASS, "--verbose"))
    checks = result.report["checks"]
    assert set(checks) == {"the order came back as it was sent", "the persona buys",
                           "the review came back as it was sent", "the review is of the order"}
    assert all(row == {"passes": 4, "fails": 0} for row in checks.values()), checks
    sent = set(re.findall(r"ordered.*?([0-9a-f]{8}-[0-9a-f-]{27})", result.err + result.out))
    assert len(sent) == 4, result.told
    orders = {order["id"]: order for order in exported(records, "--record", "order", "--limit", "4")}
    assert sent == set(orders)


def test_a_mistyped_kind_is_an_error_that_names_the_nearest(records):
    report = passed(records.run({"scenario.user_class": "Mistyper", **ONE_PASS})).report
    assert report["checks"] == {"the nearest kind is named": {"passes": 4, "fails": 0}}


def test_the_export_has_so_many_records_of_each_persona(records):
    orders = exported(records, "--record", "order", "--per-persona", "3", "--offset", "2", "--limit", "10")
    assert [order["buyer"]["persona_id"] for order in orders] == [f"p-{n:04}" for n in range(3, 13) for _ in range(3)]
    assert len({order["id"] for order in orders}) == 30
    for order in orders:
        lines = order["line_items"]
        assert all(line["line_total_minor"] == line["quantity"] * line["unit_amount_minor"] for line in lines)
        assert sum(line["line_total_minor"] for line in lines) == order["subtotal_amount_minor"]
        assert order["total_amount_minor"] == (order["subtotal_amount_minor"] - order["discount_amount_minor"]
                                               + order["tax_amount_minor"])


def test_reviews_and_tickets_point_to_exported_orders(records):
    words = ["--per-persona", "3", "--limit", "50"]
    orders = {order["id"] for order in exported(records, "--record", "order", *words)}
    for kind in ("review", "ticket"):
        links = {row["order_id"] for row in exported(records, "--record", kind, *words)} - {None}
        assert links and links <= orders


def test_a_file_of_records_is_json_lines_whatever_else_was_asked(records):
    passed(records.veriload("dataset", "export", "--record", "ticket", "--limit", "5", "--output", "tickets.jsonl"))
    rows = [json.loads(line) for line in (records.folder / "tickets.jsonl").read_text().splitlines()]
    assert len(rows) == 5 and all(row["requester"]["email"] for row in rows)
    refused = ended_with(2, records.veriload("dataset", "export", "--record", "ticket", "--output", "tickets.csv"))
    assert "expected --format jsonl" in refused.err
    refused = ended_with(2, records.veriload("dataset", "export", "--record", "order", "--field", "person.name"))
    assert "--field: is of personas" in refused.err
    refused = ended_with(2, records.veriload("dataset", "export", "--record", "tickets"))
    assert 'did you mean "ticket"?' in refused.err
    assert not (records.folder / "tickets.csv").exists()


def test_the_preview_shows_indented_records(records):
    out = passed(records.veriload("dataset", "preview", "--limit", "1", "--record", "transaction")).out
    assert json.loads(out)["account_holder"]["persona_id"] == "p-0001"
    assert out.startswith('{\n  "id": "')
