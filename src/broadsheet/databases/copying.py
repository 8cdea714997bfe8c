"""Moves a site's readers and issues from one database to another.

Nothing is lost: the old database takes no writes while it is copied, each table is compared by count and
digest before the new one is committed, and then the old one's tables are renamed, so that programs
that still have it open fail instead of writing to a database that is no longer used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from broadsheet.databases.protocol import Database, Row, Session
from broadsheet.errors import DatabaseError, LockedError, Problem

MOVED = "moved"
"""Fact that names the database to which a site was moved."""

_PREFIX = "moved_"
_OWN_FACTS = ("version", MOVED)
"""Facts of a database, not of a site."""

_LIVE = "SELECT COUNT(*) FROM deliveries WHERE state = 'handing' AND lease_until > ?"
_MASK = (1 << 128) - 1


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows a table has, and the sum of their digests, whatever their order."""

    rows: int
    digest: int


def copy_database(source: Database, target: Database, now: float) -> dict[str, int]:
    """Move everything from `source` into `target`, which is empty; return rows by table.

    Raises LockedError while messages are handed over, and DatabaseError if the target is not empty,
    or the copy is not equal: then both are as before.
    """
    with source.write() as old:
        old.lock_tables()
        if old.rows(_LIVE, (int(now),))[0][0]:
            message = "a run hands messages over; wait until it has ended"
            raise LockedError(Problem(source.place, 0, "", message))
        with target.write() as new:
            copied = _fill(old, new, target.place)
        # Only now: if this fails, the copy is complete, and the old one is still in use.
        _retire(old, target.place)
    return copied


def refuse_moved(database: Database) -> None:
    """Raise DatabaseError if a site was moved from this database to another."""
    with database.read() as session:
        rows = session.rows("SELECT value FROM facts WHERE name = ?", (MOVED,))
    for (place,) in rows:
        message = f'was moved to {place}; write database = "{place}" in [send] of publish.toml'
        raise DatabaseError(Problem(database.place, 0, "", message))


def _fill(old: Session, new: Session, place: str) -> dict[str, int]:
    tables = old.columns()
    if new.rows("SELECT 1 FROM subscribers LIMIT 1") or new.rows("SELECT 1 FROM issues LIMIT 1"):
        message = "has readers already; name an empty database, or another schema (?schema=NAME)"
        raise DatabaseError(Problem(place, 0, "", message))
    copied = {}
    for table, columns in sorted(tables.items()):
        was = _Digest(_rows(old, table, columns))
        new.load(table, columns, was)
        now = _Digest(_rows(new, table, columns))
        for _ in now:
            pass
        if was.contents != now.contents:
            message = f"table {table} is not equal after the copy; nothing was changed"
            raise DatabaseError(Problem(place, 0, "", message))
        copied[table] = was.contents.rows
    for table, last in old.last_ids().items():
        new.set_last_id(table, last)  # An erased reader's number is never used again.
    return copied


def _rows(session: Session, table: str, columns: Sequence[str]) -> Iterator[Row]:
    sql = f"SELECT {', '.join(columns)} FROM {table}"
    if table == "facts":
        return session.stream(f"{sql} WHERE name NOT IN (?, ?)", _OWN_FACTS)
    return session.stream(sql)


class _Digest:
    """Passes rows on, and adds up their digests."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self._count = 0
        self._sum = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            plain = tuple(bytes(v) if isinstance(v, (bytes, memoryview)) else v for v in row)
            digest = hashlib.blake2b(repr(plain).encode(), digest_size=16).digest()
            self._count += 1
            self._sum = (self._sum + int.from_bytes(digest)) & _MASK
            yield plain

    @property
    def contents(self) -> Contents:
        """What was passed on so far."""
        return Contents(self._count, self._sum)


def _retire(old: Session, place: str) -> None:
    """Record where the site moved, and rename the tables so that programs that have them open fail."""
    sql = "INSERT INTO facts (name, value) VALUES (?, ?)"
    old.execute(sql, (MOVED, place))
    for table in sorted(old.columns()):
        if table != "facts":
            old.execute(f"ALTER TABLE {table} RENAME TO {_PREFIX}{table}")
