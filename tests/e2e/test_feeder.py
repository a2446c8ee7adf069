"""Rows of a file that are joined to personas: what the target gets, and what is refused."""

import json
import re
import sqlite3

import pytest

import servers
from project import ONE_PASS, ended_with, passed, veriload

SKUS = [f"S-{n}" for n in range(6)]


@pytest.fixture
def shop(project, library):
    """A project whose users send the sku of their row; six rows."""
    (project.folder / "rows.csv").write_text("sku,mail,api_key\r\n" + "".join(
        f"{sku},u{n}@example.com,hidden{n}\r\n" for n, sku in enumerate(SKUS)))
    return project.change({"scenario.path": str(library("feeder")), "scenario.user_class": "Buyer",
                           "data.feeder": {"path": "rows.csv"}, **ONE_PASS})


def counted(report, what):
    return {name.removeprefix(what + " "): counter["value"] for name, counter in report["counters"].items()
            if name.startswith(what + " ")}


@pytest.mark.parametrize("workers", [1, 3])
def test_users_send_what_their_row_says(shop, target, workers):
    before = target.counts()
    result = passed(shop.run({"run.users": 12, "data.pool_size": 12}, "--workers", str(workers)))
    assert counted(result.report, "sku") == {sku: 2 for sku in SKUS}
    assert target.since(before) == {"/post": 12}


def test_jsonl_and_sqlite_give_the_same_as_csv(shop):
    (shop.folder / "rows.jsonl").write_text("".join(json.dumps({"sku": sku}) + "\n" for sku in SKUS))
    with sqlite3.connect(shop.folder / "rows.db") as database:
        database.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, code TEXT)")
        database.executemany("INSERT INTO item (code) VALUES (?)", [(sku,) for sku in SKUS])
    database.close()
    for feeder in ({"path": "rows.jsonl"}, {"path": "rows.db", "query": "SELECT code AS sku FROM item ORDER BY id"}):
        report = passed(shop.run({"run.users": 6, "data.pool_size": 6, "data.feeder": feeder})).report
        assert counted(report, "sku") == {sku: 1 for sku in SKUS}


def test_unique_rows_are_given_out_once_whoever_runs_the_users(shop):
    result = passed(shop.run({"run.users": 6, "data.feeder.order": "unique"}, "--workers", "3"))
    assert counted(result.report, "sku") == {sku: 1 for sku in SKUS}
    assert "rows.csv has 6 rows, data.pool_size is 100 and order is unique: the pool is cut to 6 personas" in result.err


def test_more_personas_than_unique_rows_are_refused_where_none_may_come_twice(shop):
    changes = {"data.feeder.order": "unique", "data.on_exhaust": "error"}
    for command in (shop.run, shop.validate):
        result = ended_with(2, command(changes))
        assert "rows.csv has 6 rows, data.pool_size is 100, order is unique and data.on_exhaust is error" in result.err
    result = ended_with(6, shop.run({"run.users": 10, "data.pool_size": 6}))
    assert "every persona of the pool was used (data.pool_size is 6 and data.on_exhaust is error)" in result.err


def test_random_rows_are_the_same_in_every_run(shop):
    def rows(*words):
        return counted(passed(shop.run({"run.users": 30, "data.feeder.order": "random"}, *words)).report, "sku")

    first = rows("--workers", "1")
    assert sum(first.values()) == 30
    assert first == rows("--workers", "2")
    assert first != rows("--set", "data.seed=43")


def test_mapped_columns_replace_what_personas_have_and_the_rest_follows(shop):
    (shop.folder / "rows.csv").write_text("mail,first\na@example.com,Zoë\nb@example.com,\n")
    report = passed(shop.run({"scenario.user_class": "Writer", "run.users": 2, "data.pool_size": 2, "data.feeder.columns": {
        "mail": "contact.email", "first": "person.given_name"}})).report
    assert counted(report, "mail") == {"a@example.com": 1, "b@example.com": 1}
    names = counted(report, "name")
    assert len(names) == 2 and sum(name.startswith("Zoë ") for name in names) == 1


def test_a_column_that_is_not_there_fails_the_task_with_the_nearest(shop):
    report = passed(shop.run({"scenario.user_class": "Mistaken", "run.users": 1})).report
    assert report["total_requests"] == 0
    [failure] = report["task_failures"]
    assert 'personas have no field "feeder.skv", did you mean "feeder.sku"?' in failure["message"]


WRONG = {  # the file, changes, what is said
    "a ragged row": ("sku,n\nA,1\nB\n", {}, "rows.csv:3:2: found 1 cell, expected 2, as in the line of names"),
    "a quote without an end": ('sku\n"A\n', {}, "rows.csv:2:1: found no closing quote up to the end of the file"),
    "bytes that are no text": (b"sku\n\xff\n", {}, "rows.csv:2:1: found the byte 0xff, expected UTF-8"),
    "an empty file": ("", {}, "rows.csv:1:1: found an empty file, expected a line with the names of the columns"),
    "names alone": ("sku\n", {}, "rows.csv:2:1: found no row behind the line of names"),
    "no such file": (None, {"data.feeder.path": "gone.csv"}, "data.feeder.path: gone.csv: No such file or directory"),
    "no such column": ("sku\nA\n", {"data.feeder.columns": {"skv": "person.title"}},
                       'data.feeder.columns: rows.csv has no column "skv" (did you mean sku?)'),
    "no such field": ("sku\nA\n", {"data.feeder.columns": {"sku": "person.titel"}},
                      'personas have no field "person.titel" (did you mean person.title?)'),
    "an override of the same": ("sku\nA\n", {"data.feeder.columns": {"sku": "person.title"},
                                             "data.overrides": {"person.title": "Dr"}},
                                "gives person.title, which data.overrides gives too (veriload.yaml:"),
    "another statement": ("", {"data.feeder": {"path": "rows.db", "query": "DELETE FROM item"}},
                          "data.feeder.query: found another statement, expected a SELECT"),
    "an ending that says nothing": ("sku\nA\n", {"data.feeder.path": "rows.txt"},
                                    "data.feeder.path ends in none of .csv, .jsonl, .ndjson"),
    "a contact of somebody": ("mail\na@example.com\nlena.weber@gmail.com\n",
                              {"data.feeder.columns": {"mail": "contact.email"}},
                              'row 2 of rows.csv, column "mail": contact.email is "…@gmail.com", expected an address'),
}


@pytest.mark.parametrize("content, changes, said", WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_source_is_found_before_the_run(shop, target, content, changes, said):
    if content is not None:
        (shop.folder / "rows.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    sqlite3.connect(shop.folder / "rows.db").execute("CREATE TABLE item (sku TEXT)").connection.close()
    before = target.total()
    result = ended_with(2, shop.run(changes))
    assert said in result.err, result.told
    assert "lena.weber" not in result.err
    assert re.match(r"veriload: error: (veriload\.yaml:\d+:\d+: |rows\.csv:\d+:\d+: |row \d+ of rows\.csv, )", result.err), \
        result.told
    assert target.total() == before


def test_contacts_of_somebody_may_be_permitted(shop):
    (shop.folder / "rows.csv").write_text("mail\nlena@gmail.com\n")
    report = passed(shop.run({"scenario.user_class": "Writer", "run.users": 1,
                              "safety.require_non_routable_contacts": False,
                              "data.feeder.columns": {"mail": "contact.email"}})).report
    assert counted(report, "mail") == {"lena@gmail.com": 1}


def test_dataset_commands_show_columns_but_passwords_only_by_name(shop):
    def out(*words):
        return passed(shop.veriload("dataset", *words)).out

    assert re.search(r"p-0002 +S-1$", out("preview", "--limit", "2", "--field", "persona_id,feeder.sku"), re.MULTILINE)
    everything = out("preview", "--limit", "1", "--all") + out("export", "--limit", "1", "--quiet")
    everything += out("explain", "feeder") + passed(shop.validate({}, "--show-personas", "1")).out
    assert "feeder.sku" in everything and "S-0" in everything
    assert "api_key" not in everything and "hidden" not in everything
    assert out("export", "--format", "csv", "--field", "feeder.sku,feeder.api_key", "--limit", "2", "--quiet") == \
        "feeder.sku,feeder.api_key\nS-0,hidden0\nS-1,hidden1\n"
    assert re.search(r"^Rule +given by row 6 of rows\.csv, column sku$",
                     out("explain", "feeder.sku", "--persona-index", "11"), re.MULTILINE)


def test_the_example_of_the_manual_works(project):
    text = (servers.ROOT / "sdk" / "docs" / "writing_a_scenario.md").read_text()
    section = text[text.index("## Rows of a file"):].split("\n## ")[0]
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", section, re.DOTALL))
    (project.folder / "products.csv").write_text(blocks["csv"])
    (project.folder / "scenario.cpp").write_text(blocks["cpp"])
    # The section stands beside the one that the project has; the persona's part of it is the manual's.
    rest = {key: value for key, value in project.settings.items() if key != "data"}
    rest["scenario"] = {"path": "scenario.cpp", "user_class": "Buyer"}
    rest["run"] = {**rest["run"], "users": 3}
    rest["profile"] = {**rest["profile"], "tick_seconds": 0}
    project.write(blocks["yaml"] + "".join(f"{key}: {json.dumps(value)}\n" for key, value in rest.items()))
    report = passed(project.run()).report
    assert report["endpoints"]["POST /post"]["total_requests"] == 3
    assert report["checks"]["the product is known"] == {"passes": 3, "fails": 0}
    assert report["users"]["failed"] == 0 and report["total_failures"] == 0
