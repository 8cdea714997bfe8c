"""What is asked of the store: articles as read, entries as serialised, files as written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from broadsheet.stamps import Stamps
from broadsheet.store.database import commit, opened, remove, snapshot
from broadsheet.versions import versions

Result = TypeVar("Result")


class ReadingRow(NamedTuple):
    """What reading a file gave: `record` is its article as JSON, "" where it is at fault.

    `inputs` is a digest of all else that it depends on, but for the files `seen` (path → stamp).
    """

    source: str
    stamp: str
    digest: str
    inputs: str
    seen: str
    start: int
    record: str
    problems: str


class EntryRow(NamedTuple):
    """What rendering an article gave; `digest` is that of its serialised bytes.

    `key` is a digest of all that it depends on, but for the files `seen` (path → stamp) and the
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

    def readings(self) -> dict[str, ReadingRow]:
        """Return what reading gave in earlier runs, by source."""
        rows = self._connection.execute("SELECT * FROM readings")
        return {row[0]: ReadingRow(*row) for row in rows}

    def save_readings(self, rows: Iterable[ReadingRow]) -> None:
        """Keep what reading gave."""
        self._connection.executemany("REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def entries(self) -> dict[str, EntryRow]:
        """Return what rendering gave in earlier runs, by source."""
        rows = self._connection.execute("SELECT * FROM entries")
        return {row[0]: EntryRow(*row) for row in rows}

    def save_entry(self, row: EntryRow, serialised: Mapping[str, bytes]) -> None:
        """Keep what rendering an article gave, and its entry in each format."""
        self._connection.execute("REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?)", row)
        self._connection.executemany(
            "REPLACE INTO serialised VALUES (?, ?, ?)",
            ((row.source, name, content) for name, content in serialised.items()),
        )

    def serialised(self, source: str, form: str) -> bytes:
        """Return an article's entry in a format; it must have been saved.

        Forked processes may ask for what was there at the last `keep`.
        """
        found = (
            self._reader()
            .execute(
                "SELECT content FROM serialised WHERE source = ? AND format = ?", (source, form)
            )
            .fetchone()
        )
        if found is None:
            message = f"no entry of {source}"
            raise sqlite3.DatabaseError(message)
        return bytes(found[0])

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

    def outputs(self, out: Path) -> dict[str, tuple[str, str]]:
        """Return the signature and the stamp of every file that the last run left in `out`."""
        rows = self._connection.execute(
            "SELECT path, signature, stamp FROM outputs WHERE folder = ?", (str(out),)
        )
        return {path: (signature, found) for path, signature, found in rows}

    def save_outputs(self, out: Path, outputs: Mapping[str, tuple[str, str]]) -> None:
        """Keep which files a run left in `out`."""
        self._connection.execute("DELETE FROM outputs WHERE folder = ?", (str(out),))
        self._connection.executemany(
            "INSERT INTO outputs VALUES (?, ?, ?, ?)",
            ((str(out), path, *values) for path, values in outputs.items()),
        )

    def keep(self) -> None:
        """Make what was saved so far outlast whatever becomes of this run."""
        commit(self._connection)

    def run(self, name: str) -> str:
        """Return the record of the last run called so, "" where there is none."""
        found = self._connection.execute(
            "SELECT record FROM runs WHERE name = ?", (name,)
        ).fetchone()
        return str(found[0]) if found else ""

    def save_run(self, name: str, record: str) -> None:
        """Keep the record of a run."""
        self._connection.execute("REPLACE INTO runs VALUES (?, ?)", (name, record))


def with_store(folder: Path | None, stamps: Stamps, work: Callable[[Store], Result]) -> Result:
    """Return what `work` makes of the store in a folder; None gives it an empty one.

    What it saves takes effect when it returns, or when it says so. Where the store turns out to be
    damaged, or its disk to be full, it is removed, and the work is done again without it.
    """
    made_by = versions()
    try:
        with opened(folder, made_by) as (connection, file):
            return work(Store(connection, file, stamps))
    except sqlite3.DatabaseError:
        if folder:
            remove(folder)
    with opened(None, made_by) as (connection, file):
        return work(Store(connection, file, stamps))
