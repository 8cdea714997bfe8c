"""Recovery after a crash, and deliveries in doubt: the relay may or may not have accepted them."""

from __future__ import annotations

from broadsheet.databases import Session
from broadsheet.ledger.records import Unknown

CLOCK_SLACK = 60
"""Seconds by which clocks may differ before one counts as set back."""

_HELD = """SELECT issue, subscriber, lease, state FROM deliveries
    WHERE lease IS NOT NULL AND state IN ('queued', 'handing') AND {condition} {lock_rows}"""

# The lease stays, so that the worker's late reply can still settle the delivery.
_LOSE = """UPDATE deliveries SET state = 'unknown', changed = ?, lease_until = NULL, reply = ?
    WHERE issue = ? AND subscriber = ? AND lease = ? AND state = 'handing'"""

_FREE = """UPDATE deliveries SET lease = NULL, lease_until = NULL
    WHERE issue = ? AND subscriber = ? AND lease = ? AND state = 'queued'"""

_CLOCK_SET_BACK = (
    "UPDATE deliveries SET due = ? WHERE state = 'deferred' AND changed > ? AND due > ?"
)

EVIDENCE = "the sender ended after the message and before the relay's reply"


def of_others(session: Session, worker: str, now: float) -> int:
    """Settle everything that another process than `worker` holds."""
    prefix = f"{worker}/"
    return _settle(session, "substr(lease, 1, ?) <> ?", (len(prefix), prefix), now)


def of_one(session: Session, worker: str, now: float) -> int:
    """Settle everything that `worker` holds."""
    prefix = f"{worker}/"
    return _settle(session, "substr(lease, 1, ?) = ?", (len(prefix), prefix), now)


def of_expired(session: Session, now: float) -> int:
    """Settle everything whose lease has expired."""
    return _settle(session, "lease_until <= ?", (int(now),), now)


def _settle(session: Session, condition: str, values: tuple[int | str, ...], now: float) -> int:
    sql = _HELD.format(condition=condition, lock_rows=session.lock_rows)
    held = session.rows(sql, values)
    session.all(_FREE, (row[:3] for row in held if row[3] == "queued"))
    handing = [(int(now), EVIDENCE, *row[:3]) for row in held if row[3] == "handing"]
    lost = session.all(_LOSE, handing)
    session.execute(_CLOCK_SET_BACK, (int(now), int(now) + CLOCK_SLACK, int(now)))
    return lost


def release(session: Session, worker: str) -> None:
    """Free what `worker` leased and did not mark."""
    prefix = f"{worker}/"
    sql = _HELD.format(condition="substr(lease, 1, ?) = ?", lock_rows=session.lock_rows)
    held = session.rows(sql, (len(prefix), prefix))
    session.all(_FREE, (row[:3] for row in held if row[3] == "queued"))


def unknowns(session: Session, issue: int) -> list[Unknown]:
    """Return an issue's deliveries in doubt, by address."""
    sql = """SELECT issue, subscriber, COALESCE(address, ''), changed, reply FROM deliveries
        LEFT JOIN subscribers ON subscribers.id = subscriber
        WHERE issue = ? AND state = 'unknown' ORDER BY address, subscriber"""
    return [Unknown(*row) for row in session.rows(sql, (issue,))]


def resolve(session: Session, issue: int, now: float, *, sent: bool) -> int:
    """Resolve unknown deliveries as sent, or queue them again; return how many."""
    sql = """UPDATE deliveries SET state = ?, reason = 'resolved', changed = ?, lease = NULL
        WHERE issue = ? AND state = 'unknown'"""
    changed = session.execute(sql, ("sent" if sent else "queued", int(now), issue))
    if changed and not sent:
        session.execute("UPDATE issues SET done = NULL WHERE id = ?", (issue,))
    return changed
