"""Issues and their audiences: SQL of the ledger that is not a transition of one delivery."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.databases import Session
from broadsheet.ledger.records import Counts, Delivery, OpenIssue, OpenWork
from broadsheet.ledger.transitions import leased, skip_reason

_ISSUE = "SELECT id, edition, name, audience, opened, key_id, done, paused FROM issues"

_AUDIENCE = """INSERT INTO deliveries (issue, subscriber, state, reason, attempts, changed, reply)
    SELECT ?, subscriber, 'queued', '', 0, ?, '' FROM subscriptions
    WHERE edition = ? AND state = 'confirmed' AND since <= ? ORDER BY subscriber
    ON CONFLICT DO NOTHING"""

_PICK = """WITH picked AS MATERIALIZED (
        SELECT subscriber AS chosen FROM deliveries WHERE issue = ? AND {condition}
        LIMIT ? {lock_rows})
    UPDATE deliveries SET state = 'queued', lease = ?, lease_until = ?, due = NULL
    FROM picked WHERE issue = ? AND subscriber = chosen RETURNING subscriber"""
_DUE = "state = 'deferred' AND due <= ? ORDER BY due"
_QUEUED = "state = 'queued' AND (lease IS NULL OR lease_until <= ?) ORDER BY subscriber"

_LEASED = """SELECT deliveries.issue, issues.edition, deliveries.subscriber,
    COALESCE(subscribers.address, ''), COALESCE(subscribers.language, ''), attempts, first,
    COALESCE(subscribers.canonical, ''), COALESCE(subscriptions.state, 'erased'),
    COALESCE(subscriptions.reason, '')
    FROM deliveries JOIN issues ON issues.id = deliveries.issue
    LEFT JOIN subscribers ON subscribers.id = deliveries.subscriber
    LEFT JOIN subscriptions ON subscriptions.edition = issues.edition
        AND subscriptions.subscriber = deliveries.subscriber
    WHERE lease = ? AND deliveries.state = 'queued' ORDER BY deliveries.subscriber"""

_PREVIEW = """SELECT address, state, reason, since FROM subscriptions
    JOIN subscribers ON subscribers.id = subscriber WHERE edition = ? ORDER BY canonical"""


def find(session: Session, edition: str, name: str) -> OpenIssue | None:
    """Return an issue, or None."""
    rows = session.rows(f"{_ISSUE} WHERE edition = ? AND name = ?", (edition, name))
    return OpenIssue(*rows[0]) if rows else None


def by_number(session: Session, number: int) -> OpenIssue | None:
    """Return an issue by its number, or None."""
    rows = session.rows(f"{_ISSUE} WHERE id = ?", (number,))
    return OpenIssue(*rows[0]) if rows else None


def listed(session: Session, edition: str) -> list[OpenIssue]:
    """Return the issues of an edition, or all, the newest first."""
    where, values = (" WHERE edition = ?", (edition,)) if edition else ("", ())
    return [OpenIssue(*row) for row in session.rows(f"{_ISSUE}{where} ORDER BY id DESC", values)]


def take_audience(
    session: Session, names: tuple[str, str, str], compiled: bytes, cutoff: float, now: float
) -> OpenIssue | None:
    """Add an issue (edition, name, key id), its compiled form and its audience.

    Returns None if another process added it in the meantime.
    """
    edition, name, key = names
    sql = """INSERT INTO issues (edition, name, cutoff, opened, key_id, audience, paused)
        VALUES (?, ?, ?, ?, ?, 0, '') ON CONFLICT (edition, name) DO NOTHING RETURNING id"""
    added = session.rows(sql, (edition, name, int(cutoff), int(now), key))
    if not added:
        return None
    issue = added[0][0]
    session.execute("INSERT INTO compiled (issue, content) VALUES (?, ?)", (issue, compiled))
    taken = session.execute(_AUDIENCE, (issue, int(now), edition, int(cutoff)))
    session.execute("UPDATE issues SET audience = ? WHERE id = ?", (taken, issue))
    return OpenIssue(issue, edition, name, taken, int(now), key, None, "")


def preview(session: Session, edition: str, cutoff: float) -> Iterator[tuple[str, str]]:
    """Yield (address, reason) of an edition's subscribers, by address."""
    for address, state, reason, since in session.stream(_PREVIEW, (edition,)):
        if state == "pending":
            yield address, "not confirmed"
        elif state == "confirmed" and since > cutoff:
            yield address, "joined after the issue's period"
        else:
            yield address, skip_reason(state, reason)


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease to be given: its name, and its time."""

    name: str
    now: float
    until: float


def pick(session: Session, issue: int, lease: Lease, wanted: int) -> int:
    """Lease deliveries that are due, then those that are queued; return how many."""
    picked = 0
    for condition in (_DUE, _QUEUED):
        sql = _PICK.format(condition=condition, lock_rows=session.lock_rows)
        until = math.ceil(lease.until)
        values = (issue, int(lease.now), wanted - picked, lease.name, until, issue)
        picked += len(session.rows(sql, values))
    return picked


def leased_rows(session: Session, lease: str) -> Iterator[tuple[Delivery, str, str]]:
    """Yield (delivery, canonical address, reason to skip it) of a lease."""
    for row in session.rows(_LEASED, (lease,)):
        *facts, canonical, state, reason = row
        yield leased(tuple(facts), lease), canonical, skip_reason(state, reason)


def counts(session: Session, issue: int) -> Counts:
    """Return an issue's deliveries by state."""
    audience = session.rows("SELECT audience FROM issues WHERE id = ?", (issue,))[0][0]
    sql = "SELECT state, COUNT(*) FROM deliveries WHERE issue = ? GROUP BY state"
    return Counts(audience, **dict(session.rows(sql, (issue,))))


_HELD = "lease IS NOT NULL AND state IN ('queued', 'handing')"
_OPEN = ("state = 'queued' AND lease IS NULL", "state = 'deferred'", _HELD)


def next_due(session: Session, issue: int, now: float) -> float | None:
    """Return when a delivery can be leased next, or None if none is left.

    The order makes the query use the index: at the end of a large issue, few rows are still open.
    """
    queued, deferred, held = (f"FROM deliveries WHERE issue = ? AND {each}" for each in _OPEN)
    if session.rows(f"SELECT 1 {queued} ORDER BY subscriber LIMIT 1", (issue,)):
        return now
    times = session.rows(f"SELECT MIN(due) {deferred}", (issue,)) + session.rows(
        f"SELECT MIN(lease_until) {held}", (issue,)
    )
    known = [max(now, row[0]) for row in times if row[0] is not None]
    return min(known, default=None)


def left(session: Session, issue: int) -> int:
    """Return how many deliveries of an issue are left; it reads each of them, so a million take a while."""
    sql = "SELECT COUNT(*) FROM deliveries WHERE issue = ? AND"
    return sum(int(session.rows(f"{sql} {each}", (issue,))[0][0]) for each in _OPEN)


def open_work(session: Session, now: float, most: int) -> list[OpenWork]:
    """Return the issues that are neither done nor paused, and what is due of each, up to `most`."""
    found = []
    for row in session.rows(f"{_ISSUE} WHERE done IS NULL AND paused = '' ORDER BY id"):
        issue = OpenIssue(*row)
        due = 0
        for each in (_DUE, _QUEUED):
            few = f"SELECT 1 FROM deliveries WHERE issue = ? AND {each} LIMIT ?"
            sql = f"SELECT COUNT(*) FROM ({few}) AS few"
            due += session.rows(sql, (issue.id, int(now), most))[0][0]
        found.append(OpenWork(issue, min(due, most)))
    return found


def close_if_done(session: Session, issue: int, now: float) -> bool:
    """Note that an issue is done, if nothing is left of it; return whether it is."""
    if next_due(session, issue, now) is not None:
        return False
    sql = "UPDATE issues SET done = ? WHERE id = ? AND done IS NULL"
    session.execute(sql, (int(now), issue))
    return True


def results(
    session: Session, issue: int, states: Sequence[str]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield (address, state, reason, reply) of deliveries in some states, by address."""
    marks = ", ".join("?" * len(states))
    sql = f"""SELECT COALESCE(address, ''), state, reason, reply FROM deliveries
        LEFT JOIN subscribers ON subscribers.id = subscriber
        WHERE issue = ? AND state IN ({marks}) ORDER BY address, subscriber"""
    for address, state, reason, reply in session.stream(sql, (issue, *states)):
        yield str(address), str(state), str(reason), str(reply)
