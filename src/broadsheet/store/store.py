"""The store: articles as they were read, entries as they were serialised, and records of runs."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar
from zlib import crc32

from broadsheet.errors import OutputError, Problem
from broadsheet.stamps import Stamps
from broadsheet.store.codec import decode_seen
from broadsheet.store.database import DAMAGE, Row, commit, opened, remove, seal, snapshot, unsealed
from broadsheet.versions import versions

Result = TypeVar("Result")


class ReadingRow(NamedTuple):
    """The result of reading a file; `record` is its article as JSON, "" if it has errors.

    `version` is the article's, which `record` leaves out. `inputs` is a digest of everything else that
    the article depends on, except the files in `seen` (path → stamp).
    """

    source: str
    stamp: str
    digest: str
    inputs: str
    seen: str
    start: int
    record: str
    version: str
    problems: str


class EntryRow(NamedTuple):
    """The result of rendering an article; `digest` is of its serialised bytes.

    `key` is a digest of everything that it depends on, except the files in `seen` (path → stamp) and
    the articles in `links` (path → permalink).
    """

    source: str
    key: str
    seen: str
    links: str
    problems: str
    digest: str


class Store:
    """The store of one site, for one run; see `with_store`."""

    def __init__(self, connection: sqlite3.Connection, file: Path, stamps: Stamps) -> None:
        """`stamps` are those of the site's files in this run."""
        self.stamps = stamps
        self._connection = connection
        self._file = file
        self._process = os.getpid()
        self._snapshot: sqlite3.Connection | None = None
        self._records: dict[str, str] = {}
        self._sound: set[tuple[str, str]] = set()

    def readings(self) -> dict[str, ReadingRow]:
        """Return the results of reading in earlier runs, by source."""
        rows = map(unsealed, self._connection.execute("SELECT * FROM readings"))
        return {row[0]: ReadingRow(*row) for row in rows}

    def save_readings(self, rows: Iterable[ReadingRow]) -> None:
        """Save results of reading, also of another process."""
        for row in rows:
            self.stamps.note(decode_seen(row.seen))
            self._put("readings", row)

    def entries(self) -> dict[str, EntryRow]:
        """Return the results of rendering in earlier runs, by source."""
        rows = map(unsealed, self._connection.execute("SELECT * FROM entries"))
        return {row[0]: EntryRow(*row) for row in rows}

    def save_entry(self, row: EntryRow, serialised: Mapping[str, bytes]) -> None:
        """Save the result of rendering an article, and its entry in each format."""
        self.stamps.note(decode_seen(row.seen))
        self._put("entries", row)
        for name, content in serialised.items():
            self._put("serialised", (row.source, name, content), crc32(content))
            self._sound.add((row.source, name))

    def serialised(self, source: str, form: str) -> bytes:
        """Return an article's entry in a format; it must have been saved.

        Forked processes see what was saved before the last `keep`.
        Raises sqlite3.DatabaseError if it is not there, or damaged.
        """
        query = "SELECT content, seal FROM serialised WHERE source = ? AND format = ?"
        content, sealed = self._reader().execute(query, (source, form)).fetchone() or (b"", None)
        if (source, form) not in self._sound:  # Thousands of feeds may contain it.
            if not isinstance(content, bytes) or crc32(content) != sealed:
                message = f"no entry of {source}"
                raise sqlite3.DatabaseError(message)
            self._sound.add((source, form))
        return content

    def _reader(self) -> sqlite3.Connection:
        if self._process == os.getpid():
            return self._connection
        if not self._snapshot:
            self._snapshot = snapshot(self._file)
        return self._snapshot

    def forget(self, table: str, sources: Iterable[str]) -> None:
        """Delete articles that no longer exist; `table` is readings or entries."""
        gone = [(source,) for source in sources]
        self._connection.executemany(f"DELETE FROM {table} WHERE source = ?", gone)  # noqa: S608
        if table == "entries":
            self._connection.executemany("DELETE FROM serialised WHERE source = ?", gone)

    def keep(self) -> None:
        """Commit what was saved so far."""
        commit(self._connection)

    def record(self, name: str) -> str:
        """Return the record with a name, or ""."""
        query = "SELECT name, content, seal FROM records WHERE name = ?"
        found = self._connection.execute(query, (_as_text(name),)).fetchone()
        return str(unsealed(found)[1]) if found else ""

    def save_record(self, name: str, content: str) -> None:
        """Save a record of this run. It is written by `finish`."""
        self._records[_as_text(name)] = content

    def finish(self) -> None:
        """Write and commit everything. Raises sqlite3.Error."""
        for row in self._records.items():
            self._put("records", row)
        self._connection.execute("COMMIT")

    def _put(self, table: str, row: Row, sealed: int | None = None) -> None:
        values = (*row, seal(row) if sealed is None else sealed)
        places = ", ".join("?" * len(values))
        self._connection.execute(f"REPLACE INTO {table} VALUES ({places})", values)  # noqa: S608


def _as_text(name: str) -> str:
    """Return a record's name as SQLite can keep it: one with a path need not be UTF-8."""
    return name.encode(errors="backslashreplace").decode()


def with_store(folder: Path | None, stamps: Stamps, work: Callable[[Store], Result]) -> Result:
    """Return the result of `work`, called with the store in a folder, or an empty one for None.

    What it saves is committed when it returns, or by `keep`. If the store turns out to be damaged, or its
    disk to be full, the store is removed and the work is done again without it. Raises OutputError if
    there is no room for an empty store either.
    """
    made_by = versions()
    try:
        with opened(folder, made_by) as (connection, file):
            return _worked(Store(connection, file, stamps), folder, work)
    except DAMAGE:
        if folder:
            remove(folder)
    try:
        with opened(None, made_by) as (connection, file):
            return _worked(Store(connection, file, stamps), None, work)
    except sqlite3.DatabaseError as error:
        from tempfile import gettempdir  # noqa: PLC0415 - as in database.py

        message = f"{error}; free some space there, or name another folder in TMPDIR"
        raise OutputError(Problem(gettempdir(), 0, "", message)) from error


def _worked(store: Store, folder: Path | None, work: Callable[[Store], Result]) -> Result:
    """Return the result of the work, also if what it saved cannot be written."""
    result = work(store)
    try:
        store.finish()
    except sqlite3.DatabaseError:
        if folder:
            remove(folder)
    return result
