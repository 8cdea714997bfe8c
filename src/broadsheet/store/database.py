"""The SQLite file that the store is: opened, and made anew when it cannot be trusted."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

NAME = "store.sqlite"

_TABLES = """
CREATE TABLE readings (
    source TEXT PRIMARY KEY, stamp TEXT, digest TEXT, inputs TEXT, seen TEXT,
    start INTEGER, record TEXT, problems TEXT
) WITHOUT ROWID;
CREATE TABLE entries (
    source TEXT PRIMARY KEY, key TEXT, seen TEXT, links TEXT, problems TEXT, digest TEXT
) WITHOUT ROWID;
CREATE TABLE serialised (
    source TEXT, format TEXT, content BLOB, UNIQUE (source, format)
);
CREATE TABLE outputs (
    folder TEXT, path TEXT, signature TEXT, stamp TEXT, PRIMARY KEY (folder, path)
) WITHOUT ROWID;
CREATE TABLE runs (
    name TEXT PRIMARY KEY, record TEXT
) WITHOUT ROWID;
CREATE TABLE maker (
    versions TEXT
);
"""


@contextlib.contextmanager
def opened(folder: Path | None, versions: str) -> Iterator[sqlite3.Connection]:
    """Open the database in a folder; None gives an empty one that nothing outlives.

    One that other `versions` made, or that cannot be opened, is made anew; where that cannot be, an
    empty one is given. What is written takes effect all at once, and not at all after an exception.
    Raises sqlite3.Error where the file turns out to be damaged, or the disk to be full.
    """
    connection = (folder and _usable(folder / NAME, versions)) or _create("", versions)
    try:
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


def remove(folder: Path) -> None:
    """Remove the database in a folder."""
    for end in ("", "-wal", "-shm"):
        (folder / (NAME + end)).unlink(missing_ok=True)


def _usable(file: Path, versions: str) -> sqlite3.Connection | None:
    """Return the file's database, made anew where it must be; None where it cannot be."""
    with contextlib.suppress(sqlite3.Error):
        if connection := _open(file, versions):
            return connection
    with contextlib.suppress(OSError, sqlite3.Error):
        remove(file.parent)
        return _create(str(file), versions)
    return None


def _open(file: Path, versions: str) -> sqlite3.Connection | None:
    """Open a database that is writable and made by `versions`. Raises sqlite3.Error."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        if connection.execute("SELECT versions FROM maker").fetchone() == (versions,):
            _begin(connection)
            return connection
    except sqlite3.Error:
        connection.close()
        raise
    connection.close()
    return None


def _create(name: str, versions: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(_TABLES)
    connection.execute("INSERT INTO maker VALUES (?)", (versions,))
    _begin(connection)
    return connection


def _begin(connection: sqlite3.Connection) -> None:
    # A transaction that is lost costs time only; one that is half on the disk would cost trust.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
