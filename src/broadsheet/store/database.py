"""The SQLite file of the store: opened, and replaced by an empty one if it cannot be trusted."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

NAME = "store.sqlite"

Row = tuple[Any, ...]

DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What is raised for a damaged file. Python decodes error messages of SQLite that quote its bytes."""

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
"""A `seal` is a checksum of the row's other values: SQLite notices a malformed page, but not a changed
letter."""


@contextlib.contextmanager
def opened(folder: Path | None, versions: str) -> Iterator[tuple[sqlite3.Connection, Path]]:
    """Open the database in a folder, or an empty temporary one if the folder is None.

    Yields the database and its file. One made by other `versions`, or that cannot be opened, is replaced
    by an empty one; if even that fails, a temporary one is used. Writes take effect with `commit`.
    Raises an exception of DAMAGE if the file turns out to be damaged, or the disk to be full.
    """
    with contextlib.ExitStack() as stack:
        file = folder / NAME if folder else None
        connection = _usable(file, versions) if file else None
        if not (file and connection):
            # It imports a dozen modules, and nearly all runs have a folder.
            from tempfile import TemporaryDirectory  # noqa: PLC0415

            temporary = stack.enter_context(TemporaryDirectory(prefix="broadsheet-"))
            file = Path(temporary, NAME)
            connection = _create(file, versions)
        stack.callback(connection.close)
        yield connection, file


def commit(connection: sqlite3.Connection) -> None:
    """Commit what was written, so that it survives a crash and `snapshot` can read it."""
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _begin(connection)


def snapshot(file: Path) -> sqlite3.Connection:
    """Return a connection for a forked process, to the database as at its parent's last `commit`.

    The parent's connection must not be used there (https://sqlite.org/howtocorrupt.html, section
    2.6). This one takes no locks, and the file does not change while the parent waits.
    """
    return sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)


def seal(values: Iterable[object]) -> int:
    """Return the checksum of a row's other values."""
    return crc32("\0".join(map(str, values)).encode())


def unsealed(row: Row) -> Row:
    """Return a row without its seal, the last value. Raises sqlite3.DatabaseError if that is wrong."""
    values = row[:-1]
    if seal(values) != row[-1]:
        message = "a row is not as it was written"
        raise sqlite3.DatabaseError(message)
    return values


def remove(folder: Path) -> None:
    """Remove the database in a folder."""
    for end in ("", "-wal", "-shm"):
        (folder / (NAME + end)).unlink(missing_ok=True)


def _usable(file: Path, versions: str) -> sqlite3.Connection | None:
    """Return the database of a file, replaced by an empty one if necessary; None if that fails."""
    with contextlib.suppress(*DAMAGE):
        if connection := _open(file, versions):
            return connection
    with contextlib.suppress(OSError, sqlite3.Error):
        remove(file.parent)
        return _create(file, versions)
    return None


def _open(file: Path, versions: str) -> sqlite3.Connection | None:
    """Open a database that is writable and was made by `versions`, else return None. Raises DAMAGE."""
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
    # With WAL, NORMAL may lose the last transactions, which costs time, but never half of one.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
