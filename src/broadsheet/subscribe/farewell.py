"""Farewells: a reader who leaves gets one short mail that says how to come back; at most one a day.

It waits a few minutes, so that undo takes it back. Complaints and bounces cause none: they end
subscriptions in another way than this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.databases import Session
from broadsheet.subscribe.outbox import MailKind

AFTER = 300
"""Seconds from leaving to the mail."""

DAY = 86400

_QUEUE = """INSERT INTO outbox (kind, subscriber, edition, address, state, attempts, created, due, reply)
    SELECT 'farewell', id, ?, address, 'queued', 0, ?, ?, '' FROM subscribers WHERE id = ?
    AND NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.subscriber = subscribers.id
        AND earlier.kind = 'farewell' AND earlier.created > ?)"""


def queue_farewells(
    session: Session, leaving: Iterable[tuple[int, Sequence[str]]], now: float
) -> None:
    """Queue a farewell to each of some (reader, editions), in the transaction that ended them."""
    at = int(now)
    session.all(
        _QUEUE,
        [(",".join(names), at, at + AFTER, reader, at - DAY) for reader, names in leaving if names],
    )


def drop_farewell(session: Session, reader: int) -> None:
    """Take back a farewell that has not left yet: the reader came back."""
    session.execute(
        "DELETE FROM outbox WHERE subscriber = ? AND kind = ? AND state = 'queued' AND lease IS NULL",
        (reader, MailKind.FAREWELL),
    )
