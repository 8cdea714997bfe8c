"""The transitions of deliveries, each guarded by the state before it and by the lease."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence

from broadsheet.databases import Row, Session, Values
from broadsheet.ledger.records import (
    GIVE_UP_AFTER,
    SCHEDULE,
    Delivery,
    Mark,
    Outcome,
    Result,
    State,
)
from broadsheet.text import printable_line

HANDING_SECONDS = 900.0
"""How long a mark holds its lease: the final dot may take 10 minutes (RFC 5321, 4.5.3.2.6)."""

LONGEST_REPLY = 300
"""Characters of a reply that are kept."""

JITTER = 0.1
"""The random share of a wait, so that not all readers are tried again at once."""

Recorded = tuple[Delivery, Result, float]
"""What was recorded, and when."""

_FROM = {
    # "unknown": recover() gave it up, but then the relay replied to the worker that has the lease.
    Outcome.SENT: (State.HANDING, State.UNKNOWN, State.UNKNOWN),
    Outcome.DEFERRED: (State.QUEUED, State.HANDING, State.UNKNOWN),
    Outcome.REFUSED: (State.QUEUED, State.HANDING, State.UNKNOWN),
    Outcome.UNKNOWN: (State.HANDING, State.HANDING, State.HANDING),
    Outcome.POSTPONED: (State.QUEUED, State.QUEUED, State.QUEUED),
    Outcome.RELEASED: (State.QUEUED, State.QUEUED, State.QUEUED),
}
"""The states that each outcome may follow."""

_MARK = """UPDATE deliveries SET state = 'handing', changed = ?, lease_until = ?
    WHERE issue = ? AND subscriber = ? AND state = 'queued' AND lease = ? AND EXISTS (
        SELECT 1 FROM subscriptions WHERE edition = ? AND subscriber = ? AND state = 'confirmed')"""

_RESULT = """UPDATE deliveries SET state = ?, reason = ?, attempts = attempts + ?,
    first = COALESCE(first, ?), changed = ?, due = ?, reply = ?, lease = NULL, lease_until = NULL
    WHERE issue = ? AND subscriber = ? AND lease = ? AND state IN (?, ?, ?)"""

_SKIP = """UPDATE deliveries SET state = 'skipped', reason = ?, changed = ?, due = NULL,
    lease = NULL, lease_until = NULL
    WHERE issue = ? AND subscriber = ? AND lease = ? AND state = 'queued'"""

_WHY = """SELECT deliveries.state, lease, COALESCE(subscriptions.state, 'erased'),
    COALESCE(subscriptions.reason, '')
    FROM deliveries LEFT JOIN subscriptions
    ON edition = ? AND subscriptions.subscriber = deliveries.subscriber
    WHERE issue = ? AND deliveries.subscriber = ?"""


def write_marks(session: Session, wanted: Sequence[tuple[Delivery, float]]) -> list[Mark]:
    """Mark deliveries as being handed over, and return what to tell each worker."""
    if session.all(_MARK, [_mark_values(*each) for each in wanted]) == len(wanted):
        return [Mark.GRANTED] * len(wanted)
    return [_looked_up(session, *each) for each in wanted]


def _mark_values(delivery: Delivery, now: float) -> Values:
    until = math.ceil(now + HANDING_SECONDS)
    where = (delivery.issue, delivery.subscriber, delivery.lease)
    return (int(now), until, *where, delivery.edition, delivery.subscriber)


def _looked_up(session: Session, delivery: Delivery, now: float) -> Mark:
    """Return the answer to a request for a mark; a delivery to a reader who left is skipped."""
    values = (delivery.edition, delivery.issue, delivery.subscriber)
    for state, lease, subscription, reason in session.rows(_WHY, values):
        if lease != delivery.lease:
            return Mark.LOST
        if state == State.HANDING:
            return Mark.GRANTED
        if state == State.QUEUED:
            skip(session, [(delivery, skip_reason(subscription, reason))], now)
            return Mark.SKIPPED
    return Mark.LOST


def skip_reason(subscription: str, reason: str) -> str:
    """Return why a subscription gets nothing; "" if it is confirmed."""
    if subscription == "confirmed":
        return ""
    return reason or ("erased" if subscription == "erased" else "left")


def skip(session: Session, skipped: Sequence[tuple[Delivery, str]], now: float) -> None:
    """Skip leased deliveries, each for a reason."""
    session.all(
        _SKIP,
        [(why, int(now), each.issue, each.subscriber, each.lease) for each, why in skipped],
    )


def write_results(session: Session, results: Sequence[Recorded]) -> None:
    """Write what became of deliveries; what a state does not allow changes nothing."""
    session.all(_RESULT, [_result_values(*recorded) for recorded in results])


def _result_values(delivery: Delivery, result: Result, now: float) -> Values:
    state, reason, due = _next_state(delivery, result, now)
    tried = result.outcome not in {Outcome.POSTPONED, Outcome.RELEASED}
    first = int(now) if tried else None
    set_to: tuple[str | int | None, ...] = (state, reason, int(tried), first, int(now), due)
    where = (delivery.issue, delivery.subscriber, delivery.lease)
    reply = printable_line(result.reply[: 2 * LONGEST_REPLY], LONGEST_REPLY)
    return (*set_to, reply, *where, *_FROM[result.outcome])


def _next_state(delivery: Delivery, result: Result, now: float) -> tuple[str, str, int | None]:
    """Return state, reason and due time that follow a result."""
    if result.outcome is Outcome.RELEASED:
        return State.QUEUED, "", None
    if result.outcome is Outcome.POSTPONED:
        return State.DEFERRED, result.reason, math.ceil(result.due)
    if result.outcome is not Outcome.DEFERRED:
        return State(result.outcome), result.reason, None
    first = now if delivery.first is None else min(delivery.first, now)
    due = now + wait_after(delivery)
    if due - first > GIVE_UP_AFTER:
        return State.SKIPPED, "expired", None
    return State.DEFERRED, result.reason, math.ceil(due)


def wait_after(delivery: Delivery) -> float:
    """Return seconds until the next try of a delivery that was deferred now."""
    wait = SCHEDULE[min(delivery.attempts, len(SCHEDULE) - 1)]
    # Derived from the delivery, so that it is the same in each run and can be tested.
    seed = zlib.crc32(f"{delivery.issue}/{delivery.subscriber}/{delivery.attempts}".encode())
    return wait * (1 + JITTER * seed / 0xFFFFFFFF)


def leased(row: Row, lease: str) -> Delivery:
    """Return a row (issue, edition, subscriber, address, language, attempts, first) as a delivery."""
    issue, edition, subscriber, address, language, attempts, first = row
    return Delivery(issue, edition, subscriber, address, language, lease, attempts, first)
