"""Consent as events that are only ever appended."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.databases import Session
from broadsheet.subscribers.address import clean_line
from broadsheet.subscribers.records import Evidence

LONGEST = 2000
"""Characters of a basis or of a form's words that are kept."""

_ADD_SOURCE = """INSERT INTO sources (kind, basis, origin, words) VALUES (?, ?, ?, ?)
    ON CONFLICT (kind, basis, origin, words) DO UPDATE SET kind = sources.kind RETURNING id"""

_ADD_EVENT = """INSERT INTO events (subscriber, edition, kind, at, source, detail)
    VALUES (?, ?, ?, ?, ?, ?)"""


def source_id(session: Session, source: Evidence) -> int:
    """Return the id of a source, which is added if it is new."""
    texts = (source.kind, source.basis, source.origin, source.words)
    values = [clean_line(text, LONGEST) for text in texts]
    return int(session.rows(_ADD_SOURCE, values)[0][0])


def append(
    session: Session, kind: str, subscriptions: Iterable[tuple[int, str]], source: int, now: float
) -> None:
    """Append an event to each of some subscriptions (subscriber, edition)."""
    session.each(
        _ADD_EVENT,
        [(who, edition, kind, int(now), source, "") for who, edition in subscriptions],
    )
