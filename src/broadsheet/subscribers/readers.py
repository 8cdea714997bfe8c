"""Steps of transactions: readers are added and found, their subscriptions end."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.databases import Session
from broadsheet.subscribers import events, suppression
from broadsheet.subscribers.address import EmailAddress
from broadsheet.subscribers.records import Act
from broadsheet.subscribers.secret import Secret

ALL_EDITIONS = ""
"""In place of an edition's name: every one."""

_ADD = """INSERT INTO subscribers (canonical, address, name, language, created)
    VALUES (?, ?, '', '', ?) ON CONFLICT (canonical) DO UPDATE SET canonical = excluded.canonical
    RETURNING id"""

_LEAVE = """UPDATE subscriptions SET state = 'left', reason = ?, since = ?
    WHERE subscriber = ? AND state <> 'left'"""


def add(session: Session, address: EmailAddress, now: float) -> int:
    """Return the id of the reader with this address, who is added if new."""
    values = (address.canonical, address.address, int(now))
    return int(session.rows(_ADD, values)[0][0])


def find(session: Session, canonical: str) -> int | None:
    """Return the id of the subscriber with this canonical address, or None."""
    rows = session.rows("SELECT id FROM subscribers WHERE canonical = ?", (canonical,))
    return int(rows[0][0]) if rows else None


def suppress(session: Session, secret: Secret, subscriber: int, act: Act) -> list[str]:
    """Put a reader's address on the suppression list, and end all subscriptions; return which."""
    rows = session.rows("SELECT canonical FROM subscribers WHERE id = ?", (subscriber,))
    if not rows:
        return []
    suppression.add_to_list(session, secret, rows[0][0], act)
    source = events.source_id(session, act.source)
    events.append(session, "suppressed", [(subscriber, ALL_EDITIONS)], source, act.at)
    return end(session, subscriber, act)


def end(session: Session, subscriber: int, act: Act, *, edition: str = ALL_EDITIONS) -> list[str]:
    """End a reader's subscriptions and append the events; return the editions."""
    where = " AND edition = ?" if edition else ""
    values: list[str | int] = [act.reason, int(act.at), subscriber, *([edition] if edition else [])]
    ended = sorted(row[0] for row in session.rows(f"{_LEAVE}{where} RETURNING edition", values))
    if ended:
        source = events.source_id(session, act.source)
        events.append(session, act.reason, [(subscriber, name) for name in ended], source, act.at)
    return ended


def end_many(
    session: Session, subscriptions: Sequence[tuple[int, str]], act: Act
) -> list[tuple[int, str]]:
    """End subscriptions (subscriber, edition) and append the events; return those that it ended."""
    values = [(act.reason, int(act.at), reader, edition) for reader, edition in subscriptions]
    changed = session.each(f"{_LEAVE} AND edition = ?", values)
    ended = [each for each, count in zip(subscriptions, changed, strict=True) if count]
    if ended:
        source = events.source_id(session, act.source)
        events.append(session, act.reason, ended, source, act.at)
    return ended
