"""Connections that would hang are given up; who is stopped amid a transaction keeps no rows."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from contextlib import closing

import psycopg
import pytest
from postgres_cluster import binaries, cluster, new_address
from proxy import Proxy
from waiting import until

from broadsheet.databases import open_database, postgresql, postgresql_connection
from broadsheet.databases.postgresql_errors import explained
from broadsheet.errors import UnavailableError
from broadsheet.workers import queue
from broadsheet.workers.queue import Queue, QueueError

pytestmark = pytest.mark.skipif(not binaries(), reason="no PostgreSQL here")


@pytest.fixture
def swallow(monkeypatch, proxy):
    """Let the proxy swallow everything from now on, and nobody wait long for an answer."""

    def begin():
        monkeypatch.setattr(postgresql_connection, "SILENT_SECONDS", 0.2)
        monkeypatch.setitem(postgresql_connection._OPTIONS, "connect_timeout", 2)
        proxy.open.clear()

    return begin


@pytest.fixture
def proxy():
    made = Proxy(cluster().port)
    yield made
    made.close()


def through(proxy, address):
    return address.replace(f":{cluster().port}/", f":{proxy.port}/")


def is_there(database):
    with database.read() as session:
        return session.rows("SELECT 1") == [(1,)]


def test_a_proxy_that_swallows_everything_is_given_up(proxy, swallow):
    with closing(open_database(None, through(proxy, new_address()), create=True)) as database:
        swallow()
        began = time.monotonic()
        with pytest.raises(UnavailableError, match="no answer for 0 seconds"), database.write():
            pass
        assert time.monotonic() - began < 30
        proxy.open.set()
        assert is_there(database)


def test_an_answer_that_was_lost_is_not_waited_for_though_the_server_is_there(proxy, swallow):
    """The server has nothing to do, or waits for the rest of what it was sent."""
    direct = new_address()
    with closing(open_database(None, through(proxy, direct), create=True)) as database:
        database._connection.address = direct.partition("?")[0]
        swallow()
        with pytest.raises(UnavailableError, match="no answer"), database.read() as session:
            session.rows("SELECT 1")


def test_a_statement_that_takes_long_is_waited_for(monkeypatch):
    monkeypatch.setattr(postgresql_connection, "SILENT_SECONDS", 0.2)
    opened = open_database(None, new_address(), create=True)
    with closing(opened) as database, database.read() as session:
        assert session.rows("SELECT 1 FROM pg_sleep(1)") == [(1,)]


def test_a_queue_that_gets_no_answer_ends(proxy, swallow, monkeypatch):
    monkeypatch.setattr(queue, "CONNECT_SECONDS", 1.0)

    async def work(_):
        return None

    async def run(database):
        async with Queue(database, work) as jobs, jobs.taking("one") as taker:
            await asyncio.sleep(0.5)
            assert not taker.done()  # It only listens; that may take long.
            swallow()
            with pytest.raises(QueueError):
                await jobs.rescue()
            proxy.open.set()

    with closing(open_database(None, through(proxy, new_address()), create=True)) as database:
        began = time.monotonic()
        asyncio.run(run(database))
        assert time.monotonic() - began < 60


SLEEPER = """
import sys
from broadsheet.databases import open_database, postgresql_connection
from broadsheet.errors import UnavailableError

postgresql_connection._SETTINGS = postgresql_connection._SETTINGS.replace("1min", "200ms")
database = open_database(None, sys.argv[1], create=False)
try:
    with database.write() as session:
        session.execute("INSERT INTO facts (name, value) VALUES ('mine', '')")
        print("stopped", flush=True)
        while not session.rows("SELECT 1 FROM facts WHERE name = 'wake'"):
            pass
except UnavailableError as error:
    print(error)
with database.write() as session:
    print(session.rows("SELECT name FROM facts WHERE name IN ('mine', 'theirs')"))
"""


def test_a_process_stopped_amid_a_transaction_loses_it():
    address = new_address()
    with closing(open_database(None, address, create=True)) as database:
        command = [sys.executable, "-c", SLEEPER, address]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sleeper:
            assert sleeper.stdout.readline() == "stopped\n"
            sleeper.send_signal(signal.SIGSTOP)
            with database.write() as session:  # Waits for the row until the other's session ended.
                session.execute("INSERT INTO facts (name, value) VALUES ('mine', '')")
                session.execute("UPDATE facts SET name = 'theirs' WHERE name = 'mine'")
            sleeper.send_signal(signal.SIGCONT)
            said = sleeper.communicate(timeout=60)[0].splitlines()
    # What the server said last is lost if its connection is reset before the process reads it.
    ended = ("stopped amid a transaction; run again", "server closed the connection unexpectedly")
    assert any(reason in said[0] for reason in ended), said
    assert said[1:] == ["[('theirs',)]"]


def test_a_process_whose_session_was_ended_is_told_why():
    error = explained(psycopg.errors.IdleInTransactionSessionTimeout("terminating"), "here")
    assert isinstance(error, UnavailableError)
    assert "ended the session of this process, which was stopped amid a transaction" in str(error)


def test_a_process_stopped_amid_a_group_of_changes_is_ended_by_another(monkeypatch):
    """The server waits for the rest of the group, which does not count as idle."""
    waits = "SELECT pid FROM pg_stat_activity WHERE pid = ? AND wait_event = 'ClientRead'"
    address = new_address()
    opened = (open_database(None, address, create=True), open_database(None, address, create=True))
    with closing(opened[0]) as database, closing(opened[1]) as stopped:
        connection = stopped._connection.pgconn
        stopped._connection.execute("BEGIN")
        connection.enter_pipeline_mode()
        connection.send_query_params(b"UPDATE deliveries SET reason = 'mine'", None)
        connection.send_flush_request()
        connection.flush()
        values = (connection.backend_pid,)

        def is_waiting():
            with database.read() as session:
                return bool(session.rows(waits, values))

        until(is_waiting)
        database.end_stopped()
        assert is_waiting()  # Not yet: a minute has not passed.
        sooner = postgresql.END_STOPPED.replace("1min", "0")
        monkeypatch.setattr(postgresql, "END_STOPPED", sooner)
        database.end_stopped()
        until(lambda: not is_waiting())


def test_who_reads_slowly_may_take_longer():
    with closing(open_database(None, new_address(), create=True)) as database:
        with database.write() as session:
            limit = "SELECT current_setting('idle_in_transaction_session_timeout')"
            assert session.rows(limit) == [("1min",)]
            assert next(session.stream("SELECT 1")) == (1,)
            assert session.rows(limit) == [("0",)]
        with database.read() as session:
            assert session.rows(limit) == [("1min",)]
