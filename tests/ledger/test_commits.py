"""Marks and results of all threads share transactions."""

from __future__ import annotations

import contextlib
import threading

import pytest
from database_kinds import SECRET
from readers import add_readers

from broadsheet.errors import DatabaseError, Problem
from broadsheet.ledger import Ledger, Mark, Outcome, Result


class Counted:
    """A database that counts its commits, and fails when told to."""

    def __init__(self, database):
        self._database = database
        self.one_sender = database.one_sender
        self.read = database.read
        self.commits = 0
        self.fails = False

    @contextlib.contextmanager
    def write(self):
        if self.fails:
            raise DatabaseError(Problem("s.sqlite", 0, "", "cannot grow: the disk is full"))
        with self._database.write() as session:
            yield session
        self.commits += 1


@pytest.fixture
def run(database):
    add_readers(database, [f"r{n}@example.org" for n in range(200)])
    counted = Counted(database)
    ledger = Ledger(counted, SECRET)
    issue = ledger.open_issue("weekly", "W1", b"", cutoff=10, now=10)
    return ledger, counted, ledger.lease(issue.id, "host:1", 200, 10), issue.id


def test_threads_share_commits(run):
    ledger, counted, deliveries, issue = run
    counted.commits = 0
    answers = []

    def work(part):
        for delivery in part:
            answers.append(ledger.mark(delivery, 11))
            ledger.record(delivery, Result(Outcome.SENT, "250 ok"), 12)

    threads = [threading.Thread(target=work, args=(deliveries[n::20],)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.flush()

    assert answers == [Mark.GRANTED] * 200
    assert ledger.counts(issue).sent == 200
    assert counted.commits < 200  # Of the 400 that threads without a common commit would need.


def test_a_mark_is_durable_when_it_is_granted(run):
    ledger, counted, deliveries, _ = run
    counted.commits = 0
    ledger.record(deliveries[0], Result(Outcome.REFUSED), 11)
    assert counted.commits == 0
    ledger.mark(deliveries[1], 11)
    assert counted.commits == 1


def test_a_commit_that_fails_grants_nothing_and_forgets_no_result(run):
    ledger, counted, deliveries, issue = run
    ledger.mark(deliveries[0], 11)
    ledger.record(deliveries[0], Result(Outcome.SENT, "250 ok"), 12)
    counted.fails = True
    with pytest.raises(DatabaseError, match="disk is full"):
        ledger.mark(deliveries[1], 12)
    with pytest.raises(DatabaseError, match="disk is full"):
        ledger.flush()
    counted.fails = False
    assert ledger.counts(issue).handing == 1

    ledger.flush()
    counts = ledger.counts(issue)
    assert (counts.sent, counts.handing, counts.queued) == (1, 0, 199)


def test_every_thread_that_waits_is_told_of_a_failure(run):
    ledger, counted, deliveries, _ = run
    counted.fails = True
    failures = []

    def work(delivery):
        try:
            ledger.mark(delivery, 11)
        except DatabaseError as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(each,)) for each in deliveries[:8]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) == 8
