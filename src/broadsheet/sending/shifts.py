"""What a job does: hand out about 200 deliveries of an issue, with threads that outlive the job."""

from __future__ import annotations

import threading

from broadsheet.errors import PublishError
from broadsheet.ledger import OpenIssue, Outcome
from broadsheet.sending.crew import Crew, Sending
from broadsheet.sending.run import TICK
from broadsheet.sending.supply import BATCH

LONGEST_WAIT = 60.0
"""A job that has to wait longer leaves the rest to the sweep, which comes each minute."""


class Shifts:
    """Works on issues, one job after another, with one crew; a crew that stopped is replaced.

    `work` and `end` are called from one thread at a time.
    """

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        self._crew: Crew | None = None
        self._unsettled = False
        self._lock = threading.Lock()
        self._earlier: dict[Outcome, int] = {}

    @staticmethod
    def needed_for(deliveries: int) -> int:
        """Return how many calls of `work` hand out so many deliveries."""
        return -(-deliveries // BATCH)

    @property
    def tally(self) -> dict[Outcome, int]:
        """Return the number of deliveries since the start by outcome."""
        crew = self._crew
        now = crew.post.tally if crew else {}
        outcomes = {*self._earlier, *now}
        return {each: self._earlier.get(each, 0) + now.get(each, 0) for each in outcomes}

    def work(self, number: int) -> float | None:
        """Hand out about 200 deliveries of an issue.

        Returns the seconds until there is more to do; None if there is no more, or if a sweep will
        find it. Raises PublishError if relay or database failed; then no lease of it is held.
        """
        with self._lock:
            if self._unsettled:
                self._sending.ledger.begin_again(self._sending.worker, self._sending.clock())
                self._unsettled = False
            issue = self._sending.ledger.issue(number)
            if issue is None or issue.done or issue.paused or self._sending.is_ending():
                return None
            crew = self._crew or Crew(self._sending)
            self._crew = crew
            try:
                wait = self._shift(crew, issue)
            except PublishError as error:
                crew.post.stop(error)
                wait = None
            if crew.post.stopped:
                self._replace()
                raise crew.post.stopped
            return wait

    def _shift(self, crew: Crew, issue: OpenIssue) -> float | None:
        crew.take_on(issue)
        leased = 0
        while not crew.post.ending.is_set() and not self._sending.is_ending():
            pumped = crew.supply.pump(issue.id)
            leased += pumped.leased
            if leased >= BATCH:
                return 0.0
            if crew.supply.held(issue.id):
                crew.supply.wait(TICK)
            elif pumped.wait is None:
                self._sending.ledger.flush()
                self._sending.ledger.close_if_done(issue.id, self._sending.clock())
                return None
            elif pumped.wait > TICK:
                return pumped.wait if pumped.wait <= LONGEST_WAIT else None
        return None

    def settle(self) -> None:
        """Commit results that wait for others, and close issues that this worker has finished.

        Nothing else would do so soon if the next job is another worker's.
        """
        self._sending.ledger.flush()
        if self._lock.acquire(blocking=False):  # A shift that runs closes what it finishes.
            try:
                self._close_finished()
            finally:
                self._lock.release()

    def _close_finished(self) -> None:
        if (crew := self._crew) is None:
            return
        for number in list(crew.post.desks):
            idle = not crew.supply.held(number)
            if idle and self._sending.ledger.close_if_done(number, self._sending.clock()):
                del crew.post.desks[number]

    def end(self) -> None:
        """End the crew after what it has in transaction. Raises PublishError."""
        with self._lock:
            self._replace()

    def stop(self) -> None:
        """Let a shift that runs come to its end soon; from any thread."""
        if crew := self._crew:
            crew.post.stop()

    def _replace(self) -> None:
        crew, self._crew = self._crew, None
        if crew is None:
            return
        self._unsettled = True  # Until it ended: the database may be gone.
        try:
            crew.end()
            self._unsettled = False
        finally:
            for outcome, count in crew.post.tally.items():
                self._earlier[outcome] = self._earlier.get(outcome, 0) + count
