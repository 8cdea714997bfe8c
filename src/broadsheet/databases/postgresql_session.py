"""A transaction of PostgreSQL: our SQL, with `?` for values, by psycopg."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from broadsheet.databases.postgresql_connection import Connection, take_time
from broadsheet.databases.protocol import Row, Values, grouped


class PostgresSession:
    """A transaction of PostgreSQL."""

    lock_rows = "FOR UPDATE SKIP LOCKED"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._streams = 0

    def execute(self, sql: str, values: Values = ()) -> int:
        """Run a statement and return how many rows it changed."""
        return int(self._connection.execute(_translated(sql), values).rowcount)

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Run a statement and return all its rows."""
        found: list[Row] = self._connection.execute(_translated(sql), values).fetchall()
        return found

    def stream(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """Run a query and yield its rows, by a cursor of the server."""
        take_time(self._connection)
        self._streams += 1
        with self._connection.cursor(f"stream{self._streams}") as cursor:
            cursor.itersize = 1000
            cursor.execute(_translated(sql), values)
            yield from cursor

    def each(self, sql: str, rows: Iterable[Values]) -> list[int]:
        """Run a statement once for each of `rows`, without waiting in between."""
        given = list(rows)
        if not given:
            return []
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(sql), given, returning=True)
            changed = [int(cursor.rowcount)]
            while cursor.nextset():
                changed.append(int(cursor.rowcount))
        return changed

    def all(self, sql: str, rows: Iterable[Values]) -> int:
        """Run a statement once for each of `rows`, and return how many rows all runs changed."""
        given = list(rows)
        if not given:
            return 0
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(sql), given)
            return int(cursor.rowcount)

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
        """Insert many rows by COPY."""
        take_time(self._connection)
        copy = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(copy) as target:
            for row in rows:
                target.write_row(row)

    def lock_tables(self) -> None:
        """Keep all others from reading and writing until the transaction ends."""
        take_time(self._connection)
        self.execute(f"LOCK TABLE {', '.join(self.columns())} IN ACCESS EXCLUSIVE MODE")

    def columns(self) -> dict[str, list[str]]:
        """Return the columns of every table of the program."""
        sql = """SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"""
        return grouped(self.rows(sql))

    def last_ids(self) -> dict[str, int]:
        """Return the highest id that each table with numbered rows has ever given."""
        found = {}
        for table in self._numbered():
            sequence = self.rows("SELECT pg_get_serial_sequence(?, 'id')", (table,))[0][0]
            last, called = self.rows(f"SELECT last_value, is_called FROM {sequence}")[0]
            if called:
                found[table] = int(last)
        return found

    def set_last_id(self, table: str, last: int) -> None:
        """Let a table's next id be the one after `last`."""
        self.rows("SELECT setval(pg_get_serial_sequence(?, 'id'), ?)", (table, last))

    def _numbered(self) -> list[str]:
        sql = """SELECT table_name FROM information_schema.columns WHERE is_identity = 'YES'
            AND table_schema = current_schema() ORDER BY table_name"""
        return [row[0] for row in self.rows(sql)]


@functools.lru_cache(512)
def _translated(sql: str) -> Any:
    return sql.replace("?", "%s")
