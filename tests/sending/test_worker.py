"""`publish send --worker` on PostgreSQL: several at a time, killed, stopped, cut off."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest
from database_kinds import place
from letters import Letters, addresses, twice
from ports import free_port
from postgres_cluster import Cluster, binaries, cluster
from proxy import Proxy
from scripted import Script, ScriptedRelay
from waiting import PATIENCE, until

from broadsheet.databases import open_database

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(binaries() is None, reason="needs PostgreSQL"),
    pytest.mark.usefixtures("database_kind"),
    pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True),
]

CONNECTIONS = 5


@pytest.fixture
def relay():
    script = Script(dot=lambda _: "seconds 0.02 250 OK")
    with ScriptedRelay(script) as server:
        yield script, f"smtp://127.0.0.1:{server.port}"


class Site(Letters):
    """A site whose workers are ended with the test."""

    def __init__(self, root, relay, readers, database=""):
        super().__init__(root, relay)
        self.address = database or place(root)
        toml = root / "publish.toml"
        toml.write_text(toml.read_text().replace(place(root), self.address))
        open_database(root, self.address, create=True).close()
        self.add(addresses(readers))
        self.readers = readers
        self.workers = []

    def _database(self):
        return closing(open_database(self.root, self.address, create=False))

    def work(self, *options):
        command = ("--worker", "--connections", str(CONNECTIONS), *options)
        self.workers.append(self.start(*command))
        return self.workers[-1]

    def stop(self, worker):
        """Stop a worker, but not amid a transaction: it would keep the rows of it for a minute."""
        while True:
            worker.send_signal(signal.SIGSTOP)
            time.sleep(0.1)  # The server ends what it was asked for.
            if not self.has_transaction():
                return
            worker.send_signal(signal.SIGCONT)
            time.sleep(0.02)

    def has_transaction(self):
        """Return whether a process is amid a transaction; readers that only look are over at once."""
        sql = """SELECT pid FROM pg_stat_activity WHERE xact_start IS NOT NULL
            AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""
        with self._database() as database, database.write() as session:
            return bool(session.rows(sql))

    def left(self):
        return [a for a, state in self.states().items() if state in {"queued", "deferred"}]

    def close(self):
        for worker in self.workers:
            worker.kill()
            worker.send_signal(signal.SIGCONT)
            worker.communicate()


@pytest.fixture
def site(tmp_path, relay):
    made = []

    def make(readers):
        made.append(Site(tmp_path / "site", relay[1], readers))
        return made[-1]

    yield make
    for each in made:
        each.close()


def recipients(script):
    return [each.recipient for each in script.taken]


def ended(worker):
    """Ask a worker to end; returns its exit code and what it said."""
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate(timeout=PATIENCE)
    return worker.returncode, said


def is_healthy(port):
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        return b" 200 " in connection.recv(100)


def check(site, script):
    """Nothing twice, nobody forgotten; returns those in doubt."""
    states = site.states()
    assert twice(recipients(script)) == []
    assert len(states) == site.readers
    taken = set(recipients(script))
    assert {a for a, state in states.items() if state == "sent"} <= taken
    doubtful = {a for a, state in states.items() if state in {"unknown", "handing"}}
    assert taken <= {a for a, state in states.items() if state == "sent"} | doubtful
    return doubtful


def test_workers_share_an_issue_and_leave_when_asked(site, relay):
    """An address that is gone is a bounce, at the latest when its worker ends."""
    script, _ = relay
    script.rcpt = lambda to: "550 5.1.1 no such user" if to.startswith("reader7@") else ""
    here = site(400)
    workers = [here.work(), here.work()]
    until(lambda: len(script.taken) > 100)
    status = json.loads(here.send("--status", "--json").stdout)
    assert ended(workers[0]) == (0, "")
    check(here, script)
    assert "unknown" not in here.states().values()
    until(lambda: len(script.taken) == 399)
    until(lambda: here.rows("SELECT done FROM issues") != [(None,)])
    assert ended(workers[1]) == (0, "")
    assert check(here, script) == set()
    assert {each["connections"] for each in status["workers"]} == {CONNECTIONS}
    assert here.rows("SELECT COUNT(*) FROM workers") == [(0,)]
    assert here.rows("SELECT status FROM bounces") == [("5.1.1",)]
    assert here.uncounted_refusals() == []


def test_kill_9_of_one_while_another_works(site, relay):
    script, _ = relay
    here = site(800)
    first = here.work()
    until(lambda: len(script.taken) > 30)
    second = here.work()
    until(lambda: here.rows("SELECT COUNT(*) FROM workers") == [(2,)])
    first.kill()
    first.wait()
    here.expire()  # Also the second one's: it has to notice that these are no longer its own.
    assert ended(second)[0] == 0
    here.work()
    until(lambda: not here.left())
    until(lambda: len(check(here, script)) <= 2 * CONNECTIONS)
    until(lambda: set(here.states().values()) <= {"sent", "unknown"})


def test_a_worker_that_was_stopped_beyond_its_lease_sends_nothing_more(site, relay):
    script, _ = relay
    here = site(200)
    slept = here.work()
    until(lambda: len(script.taken) > 20)
    here.stop(slept)
    here.expire()
    here.work()
    until(lambda: not here.left())
    slept.send_signal(signal.SIGCONT)
    time.sleep(2)
    assert len(check(here, script)) <= CONNECTIONS
    assert ended(slept)[0] == 0
    assert len(check(here, script)) <= CONNECTIONS


def test_a_server_that_is_killed_and_restarted(tmp_path, relay):
    script, address = relay
    own = Cluster()
    here = Site(tmp_path / "site", address, 250, database=own.address("site"))
    port = free_port()
    try:
        worker = here.work("--metrics", str(port))
        until(lambda: len(script.taken) > 50)
        assert is_healthy(port)
        own.kill()
        until(lambda: not is_healthy(port))
        own.start()
        until(lambda: not here.left())
        until(lambda: is_healthy(port))
        assert len(check(here, script)) <= CONNECTIONS
        code, said = ended(worker)
        assert code == 0
        assert "Traceback" not in said, said
        assert len(check(here, script)) <= CONNECTIONS
    finally:
        here.close()
        own.remove()


def test_a_network_that_is_cut_for_a_while(tmp_path, relay):
    script, address = relay
    proxy = Proxy(cluster().port)
    here = Site(tmp_path / "site", address, 200)
    toml = here.root / "publish.toml"
    toml.write_text(toml.read_text().replace(f":{cluster().port}/", f":{proxy.port}/"))
    try:
        worker = here.work()
        until(lambda: len(script.taken) > 50)
        proxy.open.clear()
        time.sleep(5)
        during = len(script.taken)
        time.sleep(1)
        assert len(script.taken) == during < 200  # Without the mark no dot is sent.
        proxy.open.set()
        until(lambda: not here.left())
        assert ended(worker)[0] == 0
        assert check(here, script) == set()
    finally:
        here.close()
        proxy.close()


AHEAD = """
import sys
from datetime import datetime, timedelta
from broadsheet import cli

class Ahead(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(minutes=10)

cli.datetime = Ahead
sys.exit(cli.main(sys.argv[1:]))
"""


def test_the_servers_clock_counts_and_a_machine_that_is_ahead_is_told(site):
    here = site(1)
    command = [sys.executable, "-c", AHEAD, "-C", str(here.root), "send", "--worker"]
    worker = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=here.environment())
    here.workers.append(worker)
    until(lambda: here.rows("SELECT COUNT(*) FROM workers") == [(1,)])
    ((late,),) = here.rows("SELECT extract(epoch FROM now())::bigint - seen FROM workers")
    assert abs(late) < 300
    code, said = ended(worker)
    assert code == 0
    assert re.search("clock is (59[0-9]|60[0-9]) seconds ahead of it; the server's time is", said)


def test_a_second_worker_of_a_site_on_sqlite_makes_no_sense(tmp_path):
    here = Letters(tmp_path / "site")
    open_database(here.root, "subscribers.sqlite", create=True).close()
    toml = here.root / "publish.toml"
    toml.write_text(re.sub(r"database = .*", 'database = "subscribers.sqlite"', toml.read_text()))
    done = here.send("--worker")
    assert done.returncode == 2
    assert "needs PostgreSQL" in done.stderr


def test_a_database_that_does_not_answer_at_the_start_is_69(tmp_path):
    here = Letters(tmp_path / "site")
    toml = here.root / "publish.toml"
    toml.write_text(re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:1", toml.read_text()))
    done = here.send("--worker")
    assert done.returncode == 69
    assert "does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_connections_and_the_port_are_checked(tmp_path):
    here = Letters(tmp_path / "site")
    assert here.send("--worker", "--connections", "0").returncode == 2
    done = here.send("--worker", "--metrics", "x:y")
    assert (done.returncode, "--metrics" in done.stderr) == (2, True)
    done = here.send("--metrics", "9187")
    assert (done.returncode, "--worker" in done.stderr) == (2, True)
