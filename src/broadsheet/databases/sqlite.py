"""SQLite: one file, one process that sends, others that read and write beside it.

`sqlite_opening` makes the file and its tables.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from broadsheet.databases.protocol import QueuePlace, Row, Session, Values, grouped
from broadsheet.errors import DatabaseError, Problem
from broadsheet.syncing import sync, sync_folder

PATIENCE = 60.0
"""Seconds to wait for another process's transaction: an import of a million readers takes some."""

PAUSE = 0.001
"""Seconds between two attempts to get the write lock."""

CACHE_KIB = 32 * 1024
_AT_ONCE = 1000


class SqliteSession:
    """A transaction of SQLite."""

    lock_rows = ""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Values = ()) -> int:
        """Run a statement and return how many rows it changed."""
        return self._connection.execute(sql, values).rowcount

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Run a statement and return all its rows."""
        return self._connection.execute(sql, values).fetchall()

    def stream(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """Run a query and yield its rows."""
        cursor = self._connection.execute(sql, values)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows

    def each(self, sql: str, rows: Iterable[Values]) -> list[int]:
        """Run a statement once for each of `rows`, and return how many rows each run changed."""
        execute = self._connection.execute
        return [execute(sql, values).rowcount for values in rows]

    def all(self, sql: str, rows: Iterable[Values]) -> int:
        """Run a statement once for each of `rows`, and return how many rows all runs changed."""
        return self._connection.executemany(sql, rows).rowcount

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
        """Insert many rows into a table."""
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        self._connection.executemany(sql, rows)

    def lock_tables(self) -> None:
        """Do nothing: a writer holds SQLite's only lock already."""

    def columns(self) -> dict[str, list[str]]:
        """Return the columns of every table of the program."""
        sql = """SELECT tables.name, columns.name FROM sqlite_schema AS tables
            JOIN pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            ORDER BY tables.name, columns.cid"""
        return grouped(self.rows(sql))

    def last_ids(self) -> dict[str, int]:
        """Return the highest id that each table with numbered rows has ever given."""
        return dict(self.rows("SELECT name, seq FROM sqlite_sequence ORDER BY name"))

    def set_last_id(self, table: str, last: int) -> None:
        """Let a table's next id be the one after `last`."""
        self.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        self.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


class SqliteDatabase:
    """A database in a file, with a write-ahead log that is on the disk at each commit."""

    one_sender = True

    def __init__(self, file: Path) -> None:
        self.place = file.name
        self._file = file
        self._lock = threading.RLock()
        with self._translated():
            self._connection = _connect(file)
            self._session = SqliteSession(self._connection)

    @contextlib.contextmanager
    def write(self) -> Iterator[Session]:
        """Open a transaction that may write."""
        with self._transaction(self._begin_write) as session:
            yield session

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """Open a transaction that only reads."""
        with self._transaction(lambda: self._connection.execute("BEGIN")) as session:
            yield session

    def scratch(self) -> contextlib.AbstractContextManager[Session]:
        """Open a transaction for temporary tables: SQLite locks nothing for these."""
        return self.read()

    @contextlib.contextmanager
    def _transaction(self, begin: Callable[[], object]) -> Iterator[Session]:
        with self._lock, self._translated():
            begin()
            try:
                yield self._session
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def _begin_write(self) -> None:
        """Wait until no other process writes, trying each millisecond.

        SQLite itself retries less and less often, in the end ten times a second, so that a process
        that writes a lot would keep others waiting.
        """
        execute = self._connection.execute
        execute("PRAGMA busy_timeout = 0")
        try:
            for _ in range(int(PATIENCE / PAUSE)):
                try:
                    execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                        raise
                    time.sleep(PAUSE)
                else:
                    return
            execute("BEGIN IMMEDIATE")
        finally:
            execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")

    def clock_offset(self, now: float) -> float:  # noqa: ARG002 - part of the protocol
        """Return 0: there is one machine."""
        return 0.0

    def end_stopped(self) -> None:
        """Do nothing: the file stays locked as long as its holder lives."""

    def queue_place(self, name: str, tables: str) -> QueuePlace:  # noqa: ARG002 - part of the protocol
        """Raise DatabaseError: one process sends, and needs no queue."""
        message = "is SQLite, which has one sender; workers need PostgreSQL"
        raise DatabaseError(Problem(self.place, 0, "", message))

    def backup(self, file: Path) -> None:
        """Copy the database into a new file while others write. Raises DatabaseError.

        The copy is checked, and appears under its name only when it is whole and on the disk.
        """
        if os.path.lexists(file):
            raise DatabaseError(Problem(str(file), 0, "", "exists; write another name"))
        part: Path | None = None
        try:
            part = new_part(file)
            with self._translated(file.name):
                self._copy(part)
            os.link(part, file)  # Unlike a rename, this never replaces a file.
            sync_folder(file.parent)
        except OSError as error:
            message = f"cannot be written: {error.strerror}; choose another place"
            raise DatabaseError(Problem(str(file), 0, "", message)) from error
        finally:
            if part is not None:
                part.unlink(missing_ok=True)

    def _copy(self, part: Path) -> None:
        """Copy one state, read by a connection of its own: writers go on meanwhile."""
        with (
            contextlib.closing(sqlite3.connect(self._file)) as source,
            contextlib.closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
            found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(found)
        sync(part)

    def close(self) -> None:
        """Close it."""
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def _translated(self, place: str = "") -> Iterator[None]:
        """Turn what SQLite raises into DatabaseError with what to do."""
        try:
            yield
        except sqlite3.Error as error:
            message = _explain(error)
            raise DatabaseError(Problem(place or self.place, 0, "", message)) from error


def new_part(file: Path) -> Path:
    """Make an empty file beside `file`, which only its owner may read. Raises OSError."""
    descriptor, name = tempfile.mkstemp(".part", f"{file.name}.", file.parent)
    os.close(descriptor)
    return Path(name)


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        # An address with a mode never makes a file.
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute(f"PRAGMA temp.cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA secure_delete = ON")  # Erased data is overwritten.
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _explain(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    for start, message in _MESSAGES.items():
        if name.startswith(start):
            return message
    if "no such table" in str(error):
        return "has no such table: was it moved by `publish subscribers copy`? See [send] database"
    return f"cannot be used ({name or error}); restore your backup if this goes on"


_MESSAGES = {
    "SQLITE_CORRUPT": "is damaged; restore your backup (`publish subscribers backup` makes one)",
    "SQLITE_NOTADB": "is damaged, or no database; restore your backup",
    "SQLITE_FULL": "cannot grow: the disk is full; free some space and run again",
    "SQLITE_IOERR": "cannot be read or written; check the disk and its free space",
    "SQLITE_READONLY": "cannot be written; check its permissions and those of its folder",
    "SQLITE_CANTOPEN": "cannot be opened; check its permissions and those of its folder",
    "SQLITE_BUSY": "is in use by another process for a minute; run again when that is done",
}
