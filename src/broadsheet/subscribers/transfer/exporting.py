"""Readers as CSV, which `import` reads back equal."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from broadsheet.databases import Row
from broadsheet.subscribers.address import clean_line, shown
from broadsheet.subscribers.events import LONGEST
from broadsheet.subscribers.records import Evidence
from broadsheet.subscribers.subscribers import Subscribers

COLUMNS = (
    *("email", "name", "language", "edition", "state", "reason", "since", "joined"),
    *("source_kind", "basis", "origin", "words"),
)
_STATES = ("pending", "confirmed", "left")

# Spreadsheets run a cell that begins with one of these; a quote before it makes it text (OWASP).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")

_ROWS = """SELECT address, name, language, subscriptions.edition, state, reason, since, detail,
    sources.kind, basis, origin, words
    FROM subscriptions JOIN subscribers ON subscribers.id = subscriptions.subscriber
    LEFT JOIN events ON events.id = (SELECT MAX(id) FROM events WHERE
        events.subscriber = subscriptions.subscriber AND events.edition = subscriptions.edition)
    LEFT JOIN sources ON sources.id = events.source
    ORDER BY canonical, subscriptions.edition"""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of an export."""

    email: str
    name: str
    language: str
    edition: str
    state: str
    reason: str
    since: int
    joined: str
    source: Evidence


def csv_lines(subscribers: Subscribers) -> Iterator[str]:
    """Yield the lines of the CSV file: one for each subscription, by address."""
    yield _csv(COLUMNS)
    with subscribers.database.read() as session:
        for row in session.stream(_ROWS):
            yield _csv([_cell(value) for value in row])


def is_own_csv(stream: BinaryIO) -> bool:
    """Return whether a stream, at its start, is such a file; it is at its start again."""
    start = stream.readline(1000)
    stream.seek(0)
    return start.strip() == ",".join(COLUMNS).encode()


def read_row(row: Sequence[str]) -> OwnLine:
    """Read a line of an export. Raises ValueError."""
    if len(row) != len(COLUMNS):
        message = f"has {len(row)} cells; an export of this program has {len(COLUMNS)}"
        raise ValueError(message)
    cells = [clean_line(_uncell(cell), LONGEST) for cell in row]
    state, since = cells[4], cells[6]
    if state not in _STATES:
        message = f'"{shown(state)}" is not a state; write {", ".join(_STATES)}'
        raise ValueError(message)
    if not (since.isascii() and since.isdigit()):
        message = f'"{shown(since)}" is not a time in seconds; write e.g. 1750000000'
        raise ValueError(message)
    email, name, language, edition = cells[:4]
    source = Evidence(*cells[8:])
    return OwnLine(email, name, language, edition, state, cells[5], int(since), cells[7], source)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _uncell(text: str) -> str:
    return text.removeprefix("'")


def _csv(cells: Sequence[str] | Row) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
