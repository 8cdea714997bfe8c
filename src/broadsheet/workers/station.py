"""A worker: a process that waits for issues and hands them out, beside any number of others.

schedule ─▶ open issues ─┐
each minute: recover, rescue, count what is due ─▶ Queue ─▶ Shifts ─▶ relay
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from time import monotonic
from typing import Protocol

from broadsheet.errors import LockedError, Problem, PublishError, UnavailableError
from broadsheet.ledger import OpenIssue, OpenWork, Outcome
from broadsheet.sending import Sending, ServerClock, Shifts
from broadsheet.workers.board import Board
from broadsheet.workers.endpoint import Endpoint, endpoint_address
from broadsheet.workers.queue import Queue, QueueError, QueueNeed
from broadsheet.workers.roster import Workers, WorkerState

SWEEP_SECONDS = 60.0
BEAT_SECONDS = 5.0
_SOON_SECONDS = 2.0
_AFTER_TROUBLE = 10.0
_TICK = 0.2
_LONGEST_WAIT = 30.0
_RECENT_SECONDS = 3600.0
_TOLD_AGAIN = 3600.0
_COUNTING = 100
"""Counting reads all deliveries of an issue: it takes a worker a hundredth of its time at most."""

LARGE_OFFSET = 5.0
"""Seconds between two clocks that are worth a message."""


class SiteRun(Protocol):
    """What a worker asks of its site."""

    def due(self) -> set[tuple[str, str]]:
        """Return edition and name of each issue that is due by its schedule."""

    def open_due(self) -> list[PublishError]:
        """Open the issues that are due; returns why some could not be."""

    def count_refusals(self, issue: int) -> None:
        """Treat what the relay refused as bounces."""


class Station:
    """One worker's process, which outlives its database's restarts and its relay's."""

    def __init__(
        self,
        site: SiteRun,
        sending: Sending,
        clock: ServerClock,
        tell: Callable[[Sequence[Problem]], None],
    ) -> None:
        """Prepare. `clock` is that of `sending`; `tell` is told what goes wrong meanwhile."""
        self._site, self._sending, self._clock, self._tell_people = site, sending, clock, tell
        self._ledger, self._name, self._now = sending.ledger, sending.worker, sending.clock
        self._workers = Workers(sending.ledger.database)
        self._board = Board(sending.route.connections)
        self._shifts = Shifts(sending)
        self._told: dict[str, float] = {}
        self._known: set[tuple[str, str]] = set()
        self._next_sweep = self._next_beat = self._next_count = 0.0
        self._refused = -1
        self._started = self._now()

    def work(self, metrics: str = "") -> None:
        """Work until the end. `metrics` is the [HOST:]PORT where monitoring asks, if at all.

        Raises UsageError if that is not an address, ServeError if it is taken.
        """
        endpoint = Endpoint(endpoint_address(metrics), self._board) if metrics else None
        try:
            asyncio.run(self._serve())
        finally:
            if endpoint:
                endpoint.close()

    async def _serve(self) -> None:
        """Work until the end, through restarts of the database."""
        wait = 1.0
        while not self._sending.is_ending():
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
            if not self._sending.is_ending():
                await asyncio.sleep(_TICK)

    async def _session(self) -> None:
        """Work until the end, or until the database cannot be reached."""
        ledger = self._ledger
        await asyncio.to_thread(ledger.begin_again, self._name, self._now())
        queue = await asyncio.to_thread(Queue, ledger.database, self._work)
        async with queue:
            self._board.trouble = ""
            try:
                async with queue.taking(self._name) as taker:
                    await self._watch(queue, taker)
            finally:
                await asyncio.to_thread(self._end)

    async def _watch(self, queue: Queue, taker: asyncio.Task[None]) -> None:
        self._next_sweep = 0.0
        try:
            while not self._sending.is_ending():
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
        """Do the work of each minute, or at once if an issue has become due."""
        due = self._site.due()
        if monotonic() >= self._next_sweep or due - self._known:
            self._known |= due
            self._next_sweep = monotonic() + SWEEP_SECONDS
            await queue.rescue()
            await queue.fill(await asyncio.to_thread(self._sweep))
        if monotonic() >= self._next_beat:
            self._next_beat = monotonic() + BEAT_SECONDS
            await asyncio.to_thread(self._beat)

    def _sweep(self) -> dict[int, QueueNeed]:
        """Settle what died, open what is due; returns what each issue has work for."""
        ledger = self._ledger
        self._keep_time()
        ledger.recover(self._name, self._now())
        for error in self._site.open_due():
            if isinstance(error, LockedError):
                # Another run in the same folder makes the issue, or builds: try again soon.
                self._next_sweep = monotonic() + _SOON_SECONDS
            else:
                self._tell(error.problems)
        work = ledger.open_work(self._now())
        for each in work:
            if not each.due:
                ledger.close_if_done(each.issue.id, self._now())
        self._board.workers = len(self._workers.listed(self._now()))
        if monotonic() >= self._next_count:
            began = monotonic()
            self._board.left = {_shown(each.issue): ledger.left(each.issue.id) for each in work}
            self._count_refusals()
            self._next_count = monotonic() + _COUNTING * (monotonic() - began)
        shown = {_shown(each.issue) for each in work}
        self._board.left = {name: left for name, left in self._board.left.items() if name in shown}
        return {each.issue.id: self._wanted(each) for each in work}

    def _count_refusals(self) -> None:
        """Treat what the relay refused as bounces, if there is more than the last time.

        The first time it finds what a worker left that was killed. All deliveries of an issue are read.
        """
        refused = self._shifts.tally.get(Outcome.REFUSED, 0)
        if refused == self._refused:
            return
        ledger, recent = self._ledger, self._now() - _RECENT_SECONDS
        ledger.flush()
        for issue in ledger.issues():
            if issue.done is None or issue.done > recent:
                self._site.count_refusals(issue.id)
        self._refused = refused

    def _wanted(self, work: OpenWork) -> QueueNeed:
        """Return the jobs for an issue: at once, or when the next delivery is due before the next sweep."""
        if work.due:
            # A worker does one job at a time; some more wait, so that nobody is idle in between.
            return QueueNeed(min(2 * self._board.workers + 2, Shifts.needed_for(work.due)))
        now = self._now()
        due = self._ledger.next_due(work.issue.id, now)
        if due is None or due - now > SWEEP_SECONDS:
            return QueueNeed(0)
        return QueueNeed(1, due - now)

    def _keep_time(self) -> None:
        """Go by the database's clock: leases of all workers are compared by it."""
        offset = self._clock.ask_server()
        if abs(offset) > LARGE_OFFSET:
            message = (
                f"this machine's clock is {abs(offset):.0f} seconds {'behind' if offset > 0 else 'ahead'}"
                " of it; the server's time is used, but set up NTP"
            )
            self._tell([Problem(self._ledger.database.place, 0, "", message)])

    def _beat(self) -> None:
        self._shifts.settle()
        self._board.tally = self._shifts.tally
        now = self._now()
        state = WorkerState(
            self._name,
            self._board.connections,
            self._started,
            now,
            self._board.sent,
            self._board.rate(),
        )
        self._workers.beat(state)
        self._board.contact = monotonic()

    async def _work(self, issue: int) -> float | None:
        """Do a job. Raises PublishError, after it was told."""
        try:
            wait = await asyncio.to_thread(self._shifts.work, issue)
        except PublishError as error:
            self._tell_trouble(error)
            raise
        self._board.trouble = ""
        return wait

    def _tell_trouble(self, error: Exception) -> None:
        more = "; this worker waits, and goes on then"
        problems = error.problems if isinstance(error, PublishError) else ()
        if isinstance(error, UnavailableError):
            problems = tuple(replace(each, message=f"{each.message}{more}") for each in problems)
        elif isinstance(error, QueueError):
            place = self._ledger.database.place
            problems = (Problem(place, 0, "", f"the queue does not answer: {error}{more}"),)
        self._next_sweep = min(self._next_sweep, monotonic() + _AFTER_TROUBLE)
        self._board.trouble = "; ".join(map(str, problems))
        self._tell(problems)

    def _tell(self, problems: Iterable[Problem]) -> None:
        """Report a problem; the same one at most once an hour."""
        now = monotonic()
        new = [
            each
            for each in problems
            if now - self._told.get(str(each), -_TOLD_AGAIN) >= _TOLD_AGAIN
        ]
        self._told |= {str(each): now for each in new}
        if new:
            self._tell_people(new)


def _shown(issue: OpenIssue) -> str:
    return f"{issue.edition}/{issue.name}"
