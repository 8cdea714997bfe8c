"""`publish send --worker`: a process that waits for issues and hands them out, beside any number of others.

    schedule ─▶ open issues ─┐
    each minute: recover, rescue, count what is due ─▶ Queue ─▶ Shifts ─▶ relay

A worker outlives its database's restarts and its relay's: it tells, waits and goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from broadsheet.api.issues_due import wanted_issues
from broadsheet.api.sends import SendOptions, SendRun
from broadsheet.api.site_run import config_of
from broadsheet.config import Config
from broadsheet.errors import LockedError, Problem, PublishError, UnavailableError, UsageError
from broadsheet.ledger import OpenWork, Outcome, Workers, WorkerState
from broadsheet.sending import (
    BATCH,
    LEASE_SECONDS,
    Office,
    Route,
    make_route,
    opened,
    worker_name,
)
from broadsheet.workers import (
    Board,
    Endpoint,
    Queue,
    QueueError,
    Shifts,
    Wanted,
    endpoint_address,
)

SWEEP_SECONDS = 60.0
BEAT_SECONDS = 5.0
_SOON_SECONDS = 2.0
_AFTER_TROUBLE = 10.0
_TICK = 0.2
_LONGEST_WAIT = 30.0
_RECENT_SECONDS = 3600.0

LARGE_OFFSET = 5.0
"""Seconds between two clocks that are worth a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """How a worker works.

    `connections` replaces that of publish.toml; `metrics` is the [HOST:]PORT where monitoring asks, if
    at all. `keeps_time`: the clock is corrected by that of the database's server. `is_ending` is asked
    all the time, and lets the worker end once what is in transaction is done. `tell` is told what goes
    wrong meanwhile.
    """

    connections: int = 0
    metrics: str = ""
    out: Path | None = None
    jobs: int = 1
    keeps_time: bool = True
    lease_seconds: float = LEASE_SECONDS
    is_ending: Callable[[], bool] = field(default=lambda: False)
    tell: Callable[[Sequence[Problem]], None] = field(default=lambda _: None)


def send_worker(
    site: Path | Config,
    options: WorkerOptions | None = None,
    *,
    clock: Callable[[], datetime],
    environment: Mapping[str, str],
) -> None:
    """Work until `is_ending`. `clock` gives this machine's time (aware); the server's is what counts.

    Raises PublishError if work cannot begin: ConfigError, UsageError, DatabaseError, UnavailableError
    if the database does not answer; later on that is told and waited for.
    """
    config, options = config_of(site), options or WorkerOptions()
    route = make_route(config, environment, options.connections)
    with opened(config, environment) as office:
        if office.ledger.database.one_sender:
            message = (
                'needs PostgreSQL: write database = "postgresql://…" in [send] and see '
                "docs/many-machines.md; with SQLite, cron runs `publish send`"
            )
            raise UsageError("--worker", message, "send")
        options.tell(office.problems)
        station = _Station(config, options, office, route, clock)
        endpoint = None
        if options.metrics:
            endpoint = Endpoint(endpoint_address(options.metrics), station.board)
        try:
            asyncio.run(station.serve())
        finally:
            if endpoint:
                endpoint.close()


class _Station:
    """One worker's process."""

    def __init__(
        self,
        config: Config,
        options: WorkerOptions,
        office: Office,
        route: Route,
        clock: Callable[[], datetime],
    ) -> None:
        self._config, self._options, self._office = config, options, office
        self._local_clock = clock
        self._offset = timedelta()
        self._name = worker_name()
        self._workers = Workers(office.ledger.database)
        self.board = Board(route.connections)
        self._told: dict[str, float] = {}
        self._known: set[tuple[str, str]] = set()
        self._next_sweep = self._next_beat = 0.0
        self._refused = -1
        self._started = self._now()
        how = SendOptions(out=options.out, jobs=options.jobs, is_ending=options.is_ending)
        self._run = SendRun(config, how, office, route, self._clock, self._name)
        sending = replace(self._run.sending(), lease_seconds=options.lease_seconds)
        self._shifts = Shifts(sending)

    def _clock(self) -> datetime:
        return self._local_clock() + self._offset

    def _now(self) -> float:
        return self._clock().timestamp()

    async def serve(self) -> None:
        """Work until the end, through restarts of the database."""
        wait = 1.0
        while not self._options.is_ending():
            began = monotonic()
            try:
                await self._session()
            except (UnavailableError, QueueError) as error:
                if monotonic() - began > _LONGEST_WAIT:
                    wait = 1.0
                self._tell_trouble(error)
                await self._rest(wait)
                wait = min(_LONGEST_WAIT, wait * 2)

    async def _rest(self, seconds: float) -> None:
        for _ in range(int(seconds / _TICK)):
            if not self._options.is_ending():
                await asyncio.sleep(_TICK)

    async def _session(self) -> None:
        """Work until the end, or until the database cannot be reached."""
        ledger = self._office.ledger
        await asyncio.to_thread(ledger.begin_again, self._name, self._now())
        queue = await asyncio.to_thread(Queue, ledger.database, self._work)
        async with queue:
            self.board.trouble = ""
            try:
                async with queue.taking(self._name) as taker:
                    await self._watch(queue, taker)
            finally:
                await asyncio.to_thread(self._end)

    async def _watch(self, queue: Queue, taker: asyncio.Task[None]) -> None:
        self._next_sweep = 0.0
        try:
            while not self._options.is_ending():
                if taker.done():
                    taker.result()
                    raise QueueError("it stopped")
                await self._look_around(queue)
                await asyncio.sleep(_TICK)
        finally:
            self._shifts.stop()

    def _end(self) -> None:
        """Record what there is to record; if the database is gone, its results wait for the next time."""
        try:
            self._shifts.end()
            self._count_refusals()
            self._workers.leave(self._name)
        except UnavailableError as error:
            self._tell_trouble(error)

    async def _look_around(self, queue: Queue) -> None:
        """Do what is to be done each minute, or at once where an issue has become due."""
        due = {
            (each.edition, each.name) for each in wanted_issues(self._config, "", "", self._clock())
        }
        if monotonic() >= self._next_sweep or due - self._known:
            self._known |= due
            self._next_sweep = monotonic() + SWEEP_SECONDS
            await queue.rescue()
            await queue.fill(await asyncio.to_thread(self._sweep))
        if monotonic() >= self._next_beat:
            self._next_beat = monotonic() + BEAT_SECONDS
            await asyncio.to_thread(self._beat)

    def _sweep(self) -> dict[int, Wanted]:
        """Settle what died, open what is due; returns what each issue has work for."""
        ledger = self._office.ledger
        self._keep_time()
        ledger.recover(self._name, self._now())
        for error in self._run.open_due():
            if isinstance(error, LockedError):
                # A run in the same folder makes the issue, or builds: look again soon.
                self._next_sweep = monotonic() + _SOON_SECONDS
            else:
                self._tell(error.problems)
        work = ledger.open_work(self._now())
        for each in work:
            if not each.left:
                ledger.close_if_done(each.issue.id, self._now())
        self.board.left = {f"{each.issue.edition}/{each.issue.name}": each.left for each in work}
        self.board.workers = len(self._workers.listed(self._now()))
        self._count_refusals()
        return {each.issue.id: self._wanted(each) for each in work if each.left}

    def _count_refusals(self) -> None:
        """Treat what the relay refused as bounces, if there is more than the last time.

        The first time it finds what a worker left that was killed. All deliveries of an issue are read.
        """
        refused = self._shifts.tally.get(Outcome.REFUSED, 0)
        if refused == self._refused:
            return
        ledger, recent = self._office.ledger, self._now() - _RECENT_SECONDS
        ledger.flush()
        for issue in ledger.issues():
            if issue.done is None or issue.done > recent:
                self._run.count_refusals(issue.id)
        self._refused = refused

    def _wanted(self, work: OpenWork) -> Wanted:
        """Return the jobs for an issue: at once, or when the next delivery is due before the next sweep."""
        if work.due:
            # A worker does one job at a time; some more wait, so that nobody is idle in between.
            return Wanted(min(2 * self.board.workers + 2, -(-work.due // BATCH)))
        now = self._now()
        due = self._office.ledger.next_due(work.issue.id, now)
        if due is None or due - now > SWEEP_SECONDS:
            return Wanted(0)
        return Wanted(1, due - now)

    def _keep_time(self) -> None:
        """Go by the database's clock: leases of all workers are compared by it."""
        if not self._options.keeps_time:
            return
        offset = self._office.ledger.database.clock_offset(self._local_clock().timestamp())
        self._offset = timedelta(seconds=offset)
        if abs(offset) > LARGE_OFFSET:
            message = (
                f"this machine's clock is {abs(offset):.0f} seconds {'behind' if offset > 0 else 'ahead'}"
                " of it; the server's time is used, but set up NTP"
            )
            self._tell([Problem(self._office.ledger.database.place, 0, "", message)])

    def _beat(self) -> None:
        self._shifts.settle()
        self.board.tally = self._shifts.tally
        now = self._now()
        state = WorkerState(
            self._name,
            self.board.connections,
            self._started,
            now,
            self.board.sent,
            self.board.rate(),
        )
        self._workers.beat(state)
        self.board.contact = monotonic()

    async def _work(self, issue: int) -> float | None:
        """Do a job. Raises PublishError, after it was told."""
        try:
            wait = await asyncio.to_thread(self._shifts.work, issue)
        except PublishError as error:
            self._tell_trouble(error)
            raise
        self.board.trouble = ""
        return wait

    def _tell_trouble(self, error: Exception) -> None:
        more = "; this worker waits, and goes on then"
        problems = error.problems if isinstance(error, PublishError) else ()
        if isinstance(error, UnavailableError):
            problems = tuple(replace(each, message=f"{each.message}{more}") for each in problems)
        elif isinstance(error, QueueError):
            place = self._office.ledger.database.place
            problems = (Problem(place, 0, "", f"the queue does not answer: {error}{more}"),)
        self._next_sweep = min(self._next_sweep, monotonic() + _AFTER_TROUBLE)
        self.board.trouble = "; ".join(map(str, problems))
        self._tell(problems)

    def _tell(self, problems: Iterable[Problem]) -> None:
        """Tell what is wrong, the same thing once an hour."""
        now = monotonic()
        new = [each for each in problems if now - self._told.get(str(each), -3600.0) >= 3600]  # noqa: PLR2004
        self._told |= {str(each): now for each in new}
        if new:
            self._options.tell(new)
