"""Farewells: who leaves gets one short mail that says so, and how to come back.

It waits a few minutes, so that undo takes it back. Complaints and bounces cause none: they end
subscriptions in another way than this.
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.databases import Session
from broadsheet.subscribe.limits import address_limits, hit, wait
from broadsheet.subscribe.outbox import MailKind, queue_mail
from broadsheet.subscribers import Address, Secret

AFTER = 300
"""Seconds from leaving to the mail."""


def queue_farewell(
    session: Session, secret: Secret, reader: int, editions: Sequence[str], now: float
) -> None:
    """Queue a farewell from `editions`, in the transaction that ended them; one a day for an address."""
    rows = session.rows("SELECT canonical, address FROM subscribers WHERE id = ?", (reader,))
    if not (rows and editions):
        return
    canonical, typed = rows[0]
    limits = address_limits(secret, Address(typed, canonical), "farewell")
    if not wait(session, limits, now):
        hit(session, limits, now)
        names = ",".join(editions)
        queue_mail(session, MailKind.FAREWELL, reader, names, typed, now, now + AFTER)


def drop_farewell(session: Session, reader: int) -> None:
    """Take back a farewell that has not left yet: the reader came back."""
    session.execute(
        "DELETE FROM outbox WHERE subscriber = ? AND kind = ? AND state = 'queued' AND lease IS NULL",
        (reader, MailKind.FAREWELL),
    )
