"""Connections to PostgreSQL that wait for no answer for ever, and hold no rows for ever.

A server that is killed ends its connections, and TCP ends those over a network that is cut. But a proxy
or a tunnel may keep a connection open behind which nobody answers. So whoever hears nothing for a while
asks the server, over a second connection, whether it is at work on the statement; if it is not, the
connection is given up, as if it had been lost.

A process that is stopped amid a transaction would keep others from its rows. The server ends its
session instead, if it is stopped between two statements; if it is amid a group of them, which does not
count as idle, other processes let it be ended. When the process wakes, it finds its connection lost.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import pq
from psycopg import sql as names

SILENT_SECONDS = 20.0
"""After so long without an answer it is asked whether there will be one."""

_OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "broadsheet",
}
"""A network that is cut must not hold a worker longer than its lease."""

# The server may be set up otherwise; a mark must be on its disk.
_SETTINGS = "SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '1min'"
_UNHURRIED = "SET LOCAL idle_in_transaction_session_timeout = 0"

END_STOPPED = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'broadsheet' AND usename = current_user AND datname = current_database()
    AND state = 'active' AND wait_event = 'ClientRead' AND starts_with(query, 'UPDATE deliveries')
    AND state_change < now() - interval '1min'"""

_AT_WORK = """SELECT 1 FROM pg_stat_activity WHERE pid = %s AND state = 'active'
    AND wait_event_type IS DISTINCT FROM 'Client'"""

_Answer = TypeVar("_Answer")
_Waiting = Generator[Any, Any, _Answer]
"""What psycopg works with: it yields what it waits for, and is sent what came of it."""


class Connection(psycopg.Connection[Any]):
    """A connection for one thread at a time; see `connect`."""

    address = ""

    def wait(self, gen: _Waiting[_Answer], *how: Any, **options: Any) -> _Answer:
        """Wait for an answer as psycopg does. Raises OperationalError if there will be none."""
        heard = _heard(gen, self.pgconn, self._is_at_work)
        answer: _Answer = super().wait(heard, *how, **options)
        return answer

    def _is_at_work(self) -> bool:
        """Return whether the server works on what it was asked for, and does not wait for us."""
        if not self.address:
            return False
        try:
            with Connection.connect(self.address, autocommit=True, **_OPTIONS) as other:
                return bool(other.execute(_AT_WORK, (self.info.backend_pid,)).fetchone())
        except psycopg.Error:
            return False


class QueueConnection(psycopg.AsyncConnection[Any]):
    """A connection for the queue, whose statements are short; it may also listen for long."""

    async def wait(self, gen: _Waiting[_Answer], *how: Any, **options: Any) -> _Answer:
        """Wait for an answer as psycopg does. Raises OperationalError if it takes too long."""
        heard = _heard(gen, self.pgconn, self._listens)
        answer: _Answer = await super().wait(heard, *how, **options)
        return answer

    def _listens(self) -> bool:
        return bool(self.pgconn.transaction_status != pq.TransactionStatus.ACTIVE)


QUEUE_CONNECTION = {"connection_class": QueueConnection, "kwargs": _OPTIONS}
"""How a pool connects for the queue."""


def _heard(
    gen: _Waiting[_Answer], connection: Any, may_be_silent: Callable[[], bool]
) -> _Waiting[_Answer]:
    """Pass a generator on, and close its connection if nothing is heard that should be."""
    try:
        wanted = next(gen)
        last = monotonic()
        while True:
            ready = yield wanted
            if ready:
                last = monotonic()
            elif monotonic() - last > SILENT_SECONDS:
                if not may_be_silent():
                    connection.finish()
                    message = f"no answer for {SILENT_SECONDS:.0f} seconds"
                    raise psycopg.OperationalError(message)
                last = monotonic()
            wanted = gen.send(ready)
    except StopIteration as ended:
        answer: _Answer = ended.value
        return answer


def connect(address: str, schema: str) -> Connection:
    """Return a connection that uses the tables of a schema. Raises psycopg.Error."""
    connection = Connection.connect(address, autocommit=True, **_OPTIONS)
    connection.address = address
    path = names.SQL("SET search_path = {}").format(names.Identifier(schema))
    connection.execute(f"{_SETTINGS}; {path.as_string(connection)}")
    return connection


def take_time(connection: psycopg.Connection[Any]) -> None:
    """Let a transaction take as long as it does: someone reads what it yields, or it moves everything."""
    connection.execute(_UNHURRIED)
