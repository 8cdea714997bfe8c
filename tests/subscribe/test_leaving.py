"""Leaving by the link in an issue, and preferences by a mailed link."""

from __future__ import annotations

import json

import pytest
from database_kinds import on_each_database, open_here

from broadsheet.ledger import Ledger
from broadsheet.subscribe.leaving import Leaving
from broadsheet.subscribe.outbox import MailKind, Outbox
from broadsheet.subscribe.preferences import VALID, Preferences
from broadsheet.subscribers import Act, Evidence, Secret, Subscribers, read_address

pytestmark = on_each_database

NOW = 1_750_000_000
PAGE = Evidence("form", "pressed the button", "https://letters.example/")
SECRET = Secret("k" * 32)
ADA, BOB = read_address("ada@example.org"), read_address("bob@example.org")


@pytest.fixture
def subscribers(tmp_path):
    found = Subscribers(open_here(tmp_path), SECRET)
    for address in (ADA, BOB):
        for edition in ("daily", "weekly"):
            found.add(address, edition, Evidence("import", "members"), NOW - 10)
    return found


@pytest.fixture
def issue(subscribers):
    ledger = Ledger(subscribers.database, SECRET)
    return ledger.open_issue("weekly", "2025-W25", b"", cutoff=NOW, now=NOW).id


@pytest.fixture
def leaving(subscribers):
    return Leaving(subscribers)


@pytest.fixture
def preferences(subscribers):
    return Preferences(subscribers)


@pytest.fixture
def link(leaving, subscribers, issue):
    return leaving.read(SECRET.token("leave", issue, subscribers.find(ADA).id))


def editions(subscribers, address=ADA):
    found = subscribers.find(address)
    return [s.edition for s in found.subscriptions if s.state == "confirmed"] if found else None


def queued(subscribers, now=NOW):
    return Outbox(subscribers.database).lease("w", 100, now)


def test_leaving_ends_the_edition_of_the_issue_and_twice_is_as_good(leaving, link, subscribers):
    for _ in range(2):
        leaving.leave(link, PAGE, NOW)
    assert editions(subscribers) == ["daily"]
    assert editions(subscribers, BOB) == ["daily", "weekly"]
    assert leaving.others(link) == ["daily"]
    assert [e.kind for e in subscribers.find(ADA).events].count("left") == 1


def test_leaving_everything(leaving, link, subscribers):
    leaving.leave(link, PAGE, NOW, everything=True)
    assert editions(subscribers) == []


def test_leaving_can_be_undone_for_a_day(leaving, link, subscribers):
    leaving.leave(link, PAGE, NOW)
    assert leaving.undo(link, PAGE, NOW + 86400)
    assert editions(subscribers) == ["daily", "weekly"]
    leaving.leave(link, PAGE, NOW)
    assert not leaving.undo(link, PAGE, NOW + 86401)


def test_undo_brings_nobody_back_who_did_not_leave_by_a_press(leaving, link, subscribers):
    subscribers.suppress(ADA, Act("complained", PAGE, NOW))
    assert not leaving.undo(link, PAGE, NOW)
    assert editions(subscribers) == []


@pytest.mark.parametrize("token", ["", "x", "a" * 46, SECRET.token("manage", 1, 1)])
def test_tokens_that_are_not_ours(leaving, token):
    assert leaving.read(token) is None


def test_an_erased_reader_and_a_proof_leave_without_a_word(leaving, subscribers, issue):
    number = subscribers.find(ADA).id
    subscribers.erase(ADA, NOW)
    for token in (SECRET.token("leave", issue, number), SECRET.token("leave", 0, 1)):
        found = leaving.read(token)
        assert found.reader is None
        leaving.leave(found, PAGE, NOW)
        assert not leaving.undo(found, PAGE, NOW)


def test_the_link_to_the_preferences_goes_to_the_address_on_file_once_a_day(
    leaving, link, subscribers
):
    for _ in range(3):
        leaving.mail_link_to_reader(link, NOW)
        leaving.mail_preferences_link(read_address("ADA@example.org"), NOW)
        leaving.mail_preferences_link(read_address("nobody@example.org"), NOW)
    (mail,) = queued(subscribers)
    assert (mail.kind, mail.address) == (MailKind.MANAGE, "ada@example.org")


def test_a_mailed_link_shows_the_reader_for_a_week(preferences, subscribers):
    number = subscribers.find(ADA).id
    token = preferences.manage_token(number, NOW)
    assert preferences.reader(token, NOW + VALID).address == "ada@example.org"
    assert preferences.reader(token, NOW + VALID + 1) is None
    assert preferences.reader(SECRET.token("leave", number, NOW), NOW) is None


def test_choosing_joins_and_leaves(preferences, subscribers):
    number = subscribers.find(ADA).id
    offered = ("daily", "weekly", "monthly")
    preferences.choose(number, {"monthly", "daily"}, offered, PAGE, NOW)
    assert editions(subscribers) == ["daily", "monthly"]
    preferences.choose(number, (), offered, PAGE, NOW)
    assert editions(subscribers) == []
    preferences.set_language(number, "ar")
    assert subscribers.find(ADA).language == "ar"


def test_a_new_address_confirms_itself(preferences, subscribers):
    number = subscribers.find(ADA).id
    new = read_address("Ada.L@example.com")
    preferences.ask_for_address(number, new, NOW)
    assert subscribers.find(new) is None
    (mail,) = queued(subscribers)
    assert (mail.kind, mail.address) == (MailKind.ADDRESS, "Ada.L@example.com")
    token = preferences.address_token(mail.subscriber, mail.created)
    assert not preferences.confirm_address(token, PAGE, NOW + VALID + 1)
    assert preferences.confirm_address(token, PAGE, NOW)
    assert subscribers.find(new).id == number
    assert subscribers.find(ADA) is None
    assert editions(subscribers, new) == ["daily", "weekly"]


def test_another_reader_with_the_new_address_gives_way(preferences, subscribers):
    number = subscribers.find(ADA).id
    preferences.ask_for_address(number, BOB, NOW)
    (mail,) = queued(subscribers)
    assert preferences.confirm_address(preferences.address_token(number, mail.created), PAGE, NOW)
    assert subscribers.find(BOB).id == number


def test_an_address_that_complained_is_not_asked(preferences, subscribers):
    subscribers.suppress(BOB, Act("complained", PAGE, NOW))
    preferences.ask_for_address(subscribers.find(ADA).id, BOB, NOW)
    assert queued(subscribers) == []


def test_export_and_erase(preferences, subscribers):
    reader = subscribers.find(ADA)
    data = json.loads(preferences.export(reader))
    assert data["address"] == "ada@example.org"
    assert [s["edition"] for s in data["subscriptions"]] == ["daily", "weekly"]
    assert data["events"][0]["source"]["basis"] == "members"
    preferences.erase(reader, NOW)
    assert subscribers.find(ADA) is None
    assert subscribers.suppression_reason(ADA) == "erased"
