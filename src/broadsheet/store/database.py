"""The SQLite file that the store is: opened, and made anew when it cannot be trusted."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32

NAME = "store.sqlite"

Row = tuple[Any, ...]

DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What is raised where a file is damaged: Python decodes what SQLite reports of broken names."""

_TABLES = """
CREATE TABLE readings (
    source TEXT PRIMARY KEY, stamp TEXT, digest TEXT, inputs TEXT, seen TEXT,
    start INTEGER, record TEXT, version TEXT, problems TEXT, seal INTEGER
) WITHOUT ROWID;
CREATE TABLE entries (
    source TEXT PRIMARY KEY, key TEXT, seen TEXT, links TEXT, problems TEXT, digest TEXT,
    seal INTEGER
) WITHOUT ROWID;
CREATE TABLE serialised (
    source TEXT, format TEXT, content BLOB, seal INTEGER, UNIQUE (source, format)
);
CREATE TABLE records (
    name TEXT PRIMARY KEY, content TEXT, seal INTEGER
) WITHOUT ROWID;
CREATE TABLE maker (
    versions TEXT
);
"""
"""A `seal` is a checksum of the row's other values: SQLite notices that a page makes no sense, but not
that a letter in it is another one."""


@contextlib.contextmanager
def opened(folder: Path | None, versions: str) -> Iterator[tuple[sqlite3.Connection, Path]]:
    """Open the database in a folder; None gives an empty one that nothing outlives.

    Yields it and its file. One that other `versions` made, or that cannot be opened, is made anew;
    where that cannot be, an empty one is given. What is written takes effect with `commit`. Raises
    what DAMAGE lists where the file turns out to be damaged, or the disk to be full.
    """
    with contextlib.ExitStack() as stack:
        file = folder / NAME if folder else None
        connection = _usable(file, versions) if file else None
        if not (file and connection):
            temporary = stack.enter_context(TemporaryDirectory(prefix="broadsheet-"))
            file = Path(temporary, NAME)
            connection = _create(file, versions)
        stack.callback(connection.close)
        yield connection, file


def commit(connection: sqlite3.Connection) -> None:
    """Let what was written outlast whatever becomes of this run, and be read by `snapshot`."""
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _begin(connection)


def snapshot(file: Path) -> sqlite3.Connection:
    """Open a database for a forked process, as it was at the last `commit` of its parent.

    The parent's connection must not be used there (https://sqlite.org/howtocorrupt.html, section
    2.6); this one takes no locks, and the file does not change while the parent waits.
    """
    return sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)


def seal(values: Iterable[object]) -> int:
    """Return the checksum of a row's other values."""
    return crc32("\0".join(map(str, values)).encode())


def unsealed(row: Row) -> Row:
    """Return a row without its seal, its last value. Raises sqlite3.DatabaseError where it is broken."""
    values = row[:-1]
    if seal(values) != row[-1]:
        message = "a row is not what was written"
        raise sqlite3.DatabaseError(message)
    return values


def remove(folder: Path) -> None:
    """Remove the database in a folder."""
    for end in ("", "-wal", "-shm"):
        (folder / (NAME + end)).unlink(missing_ok=True)


def _usable(file: Path, versions: str) -> sqlite3.Connection | None:
    """Return the file's database, made anew where it must be; None where it cannot be."""
    with contextlib.suppress(*DAMAGE):
        if connection := _open(file, versions):
            return connection
    with contextlib.suppress(OSError, sqlite3.Error):
        remove(file.parent)
        return _create(file, versions)
    return None


def _open(file: Path, versions: str) -> sqlite3.Connection | None:
    """Open a database that is writable and made by `versions`. Raises what DAMAGE lists."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        if connection.execute("SELECT versions FROM maker").fetchone() == (versions,):
            _begin(connection)
            return connection
    except DAMAGE:
        connection.close()
        raise
    connection.close()
    return None


def _create(file: Path, versions: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(_TABLES)
    connection.execute("INSERT INTO maker VALUES (?)", (versions,))
    _begin(connection)
    return connection


def _begin(connection: sqlite3.Connection) -> None:
    # A transaction that is lost costs time only; one that is half on the disk would cost trust.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
