"""Parts of the ledger that the state machine does not reach."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from database_kinds import SECRET, open_kind
from readers import add_readers, leave

from broadsheet.ledger import Ledger, Mark, Outcome, Result
from broadsheet.subscribers import Act, Evidence, Subscribers, read_address

ACT = Act("complained", Evidence("mail", "report"), 1000)


@pytest.fixture
def ledger(database):
    return Ledger(database, SECRET)


def opened(ledger, *addresses, now=1000, name="W1"):
    ids = add_readers(ledger.database, addresses)
    return ledger.open_issue("weekly", name, b"bytes", cutoff=now, now=now).id, ids


def send(ledger, delivery, outcome=Outcome.SENT, reply="250 ok", now=1000):
    assert ledger.mark(delivery, now) is Mark.GRANTED
    ledger.record(delivery, Result(outcome, reply), now)
    ledger.flush()


def test_only_who_joined_before_the_cutoff(ledger):
    add_readers(ledger.database, ["early@example.org"], at=100)
    add_readers(ledger.database, ["late@example.org"], at=101)
    add_readers(ledger.database, ["daily@example.org"], edition="daily", at=1)
    (left,) = add_readers(ledger.database, ["left@example.org"], at=1)
    leave(ledger.database, left, "bounced")

    assert list(ledger.preview_audience("weekly", 100)) == [
        ("early@example.org", ""),
        ("late@example.org", "joined after the issue's period"),
        ("left@example.org", "bounced"),
    ]
    issue = ledger.open_issue("weekly", "W1", b"", cutoff=100, now=200)
    assert issue.audience == 1
    assert [d.address for d in ledger.lease(issue.id, "w", 9, 200)] == ["early@example.org"]


def test_issues_are_found_with_what_they_are(ledger):
    issue, _ = opened(ledger, "a@example.org")
    opened(ledger, name="W2")
    found = ledger.find_issue("weekly", "W1")
    assert (found.id, found.opened, found.key, found.done, found.paused) == (
        issue,
        1000,
        SECRET.current,
        None,
        "",
    )
    assert ledger.find_issue("weekly", "W3") is None
    assert [i.name for i in ledger.issues("weekly")] == ["W2", "W1"]
    assert ledger.issues("daily") == []
    ledger.pause(issue, "the relay refuses")
    assert ledger.find_issue("weekly", "W1").paused == "the relay refuses"


def test_an_issue_is_done_when_nothing_is_left(ledger):
    issue, _ = opened(ledger, "a@example.org", "b@example.org")
    assert not ledger.close_if_done(issue, 1001)
    one, two = ledger.lease(issue, "w", 9, 1000)
    send(ledger, one)
    send(ledger, two, Outcome.DEFERRED, "451 later")
    assert not ledger.close_if_done(issue, 1002)
    due = ledger.next_due(issue, 1002)
    assert 1300 <= due <= 1331
    assert ledger.lease(issue, "w", 9, due - 1) == []
    (again,) = ledger.lease(issue, "w", 9, due)
    assert (again.attempts, again.first) == (1, 1000)
    send(ledger, again, Outcome.REFUSED, "550 5.1.1 unknown")
    assert ledger.next_due(issue, due) is None
    assert ledger.close_if_done(issue, 1005)
    assert ledger.close_if_done(issue, 9999)
    assert ledger.find_issue("weekly", "W1").done == 1005
    assert list(ledger.results(issue, ["refused"])) == [
        ("b@example.org", "refused", "", "550 5.1.1 unknown")
    ]


def test_who_comes_onto_the_suppression_list_during_the_run_gets_nothing(ledger):
    subscribers = Subscribers(ledger.database, SECRET)
    issue, _ = opened(ledger, *(f"{name}@example.org" for name in "abc"))
    (first,) = ledger.lease(issue, "w", 1, 1000)
    for name in "ab":
        subscribers.suppress(read_address(f"{name}@example.org"), ACT)

    assert ledger.mark(first, 1000) is Mark.SKIPPED
    assert [d.address for d in ledger.lease(issue, "w", 9, 1000)] == ["c@example.org"]
    assert [row[2] for row in ledger.results(issue, ["skipped"])] == ["complained", "complained"]


def test_an_entry_of_the_list_alone_is_enough(ledger):
    """Also where some fault left a confirmed subscription of a suppressed address."""
    issue, ids = opened(ledger, "a@example.org")
    Subscribers(ledger.database, SECRET).suppress(read_address("a@example.org"), ACT)
    with ledger.database.write() as session:
        session.execute("UPDATE subscriptions SET state = 'confirmed', reason = ''")
    assert ledger.lease(issue, "w", 9, 1000) == []
    assert ledger.counts(issue).skipped == len(ids)


def test_a_clock_set_back_delays_nothing(ledger):
    issue, _ = opened(ledger, "a@example.org")
    (delivery,) = ledger.lease(issue, "w", 1, 1_000_000)
    send(ledger, delivery, Outcome.DEFERRED, "451", now=1_000_000)
    assert ledger.lease(issue, "w", 1, 2000) == []
    ledger.recover("v", 2000)
    assert len(ledger.lease(issue, "v", 1, 2000)) == 1


@pytest.mark.parametrize(("sent", "done"), [(True, 1001), (False, None)])
def test_unknowns_are_listed_and_resolved(ledger, sent, done):
    issue, ids = opened(ledger, "b@example.org", "a@example.org", "c@example.org")
    for delivery in ledger.lease(issue, "w", 9, 1000):
        send(ledger, delivery, Outcome.UNKNOWN, "connection closed\r\nafter the dot\x1b[31m")
    found = ledger.unknowns(issue)
    assert [(u.address, u.at, u.reply) for u in found][0] == (
        "a@example.org",
        1000,
        "connection closed after the dot [31m",
    )
    assert ledger.close_if_done(issue, 1001)

    assert ledger.resolve(issue, sent=sent, now=1002) == 3
    assert ledger.find_issue("weekly", "W1").done == done
    counts = ledger.counts(issue)
    assert (counts.sent, counts.queued, counts.unknown) == ((3, 0, 0) if sent else (0, 3, 0))
    leased = [delivery.subscriber for delivery in ledger.lease(issue, "w", 9, 1003)]
    assert leased == ([] if sent else sorted(ids))


def test_a_delivery_can_wait_without_a_try(ledger):
    issue, _ = opened(ledger, "a@example.org")
    (delivery,) = ledger.lease(issue, "w", 1, 1000)
    ledger.record(delivery, Result(Outcome.POSTPONED, due=5000), 1000)
    assert ledger.lease(issue, "w", 1, 4999) == []
    (again,) = ledger.lease(issue, "w", 1, 5000)
    assert (again.attempts, again.first) == (0, None)
    ledger.record(again, Result(Outcome.RELEASED), 5000)
    assert len(ledger.lease(issue, "w", 1, 5000)) == 1


def test_two_that_open_an_issue_at_once_have_one_audience(ledger, request, tmp_path):
    kind = request.node.callspec.params["database"]
    add_readers(ledger.database, [f"r{n}@example.org" for n in range(50)])
    ledgers = [Ledger(open_kind(kind, tmp_path), SECRET) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(
            pool.map(lambda each: each.open_issue("weekly", "W1", b"x", cutoff=9, now=9), ledgers)
        )
    assert {(issue.id, issue.audience) for issue in found} == {(found[0].id, 50)}
    assert ledger.counts(found[0].id).queued == 50
    for each in ledgers:
        each.database.close()


def test_two_leases_never_hold_the_same(ledger):
    issue, _ = opened(ledger, *(f"r{n}@example.org" for n in range(10)))
    one = ledger.lease(issue, "w:1", 6, 1000)
    two = ledger.lease(issue, "w:2", 6, 1000)
    assert len(one) == 6
    assert len(two) == 4
    ledger.release("w:1")
    assert len(ledger.lease(issue, "w:2", 9, 1000)) == 6


def test_what_is_due_is_counted_up_to_a_bound_and_what_is_left_to_the_end(ledger, monkeypatch):
    issue, _ = opened(ledger, *(f"reader{n}@example.org" for n in range(6)))
    done = ledger.open_issue("daily", "D1", b"", cutoff=1000, now=1000).id
    assert ledger.close_if_done(done, 1000)
    sent, later, _ = ledger.lease(issue, "w", 3, 1000, seconds=50)
    send(ledger, sent)
    send(ledger, later, Outcome.DEFERRED, "451 later")

    def due(now):
        return [(work.issue.id, work.due) for work in ledger.open_work(now)]

    assert due(1001) == [(issue, 3)]  # One more is leased, one deferred.
    assert due(1050) == [(issue, 4)]
    assert due(2000) == [(issue, 5)]
    assert ledger.left(issue) == 5 == ledger.counts(issue).left
    monkeypatch.setattr("broadsheet.ledger.ledger.MOST_DUE", 2)
    assert due(2000) == [(issue, 2)]
    ledger.pause(issue, "the relay refuses")
    assert due(2000) == []
