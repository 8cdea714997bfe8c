"""What events do to readers and deliveries."""

from __future__ import annotations

import pytest
from bounced_readers import DAY, START, Readers
from database_kinds import on_each_database

from broadsheet.bounces import Intake
from broadsheet.bounces.events import BounceClass, EventKind, MailEvent
from broadsheet.bounces.intake import Effect, too_many
from broadsheet.ledger import Outcome

pytestmark = on_each_database

LATER = START + DAY


@pytest.fixture
def readers(tmp_path):
    return Readers(tmp_path, 2)


@pytest.fixture
def intake(readers):
    return Intake(readers.database, readers.secret)


def bounce(readers, issue, kind=BounceClass.GONE, n=0, id_="1"):
    return MailEvent(EventKind.BOUNCE, issue, readers.number(n), id_, kind, "5.1.1", "no")


def other(readers, kind, issue):
    return MailEvent(kind, issue, readers.number(), "1")


def test_an_address_that_is_gone_gets_nothing_more(readers, intake):
    issue = readers.issue("1", LATER)
    assert intake.apply(bounce(readers, issue), LATER) is Effect.SUPPRESSED
    assert readers.editions() == []
    assert readers.suppressed() == "bounced"
    assert readers.editions(1) == ["daily", "weekly"]
    assert readers.ledger.open_issue("weekly", "2", b"", cutoff=LATER, now=LATER).audience == 1


def test_the_same_event_counts_once(readers, intake):
    issue = readers.issue("1", LATER)
    event = bounce(readers, issue, BounceClass.FULL)
    assert [intake.apply(event, LATER) for _ in range(3)] == ["scored", "known", "known"]


def test_a_complaint_ends_everything(readers, intake):
    issue = readers.issue("1", LATER)
    assert intake.apply(other(readers, EventKind.COMPLAINT, issue), LATER) is Effect.SUPPRESSED
    assert (readers.editions(), readers.suppressed()) == ([], "complained")


def test_a_request_to_leave_ends_the_issues_edition_alone(readers, intake):
    issue = readers.issue("1", LATER)
    assert intake.apply(other(readers, EventKind.LEAVE, issue), LATER) is Effect.LEFT
    assert (readers.editions(), readers.suppressed()) == (["daily"], "")


def test_a_proof_makes_nobody_leave(readers, intake):
    assert intake.apply(other(readers, EventKind.LEAVE, 0), LATER) is Effect.SCORED
    assert readers.editions() == ["daily", "weekly"]


def test_a_mailbox_that_is_switched_off_is_given_up_at_the_second_report_a_week_later(
    readers, intake
):
    issue = readers.issue("1", LATER)
    for days, id_, effect in ((0, "1", "scored"), (6, "2", "scored"), (7, "3", "suppressed")):
        event = bounce(readers, issue, BounceClass.DISABLED, id_=id_)
        assert intake.apply(event, LATER + days * DAY) == effect


def test_a_full_mailbox_is_given_up_after_three_issues_in_a_row_and_a_fortnight(readers, intake):
    effects = []
    for n in range(3):
        at = LATER + n * 7 * DAY
        issue = readers.issue(str(n), at)
        effects.append(intake.apply(bounce(readers, issue, BounceClass.FULL, id_=str(n)), at))
    assert effects == ["scored", "scored", "suppressed"]


def test_three_issues_within_a_few_days_are_too_soon(readers, intake):
    for n in range(4):
        at = LATER + n * DAY
        issue = readers.issue(str(n), at)
        event = bounce(readers, issue, BounceClass.FULL, id_=str(n))
        assert intake.apply(event, at) is Effect.SCORED


def test_a_delivery_that_arrives_clears_the_score(readers, intake):
    for n in range(6):
        at = LATER + n * 7 * DAY
        issue = readers.issue(str(n), at)
        if n != 2:
            event = bounce(readers, issue, BounceClass.FULL, id_=str(n))
            assert intake.apply(event, at) == ("suppressed" if n == 5 else "scored")


def test_what_the_sender_is_blamed_for_never_costs_a_reader(readers, intake):
    for n in range(5):
        at = LATER + n * 7 * DAY
        issue = readers.issue(str(n), at)
        event = bounce(readers, issue, BounceClass.US, id_=str(n))
        assert intake.apply(event, at) is Effect.SCORED


def test_an_erased_reader_is_nobody(readers, intake):
    issue = readers.issue("1", LATER)
    event = bounce(readers, issue)
    readers.subscribers.erase(readers.addresses[0], LATER)
    assert intake.apply(event, LATER) is Effect.NOBODY


def test_a_bounce_proves_that_the_relay_took_a_delivery_in_doubt(readers, intake):
    issue = readers.issue("1", LATER, Outcome.UNKNOWN)
    assert readers.ledger.counts(issue).unknown == 2
    intake.apply(bounce(readers, issue, BounceClass.FULL), LATER)
    counts = readers.ledger.counts(issue)
    assert (counts.unknown, counts.sent, counts.balanced) == (1, 1, True)


@pytest.mark.parametrize(
    ("tried", "bounces", "complaints", "stops"),
    [
        (100, 25, 0, False),
        (100, 26, 0, True),
        (500, 26, 0, True),
        (5000, 26, 0, False),
        (1000, 0, 3, False),
        (1000, 0, 4, True),
        (10, 0, 1, False),
        (10, 0, 2, True),
    ],
)
def test_shares_at_which_an_issue_stops(tried, bounces, complaints, stops):
    assert bool(too_many(tried, bounces, complaints)) is stops


def test_an_issue_that_too_many_readers_call_spam_is_paused(tmp_path):
    readers = Readers(tmp_path, 3)
    intake = Intake(readers.database, readers.secret)
    issue = readers.issue("1", LATER)
    for n in range(2):
        intake.apply(MailEvent(EventKind.COMPLAINT, issue, readers.number(n), str(n)), LATER)
    assert "called the issue spam" in readers.ledger.find_issue("weekly", "1").paused
