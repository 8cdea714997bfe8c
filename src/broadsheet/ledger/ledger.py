"""The ledger of deliveries: a state machine (`records.State`), kept in the database."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from broadsheet.databases import Database, Session
from broadsheet.errors import DatabaseError, Problem
from broadsheet.ledger import issues, recovery, transitions
from broadsheet.ledger.commits import Commits
from broadsheet.ledger.issues import Lease
from broadsheet.ledger.records import (
    Counts,
    Delivery,
    IssueState,
    Mark,
    OpenIssue,
    OpenWork,
    Result,
    Unknown,
)
from broadsheet.rates import Rates
from broadsheet.subscribers import Secret, suppression

MOST_DUE = 20_000
"""Up to how many deliveries `open_work` counts what is due."""


class Ledger:
    """Who is to get which issue, and what became of it.

    A run, by one process or several (`now` is Unix time; a `worker` is any text that no other
    process uses, say `host:pid:random`)::

        ledger.recover(worker, now)                   # what a crash left behind
        issue = ledger.open_issue(...)                # once: takes the audience, keeps the bytes
        while deliveries := ledger.lease(issue.id, worker, 200, now):
            for delivery in deliveries:               # in any thread, one connection each
                # MAIL, RCPT, DATA and the body, all but the final dot, then:
                if ledger.mark(delivery, now) is Mark.GRANTED:
                    # final dot, reply
                    ledger.record(delivery, Result(Outcome.SENT, "250 2.0.0 …"), now)
                else:
                    # close the connection, without the dot
        ledger.flush()
        ledger.close_if_done(issue.id, now)

    `mark` waits until its transaction is on the disk, together with those of all threads that ask
    at the same time. `record` returns at once: results are committed with the next mark of any
    thread, at `lease`, or at `flush`, so always before the same connection's next mark. Therefore a
    crash leaves at most one unknown for each connection.

    A mark checks lease and subscription in the same statement: a reader who left before it was
    committed gets nothing, and a worker that lost its lease gets no mark.

    With `database.one_sender` (SQLite) the caller holds the site's lock for sending.
    """

    def __init__(self, database: Database, secret: Secret) -> None:
        self.database = database
        self.rates = Rates(database)
        self._secret = secret
        self._commits = Commits(database)
        self._leases = itertools.count(1)

    def find_issue(self, edition: str, name: str) -> OpenIssue | None:
        """Return an issue that was opened, or None."""
        with self.database.read() as session:
            return issues.find(session, edition, name)

    def issue(self, number: int) -> OpenIssue | None:
        """Return an issue by its number, or None."""
        with self.database.read() as session:
            return issues.by_number(session, number)

    def open_work(self, now: float) -> list[OpenWork]:
        """Return the issues that are neither done nor paused, and what is due of them."""
        with self.database.read() as session:
            return issues.open_work(session, now, MOST_DUE)

    def left(self, issue: int) -> int:
        """Return how many deliveries of an issue are left; a million take a while."""
        with self.database.read() as session:
            return issues.left(session, issue)

    def issues(self, edition: str = "") -> list[OpenIssue]:
        """Return the issues of an edition, or all, the newest first."""
        with self.database.read() as session:
            return issues.listed(session, edition)

    def open_issue(
        self, edition: str, name: str, compiled: bytes, *, cutoff: float, now: float
    ) -> OpenIssue:
        """Take an issue's audience and keep its compiled form, in one transaction.

        The audience is everyone whose subscription was confirmed at `cutoff` or before. If the
        issue is open already, nothing changes, `compiled` is ignored, and the issue is returned.
        Raises DatabaseError if it was added and is gone again.
        """
        with self.database.write() as session:
            if known := issues.find(session, edition, name):
                return known
            names = (edition, name, self._secret.current)
            if taken := issues.take_audience(session, names, compiled, cutoff, now):
                return taken
        found = self.find_issue(edition, name)
        if found is None:
            message = f"has no issue {name} of {edition}, though it was added; run again"
            raise DatabaseError(Problem(self.database.place, 0, "", message))
        return found

    def compiled(self, issue: int) -> bytes:
        """Return the compiled form that `open_issue` kept."""
        with self.database.read() as session:
            rows = session.rows("SELECT content FROM compiled WHERE issue = ?", (issue,))
        return bytes(rows[0][0])

    def preview_audience(self, edition: str, cutoff: float) -> Iterator[tuple[str, str]]:
        """Yield (address, reason) of every subscriber of an edition; reason "" would get the issue."""
        with self.database.read() as session:
            yield from issues.preview(session, edition, cutoff)

    def lease(
        self, issue: int, worker: str, count: int, now: float, *, seconds: float = 300
    ) -> list[Delivery]:
        """Lease up to `count` deliveries that are queued, or deferred and due, for `seconds`.

        Readers who left, or are on the suppression list, are skipped here; so an empty list means
        that nothing is due now. Results that wait are committed too.
        """
        self._commits.flush()
        found: list[Delivery] = []
        while len(found) < count:
            lease = Lease(f"{worker}/{next(self._leases)}", now, now + seconds)
            wanted = count - len(found)
            with self.database.write() as session:
                picked = issues.pick(session, issue, lease, wanted)
                found += self._wanted(session, lease) if picked else []
            if picked < wanted:
                break
        return found

    def _wanted(self, session: Session, lease: Lease) -> list[Delivery]:
        """Return the deliveries of a lease, and skip readers who left or are on the suppression list."""
        rows = list(issues.leased_rows(session, lease.name))
        hits = suppression.suppressed(
            session, self._secret, [canonical for _, canonical, _ in rows]
        )
        skips = [
            (delivery, why or "suppressed")
            for delivery, canonical, why in rows
            if why or canonical in hits
        ]
        transitions.skip(session, skips, lease.now)
        gone = {delivery.subscriber for delivery, _ in skips}
        return [delivery for delivery, _, _ in rows if delivery.subscriber not in gone]

    def mark(self, delivery: Delivery, now: float) -> Mark:
        """Mark a delivery as being handed over, durably; call it between body and final dot.

        Raises DatabaseError or UnavailableError if it could not be committed: no dot then either.
        """
        return self._commits.mark(delivery, now)

    def record(self, delivery: Delivery, result: Result, now: float) -> None:
        """Record the result of a try; committed with the next mark, `lease` or `flush`.

        A result that the delivery's state does not allow, or of a lease that was lost, is ignored,
        except that a reply of the relay also resolves an `unknown` of the same lease.
        """
        self._commits.record(delivery, result, now)

    def flush(self) -> None:
        """Commit all results recorded so far; also raises what their commit raised before."""
        self._commits.flush()

    def recover(self, worker: str, now: float) -> int:
        """Settle the deliveries of a process that died: call it at the start, and each minute.

        What was handed over becomes `unknown`, leases end. With `one_sender` this is everything
        that `worker` does not hold; else only what has an expired lease. Deferred deliveries that a
        clock set back would delay become due. Returns how many are unknown by this.
        """
        self.database.end_stopped()
        with self.database.write() as session:
            if self.database.one_sender:
                return recovery.of_others(session, worker, now)
            return recovery.of_expired(session, now)

    def begin_again(self, worker: str, now: float) -> None:
        """Settle what `worker` itself held when it lost the database; no thread of it may be at work.

        What was recorded meanwhile is committed first.
        """
        self._commits.flush()
        with self.database.write() as session:
            recovery.of_one(session, worker, now)

    def release(self, worker: str) -> None:
        """Queue what a worker leased and did not mark; call it at the end of a run."""
        self._commits.flush()
        with self.database.write() as session:
            recovery.release(session, worker)

    def counts(self, issue: int) -> Counts:
        """Return the deliveries of an issue by state."""
        with self.database.read() as session:
            return issues.counts(session, issue)

    def state(self, issue: OpenIssue) -> IssueState:
        """Return how far an issue is now."""
        counts = self.counts(issue.id)
        unknowns = tuple(self.unknowns(issue.id)) if counts.unknown else ()
        note = f"paused: {issue.paused}" if issue.paused else ""
        return IssueState(issue.edition, issue.name, counts, note, unknowns)

    def next_due(self, issue: int, now: float) -> float | None:
        """Return when a delivery can be leased next (`now` if at once), None if none is left."""
        with self.database.read() as session:
            return issues.next_due(session, issue, now)

    def close_if_done(self, issue: int, now: float) -> bool:
        """Return whether nothing is queued, deferred or in transaction, and note the time."""
        with self.database.write() as session:
            return issues.close_if_done(session, issue, now)

    def pause(self, issue: int, why: str) -> None:
        """Record why an issue is paused; "" ends the pause. `lease` ignores it."""
        with self.database.write() as session:
            session.execute("UPDATE issues SET paused = ? WHERE id = ?", (why, issue))

    def unknowns(self, issue: int) -> list[Unknown]:
        """Return the deliveries in doubt, by address."""
        with self.database.read() as session:
            return recovery.unknowns(session, issue)

    def resolve(self, issue: int, *, sent: bool, now: float) -> int:
        """Resolve unknown deliveries as sent, or queue them again; returns how many."""
        with self.database.write() as session:
            return recovery.resolve(session, issue, now, sent=sent)

    def refusals(self, issue: int) -> list[tuple[int, str, str]]:
        """Return (subscriber, reason, reply) of refused deliveries that were not yet counted as bounces."""
        sql = (
            "SELECT subscriber, reason, reply FROM deliveries WHERE issue = ? AND state = 'refused'"
            " AND NOT EXISTS (SELECT 1 FROM seen"
            " WHERE id = 'smtp/' || deliveries.issue || '/' || deliveries.subscriber)"
        )
        with self.database.read() as session:
            return [(row[0], row[1], row[2]) for row in session.rows(sql, (issue,))]

    def results(self, issue: int, states: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
        """Yield (address, state, reason, reply) of an issue's deliveries in some states."""
        with self.database.read() as session:
            yield from issues.results(session, issue, states)
