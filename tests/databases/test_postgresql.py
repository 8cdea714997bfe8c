"""PostgreSQL: what is wrong with a server is said with what to do, and nothing is half done."""

from __future__ import annotations

import asyncio
import io
import re
import socket
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from database_kinds import SECRET
from disks import full, small_disk
from postgres_cluster import Cluster, binaries, cluster, new_address

from broadsheet.databases import open_database, schema
from broadsheet.errors import ConfigError, DatabaseError, UnavailableError
from broadsheet.ledger import Ledger, Mark, Outcome, Result
from broadsheet.subscribers import Evidence, Subscribers, open_subscribers, read_address, transfer
from broadsheet.subscribers.transfer.importing import import_file
from broadsheet.workers.queue import Queue, QueueNeed

pytestmark = pytest.mark.skipif(not binaries(), reason="no PostgreSQL here")


@pytest.fixture
def server():
    """A server of this test's own, to kill."""
    made = Cluster()
    yield made
    made.remove()


def execute(address, statement):
    with closing(open_database(None, address, create=True)) as database:
        execute_in(database, statement)


def execute_in(database, statement):
    with database.write() as session:
        return session.execute(statement)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda a: a.replace(str(cluster().port), "1"), "does not answer .*; check the address"),
        (
            lambda a: a.replace("/postgres?", "/missing?"),
            "does not answer .*missing|no such database",
        ),
        (lambda a: a.replace("owner@", "nobody-here@"), "does not answer .*nobody-here|role"),
    ],
)
def test_a_wrong_address_is_69_and_says_what_to_do(change, message):
    with pytest.raises(UnavailableError, match=message) as caught:
        open_database(None, change(new_address()), create=True)
    assert caught.value.exit_code == 69
    assert "\n" not in str(caught.value)


def test_a_missing_schema_is_made_only_when_asked():
    address = new_address()
    with pytest.raises(DatabaseError, match="has no readers in schema"):
        open_database(None, address, create=False)
    open_database(None, address, create=True).close()
    open_database(None, address, create=False).close()


def test_a_newer_schema_is_refused():
    address = new_address()
    execute(address, f"UPDATE facts SET value = '{schema.VERSION + 1}' WHERE name = 'version'")
    with pytest.raises(DatabaseError, match="newer Broadsheet"):
        open_database(None, address, create=True)


def test_a_migration_that_fails_leaves_nothing(monkeypatch):
    address = new_address()
    broken = (*schema.STEPS, ("CREATE TABLE half (x BIGINT)", "CREATE TABLE half (x BIGINT)"))
    monkeypatch.setattr(schema, "STEPS", broken)
    monkeypatch.setattr(schema, "VERSION", len(broken))
    with pytest.raises(DatabaseError):
        open_database(None, address, create=True)
    monkeypatch.undo()
    with pytest.raises(DatabaseError, match="has no readers"):
        open_database(None, address, create=False)


def test_a_read_only_server_is_said_so(server):
    address = server.address("x")
    server.run("psql", "-h", "127.0.0.1", "-p", server.port, "-U", "owner", "-d", "postgres",
               "-c", "ALTER SYSTEM SET default_transaction_read_only = on")  # fmt: skip
    server.run("pg_ctl", "-D", server.data, "reload")
    server.stop()
    server.start()
    with pytest.raises(DatabaseError, match="is read-only"):
        open_database(None, address, create=True)


class OldServer(threading.Thread):
    """Speaks as much of PostgreSQL's protocol (version 3) as it takes to say its version."""

    def __init__(self, version):
        super().__init__(daemon=True)
        self.version = version
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.statements = []

    def run(self):
        with self.listener:
            connection, _ = self.listener.accept()
        with connection, connection.makefile("rwb") as stream:
            while (size := int.from_bytes(stream.read(4))) == 8:  # Asks for SSL or GSS.
                stream.read(4)
                self.answer(stream, b"N")
            stream.read(size - 4)
            status = b"server_version\0" + self.version + b"\0"
            ready = message(b"Z", b"I")
            self.answer(stream, message(b"R", bytes(4)), message(b"S", status), ready)
            while stream.read(1) == b"Q":
                text = stream.read(int.from_bytes(stream.read(4)) - 4)
                self.statements.append(text.split()[0])
                self.answer(stream, message(b"C", b"SET\0"), ready)

    @staticmethod
    def answer(stream, *parts):
        stream.write(b"".join(parts))
        stream.flush()


def message(kind, body):
    return kind + (len(body) + 4).to_bytes(4) + body


def test_a_server_that_is_too_old_is_refused():
    old = OldServer(b"14.23")
    old.start()
    address = f"postgresql://x@127.0.0.1:{old.port}/x?gssencmode=disable"
    with pytest.raises(DatabaseError, match="is PostgreSQL 14; 15 or newer is needed") as caught:
        open_database(None, address, create=True)
    old.join(10)
    assert caught.value.exit_code == 1
    assert set(old.statements) == {b"SET"}  # Nothing was made there.


def test_a_wrong_password_is_said_so():
    address = new_address()
    name = f"pw_{address.partition('schema=')[2]}"
    rules = cluster().data / "pg_hba.conf"
    rules.write_text(f"host all {name} 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
    cluster().run("pg_ctl", "-D", cluster().data, "reload")
    execute(address, f"CREATE ROLE {name} LOGIN PASSWORD 'right'")
    for login in (name, f"{name}:wrong"):
        with pytest.raises(UnavailableError, match="check the address, PGPASSWORD"):
            open_database(None, address.replace("owner@", f"{login}@"), create=False)
    with pytest.raises(DatabaseError, match="may not do this; see the grants in docs"):
        open_database(None, address.replace("owner@", f"{name}:right@"), create=False)


def test_a_full_disk_of_the_server_is_said_so_and_nothing_is_half_done():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # noqa: S108 - the server's user reads it
        Path(folder).chmod(0o755)
        with small_disk(Path(folder) / "disk", megabytes=64) as disk:
            own = Cluster(within=disk)
            try:
                use_up(own, disk / "junk")
            finally:
                own.remove()


def use_up(own, junk):
    with closing(open_database(None, own.address("old"), create=True)) as database:
        many = "INSERT INTO facts (name, value) SELECT n, n FROM generate_series(1, 99999) AS n"
        with full(junk):
            with pytest.raises(UnavailableError, match="its disk is full") as caught:
                execute_in(database, many)
            with pytest.raises(UnavailableError):
                open_database(None, own.address("new"), create=True)
        assert caught.value.exit_code == 69
        assert execute_in(database, "INSERT INTO facts (name, value) VALUES ('1', 'x')") == 1
        with database.read() as session:
            assert session.rows("SELECT 1 FROM pg_namespace WHERE nspname = 'new'") == []


def test_two_sites_in_one_database_do_not_mix(tmp_path):
    one, two = new_address(), new_address()
    first, _ = open_subscribers(tmp_path, one, {"BROADSHEET_SECRET": "a" * 32}, create=True)
    second, _ = open_subscribers(tmp_path, two, {"BROADSHEET_SECRET": "b" * 32}, create=True)
    first.add(read_address("ada@example.org"), "weekly", Evidence("command", "x"), 1)
    assert second.totals() == {}
    first.database.close()
    second.database.close()
    with pytest.raises(ConfigError, match="is not the key of"):
        open_subscribers(tmp_path, one, {"BROADSHEET_SECRET": "b" * 32})


def test_several_that_migrate_at_once(tmp_path):
    address = new_address()
    failures = []

    def start():
        try:
            open_database(None, address, create=True).close()
        except DatabaseError as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_server_that_is_killed_amid_a_run_loses_nothing_that_was_granted(server):
    address = server.address("run")
    database = open_database(None, address, create=True)
    subscribers = Subscribers(database, SECRET)
    for number in range(20):
        subscribers.add(
            read_address(f"r{number}@example.org"), "weekly", Evidence("command", "x"), 1
        )
    ledger = Ledger(database, SECRET)
    issue = ledger.open_issue("weekly", "W1", b"", cutoff=10, now=10).id
    deliveries = ledger.lease(issue, "w:1", 20, 10)
    granted = [d for d in deliveries[:10] if ledger.mark(d, 10) is Mark.GRANTED]
    for delivery in granted[:5]:
        ledger.record(delivery, Result(Outcome.SENT, "250 ok"), 11)

    server.stop("immediate")  # As kill -9: no checkpoint, no goodbye.
    with pytest.raises(UnavailableError):
        ledger.mark(deliveries[10], 12)
    with pytest.raises(UnavailableError):
        ledger.flush()
    server.start()

    ledger.flush()
    counts = ledger.counts(issue)
    assert (counts.sent, counts.handing, counts.queued) == (5, 5, 10)
    assert ledger.mark(deliveries[11], 13) is Mark.GRANTED
    assert ledger.recover("w:2", 10_000) == 6
    assert ledger.counts(issue).balanced
    database.close()


def test_the_servers_clock_counts():
    database = open_database(None, new_address(), create=True)
    import time

    assert abs(database.clock_offset(time.time())) < 5
    assert abs(database.clock_offset(time.time() - 600) - 600) < 5
    database.close()


def test_a_backup_names_the_tool(tmp_path):
    database = open_database(None, new_address(), create=True)
    with pytest.raises(DatabaseError, match="pg_dump --schema=t"):
        database.backup(tmp_path / "b")
    database.close()


def test_passwords_are_in_no_message():
    address = new_address().replace("owner@", "owner:geheim@").replace("127.0.0.1", "127.0.0.2")
    with pytest.raises(UnavailableError) as caught:
        open_database(None, address.replace(str(cluster().port), "1"), create=True)
    assert "geheim" not in str(caught.value)


def grant_as_documented(session, name, jobs_schema):
    """Make the role run_NAME with the rights of docs/many-machines.md in a site's two schemas."""
    text = (Path(__file__).parents[2] / "docs/many-machines.md").read_text("utf-8")
    grants = re.findall(r"^GRANT .*;$", text, re.MULTILINE)
    assert len(grants) == 7
    session.execute(f"CREATE ROLE run_{name} LOGIN")
    for grant in grants:
        grant = grant.replace("letters_run", f"run_{name}")  # noqa: PLW2901
        grant = grant.replace("DATABASE letters", "DATABASE postgres")  # noqa: PLW2901
        session.execute(
            re.sub(
                r"SCHEMA broadsheet(\w*)",
                lambda found: f"SCHEMA {jobs_schema if found[1] else name}",
                grant,
            )
        )


def jobs_schema_of(session, name):
    (found,) = session.rows(
        "SELECT nspname FROM pg_namespace WHERE nspname LIKE ?", (f"{name}_jobs%",)
    )
    return found[0]


def test_the_rights_that_the_docs_grant_are_enough(tmp_path):
    address = new_address()
    name = address.partition("schema=")[2]
    environment = {"BROADSHEET_SECRET": "k" * 32}
    owned, _ = open_subscribers(tmp_path, address, environment, create=True)
    Queue(owned.database, no_work)  # The owner's first worker makes the tables of jobs.
    with owned.database.write() as session:
        grant_as_documented(session, name, jobs_schema_of(session, name))
    owned.database.close()

    readers, _ = open_subscribers(tmp_path, address.replace("owner@", f"run_{name}@"), environment)
    ada = read_address("ada@example.org")
    assert readers.add(ada, "weekly", Evidence("command", "x"), 1)
    options = transfer.ImportOptions(name="a.csv", edition="weekly", basis="x")
    report, _ = import_file(readers, io.BytesIO(b"email\nbob@example.org\n"), options, 2)
    assert report.new == 1
    ledger = Ledger(readers.database, readers.secret)
    issue = ledger.open_issue("weekly", "W1", b"", cutoff=9, now=9).id
    (first, _) = ledger.lease(issue, "w", 9, 9)
    assert ledger.mark(first, 9) is Mark.GRANTED
    assert readers.erase(ada, 10)
    forbidden = pytest.raises(DatabaseError, match="the role may not do this")
    with forbidden, readers.database.write() as session:
        session.execute("DROP TABLE deliveries")
    assert asyncio.run(issues_worked_on(readers.database)) == [7]
    readers.database.close()


async def no_work(issue):
    """Work on nothing."""


async def issues_worked_on(database):
    """Announce work on issue 7 and take the job; returns the issues of the jobs that ran."""
    done = []
    ended = asyncio.Event()

    async def work(issue):
        done.append(issue)
        ended.set()

    async with Queue(database, work) as queue:
        await queue.fill({7: QueueNeed(1, 0)})
        async with queue.taking("w"):
            await asyncio.wait_for(ended.wait(), 60)
    return done
