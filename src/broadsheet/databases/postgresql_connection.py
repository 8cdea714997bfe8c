"""Connections to PostgreSQL that never wait for ever, and never keep rows locked for ever.

A server that is killed ends its connections, and TCP ends those over a network that is cut. But a
proxy or a tunnel may keep a connection open although the server is gone. So a client that hears
nothing for a while asks the server, over a second connection, whether it still runs the statement;
if not, the client treats the connection as lost.

A process that is stopped during a transaction would keep its rows locked. Between two statements
the server ends its session (idle_in_transaction_session_timeout). During a group of statements,
which does not count as idle, another process asks the server to end it. When the process wakes, it
finds its connection lost.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import pq
from psycopg import sql as names

SILENT_SECONDS = 20.0
"""Seconds without an answer after which the server is asked whether it still runs the statement."""

_OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "application_name": "broadsheet",
}
"""If the network is cut, a worker must not wait longer than its lease."""

# Overrides the server's setting: a mark must be on its disk.
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
"""The generators of psycopg: they yield what to wait for, and are sent what happened."""


class Connection(psycopg.Connection[Any]):
    """A connection for one thread at a time; see `connect`."""

    address = ""

    def wait(self, gen: _Waiting[_Answer], *how: Any, **options: Any) -> _Answer:
        """Wait for an answer as psycopg does. Raises OperationalError if there will be none."""
        heard = _heard(gen, self.pgconn, self._is_at_work)
        answer: _Answer = super().wait(heard, *how, **options)
        return answer

    def _is_at_work(self) -> bool:
        """Return whether the server is running the statement, rather than waiting for us."""
        if not self.address:
            return False
        try:
            with Connection.connect(self.address, autocommit=True, **_OPTIONS) as other:
                return bool(other.execute(_AT_WORK, (self.info.backend_pid,)).fetchone())
        except psycopg.Error:
            return False


class QueueConnection(psycopg.AsyncConnection[Any]):
    """A connection for the queue, whose statements are short; it may also listen for a long time."""

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
    """Run psycopg's generator, and close the connection if an answer that is due does not come."""
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
    """Let a transaction run without a time limit: it yields rows to a reader, or copies everything."""
    connection.execute(_UNHURRIED)
