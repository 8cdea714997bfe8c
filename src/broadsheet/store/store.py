"""What is asked of the store: articles as read, entries as serialised, and records of runs."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple, TypeVar
from zlib import crc32

from broadsheet.errors import OutputError, Problem
from broadsheet.stamps import Stamps
from broadsheet.store.codec import decode_seen
from broadsheet.store.database import DAMAGE, Row, commit, opened, remove, seal, snapshot, unsealed
from broadsheet.versions import versions

Result = TypeVar("Result")


class ReadingRow(NamedTuple):
    """What reading a file gave: `record` is its article as JSON, "" if it has errors.

    `version` is the article's, which `record` leaves out. `inputs` is a digest of all else that it
    depends on, except the files `seen` (path → stamp).
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
    """What rendering an article gave; `digest` is that of its serialised bytes.

    `key` is a digest of all that it depends on, except the files `seen` (path → stamp) and the
    permalinks of the files it has `links` to.
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
        """`stamps` tells which files are as they were when something was saved."""
        self.stamps = stamps
        self._connection = connection
        self._file = file
        self._process = os.getpid()
        self._snapshot: sqlite3.Connection | None = None
        self._records: dict[str, str] = {}
        self._sound: set[tuple[str, str]] = set()

    def readings(self) -> dict[str, ReadingRow]:
        """Return what reading gave in earlier runs, by source."""
        rows = map(unsealed, self._connection.execute("SELECT * FROM readings"))
        return {row[0]: ReadingRow(*row) for row in rows}

    def save_readings(self, rows: Iterable[ReadingRow]) -> None:
        """Keep what reading gave, in whatever process."""
        for row in rows:
            self.stamps.note(decode_seen(row.seen))
            self._put("readings", row)

    def entries(self) -> dict[str, EntryRow]:
        """Return what rendering gave in earlier runs, by source."""
        rows = map(unsealed, self._connection.execute("SELECT * FROM entries"))
        return {row[0]: EntryRow(*row) for row in rows}

    def save_entry(self, row: EntryRow, serialised: Mapping[str, bytes]) -> None:
        """Keep what rendering an article gave, in whatever process, and its entry in each format."""
        self.stamps.note(decode_seen(row.seen))
        self._put("entries", row)
        for name, content in serialised.items():
            self._put("serialised", (row.source, name, content), crc32(content))
            self._sound.add((row.source, name))

    def serialised(self, source: str, form: str) -> bytes:
        """Return an article's entry in a format; it must have been saved.

        Forked processes may ask for what was there at the last `keep`.
        """
        query = "SELECT content, seal FROM serialised WHERE source = ? AND format = ?"
        content, sealed = self._reader().execute(query, (source, form)).fetchone() or (b"", None)
        if (source, form) not in self._sound:  # Thousands of feeds may ask for it.
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
        """Forget articles that are gone: `table` is readings or entries."""
        gone = [(source,) for source in sources]
        self._connection.executemany(f"DELETE FROM {table} WHERE source = ?", gone)  # noqa: S608
        if table == "entries":
            self._connection.executemany("DELETE FROM serialised WHERE source = ?", gone)

    def keep(self) -> None:
        """Make what was saved so far outlast whatever becomes of this run."""
        commit(self._connection)

    def record(self, name: str) -> str:
        """Return the record that is called so, "" where there is none."""
        query = "SELECT name, content, seal FROM records WHERE name = ?"
        found = self._connection.execute(query, (_as_text(name),)).fetchone()
        return str(unsealed(found)[1]) if found else ""

    def save_record(self, name: str, content: str) -> None:
        """Keep a record of this run; it is written when the run is over."""
        self._records[_as_text(name)] = content

    def finish(self) -> None:
        """Keep all that was saved. Raises sqlite3.Error."""
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
    """Return what `work` makes of the store in a folder; None gives it an empty one.

    What it saves takes effect when it returns, or when it says so. Where the store turns out to be
    damaged, or its disk to be full, it is removed, and the work is done again without it. Raises
    OutputError where there is no room for an empty one either.
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
        message = f"{error}; free some space there, or name another folder in TMPDIR"
        raise OutputError(Problem(gettempdir(), 0, "", message)) from error


def _worked(store: Store, folder: Path | None, work: Callable[[Store], Result]) -> Result:
    """Do the work, which counts as done even where what it saved cannot be kept."""
    result = work(store)
    try:
        store.finish()
    except sqlite3.DatabaseError:
        if folder:
            remove(folder)
    return result
