"""The threads that send: one for each connection, for one issue or several at a time.

Ledger ─lease▶ Supply ─take▶ Worker × connections ─offer, mark, dot▶ relay
▲                               └─record─┐
└────────────────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

from broadsheet.ledger import Ledger, OpenIssue, Outcome
from broadsheet.messages import CompiledIssue, Composer, Seal
from broadsheet.sending.health import Health
from broadsheet.sending.route import Route
from broadsheet.sending.supply import LEASE_SECONDS, Supply
from broadsheet.sending.verdicts import Breaker
from broadsheet.sending.worker import Desk, Post, Worker
from broadsheet.subscribers import Secret

END_SECONDS = 60.0
"""Seconds that a run that has to end waits for deliveries in transaction."""


Progress = Callable[[Mapping[Outcome, int], int], None]
"""Called from time to time with the outcomes of this run so far, and how many deliveries are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What all issues of a run share. `is_ending` says whether a signal asked for the end."""

    ledger: Ledger
    secret: Secret
    route: Route
    worker: str
    clock: Callable[[], float]
    is_ending: Callable[[], bool]
    progress: Progress
    lease_seconds: float = LEASE_SECONDS


class Crew:
    """Threads that send until `end`, or until something stops them; then `post.stopped` says what."""

    def __init__(self, sending: Sending) -> None:
        """Start the threads; they wait for an issue."""
        route = sending.route
        self._sending = sending
        limits = (route.name, route.limits)
        self.supply = Supply(
            sending.ledger, sending.worker, sending.clock, limits, sending.lease_seconds
        )
        self.post = Post(
            ledger=sending.ledger,
            supply=self.supply,
            relay=route.relay,
            relay_name=route.name,
            bounce=route.bounce,
            health=Health(route.patience, monotonic),
            clock=sending.clock,
            monotonic=monotonic,
        )
        self._workers = [Worker(self.post) for _ in range(route.connections)]
        for worker in self._workers:
            worker.start()

    def take_on(self, issue: OpenIssue) -> int:
        """Prepare an issue, unless that was done; returns how many of its deliveries are left.

        Only this counts all deliveries: a million take a while.
        """
        if issue.id in self.post.desks:
            return 0
        ledger, route = self._sending.ledger, self._sending.route
        counts = ledger.counts(issue.id)
        composer = Composer(
            CompiledIssue.load(ledger.compiled(issue.id)),
            Seal(self._sending.secret, issue.id, issue.key),
            route.keys,
            ses=route.ses,
            token_header=route.token_header,
        )
        tried = counts.sent + counts.refused + counts.unknown
        self.post.desks[issue.id] = Desk(composer, Breaker(tried, counts.refused))
        return counts.left

    def end(self) -> None:
        """End the threads after what they have in transaction.

        When this returns, everything is recorded, and what was not handed over is queued again.
        A thread that takes longer than a minute leaves an `unknown` to the next run.
        """
        self.post.stop()
        end = monotonic() + END_SECONDS
        for worker in self._workers:
            worker.join(max(0.0, end - monotonic()))
        ledger = self._sending.ledger
        for issue, desk in self.post.desks.items():
            if desk.pause:
                ledger.pause(issue, desk.pause)
        ledger.flush()
        ledger.release(self._sending.worker)
