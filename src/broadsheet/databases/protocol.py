"""The protocol of a database, as subscribers and ledger use it.

SQL is written once, in what SQLite 3.35 and PostgreSQL 15 have in common: `ON CONFLICT`, `RETURNING`,
`WITH … AS MATERIALIZED`, `UPDATE … FROM`. Parameters are `?`. No literal in a statement may hold a
question mark or a percent sign.

To add a database, implement these two protocols and add a line to `opening.py`. The tests of
databases, subscribers and ledger then run on it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Values = Sequence[str | int | float | bytes | None]
"""Parameters of a statement."""

Row = tuple[Any, ...]


class Session(Protocol):
    """A transaction that is open."""

    lock_rows: str
    """What follows a `SELECT` that picks rows for this worker: `FOR UPDATE SKIP LOCKED`, or ""."""

    def execute(self, sql: str, values: Values = ()) -> int:
        """Run an INSERT, UPDATE or DELETE and return how many rows it changed.

        One that begins with `WITH` has no count in Python's sqlite3: give it `RETURNING` and use `rows`.
        """

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Run a statement and return all its rows."""

    def stream(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """Run a query and yield its rows, a part at a time in memory; use it for long results."""

    def each(self, sql: str, rows: Iterable[Values]) -> list[int]:
        """Run a statement once for each of `rows`, and return how many rows each run changed."""

    def all(self, sql: str, rows: Iterable[Values]) -> int:
        """Run a statement once for each of `rows`, and return how many rows all runs changed."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
        """Insert many rows into a table, the fastest way there is, without keeping them in memory."""

    def lock_tables(self) -> None:
        """Keep all others from writing until the transaction ends."""

    def columns(self) -> dict[str, list[str]]:
        """Return the columns of every table of the program."""

    def last_ids(self) -> dict[str, int]:
        """Return the highest id that each table with numbered rows has ever given."""

    def set_last_id(self, table: str, last: int) -> None:
        """Let a table's next id be the one after `last`."""


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a queue of jobs keeps its tables, for a library with connections of its own.

    `options` are those of its pool of connections.
    `configure` makes a new connection use these tables; `lost` is what is raised when the server is gone.
    """

    address: str
    options: Mapping[str, Any]
    configure: Callable[[Any], Awaitable[None]]
    lost: tuple[type[Exception], ...]


class Database(Protocol):
    """A database that is open and has this program's tables. Threads may share it."""

    one_sender: bool
    """Whether only one process may send at a time (SQLite); otherwise leases keep workers apart."""

    place: str
    """Its file name or address without password, for messages."""

    def write(self) -> AbstractContextManager[Session]:
        """Open a transaction that may write; threads wait for each other.

        It is durable when the block ends, and undone if the block raises. Raises DatabaseError if
        the database is damaged or its disk is full, UnavailableError if it does not answer.
        """

    def read(self) -> AbstractContextManager[Session]:
        """Open a transaction that only reads, and sees one state of the database."""

    def scratch(self) -> AbstractContextManager[Session]:
        """Open a transaction for temporary tables only, which keeps nobody waiting."""

    def clock_offset(self, now: float) -> float:
        """Return seconds to add to this machine's clock, which says `now`, for times in the ledger.

        Machines that share a database must agree on when a lease ends.
        """

    def end_stopped(self) -> None:
        """End the transactions of processes that were stopped during them and keep rows locked."""

    def queue_place(self, name: str, tables: str) -> QueuePlace:
        """Return where jobs are kept, under a name beside this program's tables.

        `tables` is the SQL that makes them the first time. Raises DatabaseError if there are no jobs here.
        """

    def backup(self, file: Path) -> None:
        """Copy the database into a new file while others write. Raises DatabaseError."""

    def close(self) -> None:
        """Close it. Nothing that was committed is lost without this."""


def grouped(pairs: Iterable[Row]) -> dict[str, list[str]]:
    """Return pairs (table, column) as columns by table."""
    found: dict[str, list[str]] = {}
    for table, column in pairs:
        found.setdefault(table, []).append(column)
    return found
