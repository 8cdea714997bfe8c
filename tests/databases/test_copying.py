"""A site moves from one database to another, and nothing is lost on the way."""

from __future__ import annotations

import re

import pytest
from database_kinds import KINDS, SECRET, open_kind

from broadsheet.databases import copy_database, open_database
from broadsheet.errors import DatabaseError, LockedError
from broadsheet.ledger import Ledger, Mark, Outcome, Result
from broadsheet.subscribers import Act, Evidence, Subscribers, read_address
from broadsheet.subscribers.transfer.json_file import json_lines

SOURCE = Evidence("command", "asked")
PAIRS = [(a, b) for a in KINDS for b in KINDS]


@pytest.fixture
def two(request, tmp_path):
    opened = []
    for number, kind in enumerate(request.param):
        (tmp_path / str(number)).mkdir()
        opened.append(open_kind(kind, tmp_path / str(number)))
    yield opened
    for each in opened:
        each.close()


def filled(database, now=1000):
    """Readers, one erased, an issue that is half sent; returns the issue's id."""
    readers = Subscribers(database, SECRET)
    for name in ["ada", "Bob", "cy", "dan", "用户"]:
        readers.add(read_address(f"{name}@example.org"), "weekly", SOURCE, now)
    readers.suppress(read_address("cy@example.org"), Act("complained", SOURCE, now))
    ledger = Ledger(database, SECRET)
    issue = ledger.open_issue("weekly", "W1", bytes(range(256)), cutoff=now, now=now).id
    for delivery in ledger.lease(issue, "w:1", 2, now):
        assert ledger.mark(delivery, now) is Mark.GRANTED
        ledger.record(delivery, Result(Outcome.SENT, "250 ok"), now)
    ledger.release("w:1")
    ledger.rates.slow_down("example.org", 1.5, now, wait=1)
    readers.add(read_address("last@example.org"), "weekly", SOURCE, now)
    readers.erase(read_address("last@example.org"), now)
    return issue


@pytest.mark.parametrize("two", PAIRS, indirect=True, ids=str)
def test_all_of_it_is_there_afterwards(two):
    old, new = two
    issue = filled(old)
    readers = list(json_lines(Subscribers(old, SECRET)))
    counts = Ledger(old, SECRET).counts(issue)

    copied = copy_database(old, new, 2000)

    assert copied["subscribers"] == 5
    assert list(json_lines(Subscribers(new, SECRET))) == readers
    ledger = Ledger(new, SECRET)
    assert ledger.counts(issue) == counts
    assert ledger.compiled(issue) == bytes(range(256))
    assert ledger.rates.paces()["example.org"].rate == 0.75
    assert len(ledger.lease(issue, "w:2", 9, 2000)) == 2
    again = Subscribers(new, SECRET)
    again.add(read_address("next@example.org"), "weekly", SOURCE, 2000)
    assert again.find(read_address("next@example.org")).id == 7, "the number of who was erased"
    with new.write() as session:
        assert session.rows("SELECT MAX(id) FROM events") == [(9,)]


@pytest.mark.parametrize("two", PAIRS, indirect=True, ids=str)
def test_the_old_one_takes_nothing_more(two, tmp_path):
    """Neither from who opens it, nor from who has it open."""
    old, new = two
    filled(old)
    copy_database(old, new, 2000)
    with pytest.raises(DatabaseError, match="was it moved by"):
        Subscribers(old, SECRET).leave(read_address("ada@example.org"), Act("left", SOURCE, 2000))
    from database_kinds import address

    places = [
        address("sqlite" if each.one_sender else "postgresql", tmp_path / str(number))
        for number, each in enumerate(two)
    ]
    with pytest.raises(DatabaseError, match=re.escape(f'write database = "{places[1]}"')):
        open_database(tmp_path / "0", places[0], create=True)


@pytest.mark.parametrize("two", PAIRS, indirect=True, ids=str)
def test_only_an_empty_one_is_filled(two):
    old, new = two
    filled(old)
    filled(new)
    before = list(json_lines(Subscribers(new, SECRET)))
    with pytest.raises(DatabaseError, match="has readers already"):
        copy_database(old, new, 2000)
    assert list(json_lines(Subscribers(new, SECRET))) == before
    assert Subscribers(old, SECRET).totals()


@pytest.mark.parametrize("two", PAIRS, indirect=True, ids=str)
def test_not_amid_a_run(two):
    old, new = two
    issue = filled(old)
    ledger = Ledger(old, SECRET)
    (delivery,) = ledger.lease(issue, "w:1", 1, 2000)
    ledger.mark(delivery, 2000)
    with pytest.raises(LockedError, match="wait until it has ended"):
        copy_database(old, new, 2000)
    assert Subscribers(new, SECRET).totals() == {}
    assert copy_database(old, new, 9999)["deliveries"] == 4


@pytest.mark.parametrize("two", PAIRS, indirect=True, ids=str)
def test_what_differs_is_found_and_changes_nothing(two, monkeypatch):
    old, new = two
    filled(old)
    from broadsheet.databases.sqlite import SqliteSession

    kinds = [SqliteSession]
    if "postgresql" in KINDS:
        from broadsheet.databases.postgresql import PostgresSession

        kinds.append(PostgresSession)
    for kind in kinds:
        good = kind.load

        def bad(self, table, columns, rows, good=good):
            rows = list(rows)
            good(self, table, columns, rows[:-1] if table == "suppressions" else rows)

        monkeypatch.setattr(kind, "load", bad)
    with pytest.raises(DatabaseError, match="table suppressions is not equal"):
        copy_database(old, new, 2000)
    assert Subscribers(new, SECRET).totals() == {}
    assert Subscribers(old, SECRET).totals()[("weekly", "confirmed")] == 4
