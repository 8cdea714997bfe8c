"""Nobody gets an issue twice and nobody is forgotten, whatever happens in whatever order.

A relay made by hand counts what it took. A model says what each operation must answer. Processes end
between any two steps (the database's files are opened again as they lie there), the power fails (they
go back to the last commit), and where several workers share a database, some sleep beyond their lease.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from database_kinds import KINDS, SECRET, open_kind
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from readers import add_readers, leave

from broadsheet.databases import open_database
from broadsheet.ledger import Ledger, Mark, Outcome, Result
from broadsheet.ledger.records import GIVE_UP_AFTER, SCHEDULE
from broadsheet.ledger.transitions import HANDING_SECONDS

LEASE = 300
MEMORY = Path("/dev/shm")
"""Where fsync costs nothing: what would be on the disk is kept by hand here."""

BEFORE_THE_MARK = [Outcome.DEFERRED, Outcome.REFUSED, Outcome.POSTPONED, Outcome.RELEASED]


@dataclass
class Copy:
    """What the model knows of a delivery."""

    state: str = "queued"
    lease: str | None = None
    until: float = 0
    due: float = 0
    attempts: int = 0
    first: float | None = None
    resent: int = 0


@dataclass
class Worker:
    name: str
    leased: list = field(default_factory=list)
    marked: list = field(default_factory=list)
    pending: list = field(default_factory=list)


class Once(RuleBasedStateMachine):
    """One sender at a time, as with SQLite."""

    one_sender = True

    @initialize(count=st.integers(1, 8))
    def start(self, count):
        self.now = 1000.0
        self.started = 0
        self.folders = []
        self.taken = Counter()
        self.model = {}
        self.confirmed = {}
        self.issue = None
        self.workers = []
        self.zombies = []
        self.open(self.new_folder(), create=True)
        for subscriber in add_readers(self.database, [f"r{n}@example.org" for n in range(count)]):
            self.confirmed[subscriber] = True
        self.begin()

    def teardown(self):
        self.database.close()
        for folder in self.folders:
            shutil.rmtree(folder)

    # The database, and how it is lost.

    def new_folder(self):
        folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.folders.append(folder)
        return folder

    def open(self, folder, *, create=False):
        self.folder = folder
        self.database = Watched(open_database(folder, "s.sqlite", create=create), self)
        self.ledger = Ledger(self.database, SECRET)
        self.committed()

    def committed(self):
        """Keep what would be on the disk if the power failed now."""
        self.snapshot = {
            end: (self.folder / f"s.sqlite{end}").read_bytes()
            for end in ("", "-wal")
            if (self.folder / f"s.sqlite{end}").exists()
        }

    def begin(self):
        """A worker starts."""
        self.started += 1
        self.worker = Worker(f"host:{self.started}")
        self.workers.append(self.worker)
        self.recover()

    def recover(self):
        self.ledger.recover(self.worker.name, self.now)
        for copy in self.model.values():
            theirs = copy.lease and not copy.lease.startswith(f"{self.worker.name}/")
            if copy.lease and (theirs if self.one_sender else copy.until <= int(self.now)):
                if copy.state == "handing":
                    copy.state = "unknown"
                elif copy.state == "queued":
                    copy.lease = None

    # Rules.

    @precondition(lambda self: self.issue is None)
    @rule()
    def open_issue(self):
        self.issue = self.ledger.open_issue("weekly", "W1", b"bytes", cutoff=self.now, now=self.now)
        self.model = {s: Copy() for s, confirmed in self.confirmed.items() if confirmed}
        assert self.issue.audience == len(self.model)

    @precondition(lambda self: self.issue is not None)
    @rule()
    def open_it_again(self):
        again = self.ledger.open_issue("weekly", "W1", b"other", cutoff=self.now, now=self.now)
        assert again.id == self.issue.id
        assert again.audience == self.issue.audience
        assert self.ledger.compiled(again.id) == b"bytes"

    @rule()
    def join(self):
        address = f"late{len(self.confirmed)}@example.org"
        (subscriber,) = add_readers(self.database, [address], at=int(self.now))
        self.confirmed[subscriber] = True

    @rule(data=st.data())
    def leave(self, data):
        subscriber = data.draw(st.sampled_from(sorted(self.confirmed)))
        leave(self.database, subscriber)
        self.confirmed[subscriber] = False

    @rule(seconds=st.sampled_from([1, 100, LEASE, 400, HANDING_SECONDS + 1, 20000, 200000]))
    def wait(self, seconds):
        self.now += seconds

    @precondition(lambda self: self.issue is not None)
    @rule(count=st.integers(1, 5))
    def lease(self, count):
        found = self.ledger.lease(self.issue.id, self.worker.name, count, self.now, seconds=LEASE)
        self.apply_pending()
        eligible = {s for s, copy in self.model.items() if self.is_due(copy)}
        leased = {delivery.subscriber for delivery in found}
        assert leased <= {s for s in eligible if self.confirmed[s]}
        assert len(leased) == len(found) == min(count, len(found))
        skipped = set()
        for subscriber in eligible - leased:
            row = self.row(subscriber)
            if row[0] == "skipped":
                assert not self.confirmed[subscriber]
                skipped.add(subscriber)
                self.model[subscriber] = Copy("skipped")
        if len(found) < count:
            assert leased | skipped == eligible, "some are forgotten"
        for delivery in found:
            copy = self.model[delivery.subscriber]
            copy.state, copy.lease, copy.until = "queued", delivery.lease, self.now + LEASE
            assert (delivery.attempts, delivery.first) == (copy.attempts, copy.first)
        self.worker.leased += found

    def is_due(self, copy):
        if copy.state == "deferred":
            return copy.due <= int(self.now)
        return copy.state == "queued" and (not copy.lease or copy.until <= int(self.now))

    @precondition(lambda self: self.worker.leased)
    @rule(data=st.data())
    def mark(self, data):
        delivery = self.draw(data, self.worker.leased)
        copy = self.model[delivery.subscriber]
        granted = self.ledger.mark(delivery, self.now)
        self.apply_pending()
        if (copy.state, copy.lease) != ("queued", delivery.lease):
            assert granted is Mark.LOST
        elif not self.confirmed[delivery.subscriber]:
            assert granted is Mark.SKIPPED
            self.model[delivery.subscriber] = Copy("skipped")
        else:
            assert granted is Mark.GRANTED
            copy.state, copy.until = "handing", self.now + HANDING_SECONDS
            self.worker.marked.append(delivery)

    @precondition(lambda self: self.worker.leased)
    @rule(data=st.data(), outcome=st.sampled_from(BEFORE_THE_MARK))
    def fail_before_the_mark(self, data, outcome):
        self.record(self.draw(data, self.worker.leased), Result(outcome, "4", due=self.now + 60))

    @precondition(lambda self: self.worker.marked)
    @rule(data=st.data(), accepted=st.booleans(), outcome=st.sampled_from(list(Outcome)[:4]))
    def send_the_dot(self, data, accepted, outcome):
        """The relay takes it or not, and replies or not; then nobody knows."""
        delivery = self.draw(data, self.worker.marked)
        accepted = {Outcome.SENT: True, Outcome.UNKNOWN: accepted}.get(outcome, False)
        self.taken[delivery.subscriber] += accepted
        self.record(delivery, Result(outcome, "250 ok"))

    @precondition(lambda self: self.worker.marked)
    @rule(data=st.data(), accepted=st.booleans())
    def die_after_the_dot(self, data, accepted):
        self.taken[self.draw(data, self.worker.marked).subscriber] += accepted
        self.crash(power=False)

    @rule()
    def flush(self):
        self.ledger.flush()
        self.apply_pending()

    @rule()
    def release(self):
        self.ledger.release(self.worker.name)
        self.apply_pending()
        for copy in self.model.values():
            if copy.state == "queued" and (copy.lease or "").startswith(f"{self.worker.name}/"):
                copy.lease = None
        self.worker.leased = []

    @rule(power=st.booleans())
    def crash(self, power):
        """The process is killed, or the power fails; what was not committed is gone."""
        folder = self.new_folder()
        if power:
            for end, content in self.snapshot.items():
                (folder / f"s.sqlite{end}").write_bytes(content)
        else:
            for end in ("", "-wal"):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copy(self.folder / f"s.sqlite{end}", folder)
        self.database.close()
        self.workers = []
        self.open(folder)
        self.begin()

    @precondition(lambda self: self.issue is not None)
    @rule(sent=st.booleans())
    def resolve(self, sent):
        unknown = [s for s, copy in self.model.items() if copy.state == "unknown"]
        assert self.ledger.resolve(self.issue.id, sent=sent, now=self.now) == len(unknown)
        for subscriber in unknown:
            copy = self.model[subscriber]
            copy.state, copy.lease = ("sent" if sent else "queued"), None
            copy.resent += 1

    # What the model does.

    def draw(self, data, deliveries):
        return deliveries.pop(data.draw(st.integers(0, len(deliveries) - 1)))

    def record(self, delivery, result):
        self.ledger.record(delivery, result, self.now)
        self.worker.pending.append((delivery, result, self.now))

    def apply_pending(self):
        for delivery, result, now in self.worker.pending:
            copy = self.model[delivery.subscriber]
            outcome = result.outcome
            if copy.lease != delivery.lease:
                continue
            before = {"sent": "hu", "unknown": "h", "postponed": "q", "released": "q"}
            if copy.state[0] not in before.get(outcome, "qhu"):
                continue
            copy.lease = None
            if outcome in {Outcome.POSTPONED, Outcome.RELEASED}:
                copy.state = "deferred" if outcome is Outcome.POSTPONED else "queued"
                copy.due = result.due
                continue
            copy.attempts += 1
            copy.first = int(now) if copy.first is None else copy.first
            copy.state = str(outcome)
            if outcome is Outcome.DEFERRED:
                wait = SCHEDULE[min(delivery.attempts, len(SCHEDULE) - 1)]
                tried = now - (now if delivery.first is None else delivery.first)
                state, copy.due = self.row(delivery.subscriber)
                if state == "skipped":
                    assert tried + 1.1 * wait > GIVE_UP_AFTER
                else:
                    assert state == "deferred"
                    assert tried + wait <= GIVE_UP_AFTER
                    assert now + wait <= copy.due <= now + 1.1 * wait + 1
                copy.state = state
        self.worker.pending = []

    def row(self, subscriber):
        with self.database.read() as session:
            sql = "SELECT state, due FROM deliveries WHERE issue = ? AND subscriber = ?"
            return session.rows(sql, (self.issue.id, subscriber))[0]

    # What always holds.

    @invariant()
    def states_are_those_of_the_model(self):
        if self.issue is None:
            return
        with self.database.read() as session:
            states = dict(session.rows("SELECT subscriber, state FROM deliveries"))
        assert states.keys() == self.model.keys()
        pending = {d.subscriber for worker in self.workers for d, _, _ in worker.pending}
        for subscriber, state in states.items():
            if subscriber not in pending:
                assert state == self.model[subscriber].state

    @invariant()
    def counts_balance(self):
        if self.issue is not None:
            counts = self.ledger.counts(self.issue.id)
            assert counts.balanced
            assert counts.audience == len(self.model)
            assert sum(counts.as_json().values()) == 2 * counts.audience
            open_ones = self.ledger.next_due(self.issue.id, self.now) is not None
            assert open_ones == (counts.left > 0)

    @invariant()
    def nobody_gets_it_twice(self):
        for subscriber, copies in self.taken.items():
            assert copies <= 1 + self.model[subscriber].resent

    @invariant()
    def what_is_sent_was_taken(self):
        for subscriber, copy in self.model.items():
            if copy.state == "sent" and not copy.resent:
                assert self.taken[subscriber] == 1


class OnceByMany(Once):
    """Several workers, told apart by leases alone, as with PostgreSQL; some sleep beyond theirs."""

    one_sender = False

    @rule()
    def another_worker(self):
        self.begin()

    @rule(data=st.data())
    def switch_to(self, data):
        self.ledger.flush()
        self.apply_pending()
        self.worker = data.draw(st.sampled_from(self.workers))

    @rule()
    def sweep(self):
        self.ledger.flush()
        self.apply_pending()
        self.recover()


class OnceOnPostgres(OnceByMany):
    """The same on PostgreSQL: a process that ends is a connection that ends."""

    def open(self, folder, *, create=False):
        self.folder = folder
        self.database = Watched(open_kind("postgresql", self.folders[0]), self)
        self.ledger = Ledger(self.database, SECRET)

    def committed(self):
        pass

    @rule(power=st.just(False))
    def crash(self, power):
        """The process is killed; what was not committed is gone."""
        self.database.close()
        self.workers = []
        self.open(self.folder)
        self.begin()


class Watched:
    """A database that keeps a copy of what is on the disk at each commit."""

    def __init__(self, database, machine):
        self._database = database
        self._machine = machine
        self.one_sender = machine.one_sender
        self.read = database.read
        self.close = database.close
        self.end_stopped = database.end_stopped

    @contextlib.contextmanager
    def write(self):
        with self._database.write() as session:
            yield session
        self._machine.committed()


# Shrinking a failure takes minutes, and explains little here.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
Once.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, phases=PHASES
)
OnceByMany.TestCase.settings = settings(
    max_examples=80, stateful_step_count=50, deadline=None, phases=PHASES
)
TestOnce = Once.TestCase
TestOnceByMany = OnceByMany.TestCase

if "postgresql" in KINDS:
    OnceOnPostgres.TestCase.settings = settings(
        max_examples=40, stateful_step_count=40, deadline=None, phases=PHASES
    )
    TestOnceOnPostgres = OnceOnPostgres.TestCase
