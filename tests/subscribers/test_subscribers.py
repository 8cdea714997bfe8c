"""What people do with readers, and the secret that belongs to a database."""

from __future__ import annotations

import stat

import pytest
from database_kinds import SECRET

from broadsheet.errors import ConfigError
from broadsheet.ledger import Ledger, Mark, Outcome, Result
from broadsheet.subscribers import (
    Act,
    Evidence,
    Secret,
    Subscribers,
    open_subscribers,
    read_address,
)
from broadsheet.subscribers.secret import load_secret

SOURCE = Evidence("command", "asked by mail", "ada")
ADA = read_address("Ada@example.org")


@pytest.fixture
def readers(database):
    return Subscribers(database, SECRET)


def test_adding_twice_is_adding_once(readers):
    assert readers.add(ADA, "weekly", SOURCE, 1000)
    assert not readers.add(read_address("ada@EXAMPLE.org"), "weekly", SOURCE, 2000)
    found = readers.find(ADA)
    assert found.address == "Ada@example.org"
    assert [(s.edition, s.state, s.since) for s in found.subscriptions] == [
        ("weekly", "confirmed", 1000)
    ]
    assert [(e.kind, e.at, e.source) for e in found.events] == [("added", 1000, SOURCE)]


def test_leaving_one_edition_or_all(readers):
    readers.add(ADA, "weekly", SOURCE, 1000)
    readers.add(ADA, "daily", SOURCE, 1000)
    act = Act("left", Evidence("mail", "one-click"), 1100)
    assert readers.leave(ADA, act, edition="daily") == ["daily"]
    assert readers.leave(ADA, act, edition="daily") == []
    assert readers.leave(ADA, act) == ["weekly"]
    assert readers.leave(read_address("nobody@example.org"), act) == []
    assert [e.kind for e in readers.find(ADA).events] == ["added", "added", "left", "left"]
    assert readers.totals() == {("daily", "left"): 1, ("weekly", "left"): 1}
    assert readers.add(ADA, "daily", SOURCE, 1200)


@pytest.mark.parametrize(
    ("reason", "comes_back"),
    [("bounced", True), ("manual", True), ("complained", False), ("not-me", False)],
)
def test_who_is_suppressed_comes_back_or_not(readers, reason, comes_back):
    readers.add(ADA, "weekly", SOURCE, 1000)
    assert readers.suppress(ADA, Act(reason, SOURCE, 1100)) == ["weekly"]
    assert readers.find(ADA).suppressed == reason
    if comes_back:
        assert readers.add(ADA, "weekly", SOURCE, 1200)
        assert readers.suppression_reason(ADA) == ""
    else:
        with pytest.raises(ValueError, match="only the reader"):
            readers.add(ADA, "weekly", SOURCE, 1200)


def test_erasing_leaves_only_the_hmac(readers, tmp_path):
    """No byte of the address is in any file afterwards, and the issue's counts balance."""
    readers.add(ADA, "weekly", SOURCE, 1000)
    readers.add(read_address("bob@example.org"), "weekly", SOURCE, 1000)
    ledger = Ledger(readers.database, SECRET)
    issue = ledger.open_issue("weekly", "W1", b"x", cutoff=1000, now=1000).id
    for delivery in ledger.lease(issue, "w:1", 2, 1000):
        assert ledger.mark(delivery, 1000) is Mark.GRANTED
        ledger.record(delivery, Result(Outcome.DEFERRED, f"451 <{delivery.address}>"), 1001)
    ledger.flush()

    assert readers.erase(ADA, 1100)
    assert not readers.erase(ADA, 1100)

    assert readers.find(ADA) is None
    assert readers.suppression_reason(ADA) == "erased"
    counts = ledger.counts(issue)
    assert (counts.audience, counts.skipped, counts.deferred) == (2, 1, 1)
    assert counts.balanced
    if not readers.database.one_sender:
        return  # A server's files are its own; docs/many-machines.md says VACUUM.
    readers.database.close()
    for file in tmp_path.iterdir():
        assert b"ada@" not in file.read_bytes().lower(), file
    with pytest.raises(AssertionError):  # The test would see it.
        for file in tmp_path.iterdir():
            assert b"bob@" not in file.read_bytes().lower(), file


def test_ids_are_never_used_again(readers):
    readers.add(ADA, "weekly", SOURCE, 1000)
    first = readers.find(ADA).id
    readers.erase(ADA, 1100)
    readers.add(ADA, "weekly", SOURCE, 1200)
    assert readers.find(ADA).id > first


def test_a_secret_is_made_once_and_belongs_to_its_database(tmp_path):
    readers, new = open_subscribers(tmp_path, "s.sqlite", {}, create=True)
    readers.database.close()
    key = tmp_path / "subscribers.key"
    assert new
    assert stat.S_IMODE(key.stat().st_mode) == 0o600

    again, new = open_subscribers(tmp_path, "s.sqlite", {})
    again.database.close()
    assert not new
    assert again.secret.current == readers.secret.current

    old = key.read_text()
    key.write_text("x" * 40)
    with pytest.raises(ConfigError, match=r"is not the key of s\.sqlite"):
        open_subscribers(tmp_path, "s.sqlite", {})
    key.write_text(f"{'x' * 40}\n{old}")
    replaced, _ = open_subscribers(tmp_path, "s.sqlite", {})
    replaced.database.close()
    key.unlink()
    with pytest.raises(ConfigError, match="does not exist; restore it"):
        open_subscribers(tmp_path, "s.sqlite", {})


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"BROADSHEET_SECRET": "short"}, "too short"),
        ({"BROADSHEET_SECRET": f"{'k' * 32} short"}, "too short"),
        ({"BROADSHEET_SECRET_FILE": "/nowhere/key"}, "does not exist"),
        ({"BROADSHEET_SECRET_FILE": "/"}, "cannot be read"),
    ],
)
def test_bad_secrets_are_said_so(tmp_path, environment, message):
    with pytest.raises(ConfigError, match=message):
        load_secret(tmp_path, environment, create=True)
    assert not list(tmp_path.iterdir())


def test_tokens_are_of_their_purpose_and_secret():
    secret = Secret("k" * 32)
    token = secret.token("leave", 7, 123456789, "weekly")
    assert len(token) == 46
    assert token == token.lower()
    assert secret.read_token(token, "leave", "weekly") == (7, 123456789)
    assert secret.read_token(token.upper(), "leave", "weekly") == (7, 123456789)
    for wrong in (
        secret.read_token(token, "bounce", "weekly"),
        secret.read_token(token, "leave", "daily"),
        Secret("x" * 32).read_token(token, "leave", "weekly"),
        secret.read_token(token[:-1], "leave", "weekly"),
        secret.read_token(token + "a", "leave", "weekly"),
        secret.read_token("é" * 46, "leave", "weekly"),
        secret.read_token(token[:4] + "0" * 42, "leave", "weekly"),
    ):
        assert wrong is None
    for place in range(46):
        changed = token[:place] + ("b" if token[place] != "b" else "c") + token[place + 1 :]
        assert secret.read_token(changed, "leave", "weekly") is None


def test_old_keys_are_read_and_their_suppressions_hold(readers):
    token = SECRET.token("leave", 1, 2)
    readers.suppress(ADA, Act("complained", SOURCE, 1000))
    rotated = Secret("n" * 32, "k" * 32)
    assert rotated.current != SECRET.current
    assert rotated.read_token(token, "leave") == (1, 2)
    assert Subscribers(readers.database, rotated).suppression_reason(ADA) == "complained"
