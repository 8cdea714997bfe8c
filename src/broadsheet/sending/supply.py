"""Hands deliveries to the threads that send, as fast as relay and recipient domains allow.

The thread that runs an issue calls `pump` again and again; sending threads call `take`.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from broadsheet.ledger import Delivery, Ledger, Outcome, Result
from broadsheet.rates import Limit, Pace

BATCH = 200
"""Deliveries in a lease."""

LEASE_SECONDS = 300.0
"""How long a delivery may wait here for its turn; then it is another worker's."""

_SOON = 1.0
"""Seconds that a delivery may wait in memory for its domain's turn; otherwise it is postponed."""

_REST = 30.0
"""Seconds that a domain rests after it asked for less."""

_PACES_EVERY = 10.0


@dataclass(frozen=True, slots=True)
class Pumped:
    """The result of a call of `pump`: how many were leased, or seconds until there are more.

    `wait` is None if nothing is left to wait for.
    """

    leased: int
    wait: float | None


class Supply:
    """Deliveries that are due, a batch of one issue at a time."""

    def __init__(
        self,
        ledger: Ledger,
        worker: str,
        clock: Callable[[], float],
        limits: tuple[str, Sequence[Limit]],
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        """Begin with nothing. `limits` are the relay's name and its rates."""
        self._ledger, self._worker, self._clock = ledger, worker, clock
        self._lease_seconds = lease_seconds
        self._relay, self._limits = limits
        self._ready: deque[Delivery] = deque()
        self._changed = threading.Condition()
        self._held: Counter[int] = Counter()
        self._over = False
        self._paces: dict[str, Pace] = {}
        self._slots: dict[str, float] = {}
        self._paces_at = float("-inf")
        self._began = clock()
        self._sent: Counter[str] = Counter()
        self._good: Counter[str] = Counter()

    def take(self) -> Delivery | None:
        """Wait for a delivery; None at the end of the run. Call `done` once it is recorded."""
        with self._changed:
            while not self._ready and not self._over:
                self._changed.wait()
            if self._over:
                return None
            delivery = self._ready.popleft()
            if len(self._ready) == BATCH // 2:
                self._changed.notify_all()
            return delivery

    def done(self, delivery: Delivery) -> None:
        """Note that a delivery that was taken is recorded."""
        with self._changed:
            self._held[delivery.issue] -= 1
            if not self._held[delivery.issue]:
                self._changed.notify_all()

    def end(self) -> None:
        """Let every thread end after the delivery that it has."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        """Wait until more deliveries could be used, all are done, or so long."""
        with self._changed:
            self._changed.wait(seconds)

    def held(self, issue: int) -> int:
        """Return how many deliveries of an issue are ready, or a thread has."""
        with self._changed:
            return self._held[issue]

    def pump(self, issue: int) -> Pumped:
        """Lease what is due of an issue, within the relay's rates, unless enough is ready."""
        now = self._clock()
        was_held = self.held(issue)
        self._refresh_paces(now)
        wanted = BATCH - len(self._ready)
        if wanted < BATCH // 2:
            return Pumped(0, 0.0)
        grant = self._ledger.rates.take(self._relay, self._limits, wanted, now)
        leased: list[Delivery] = []
        if grant.tokens:
            leased = self._ledger.lease(
                issue, self._worker, grant.tokens, now, seconds=self._lease_seconds
            )
        ready = [delivery for delivery in leased if self._in_turn(delivery, now)]
        if self._limits and len(ready) < grant.tokens:
            self._ledger.rates.give_back(self._relay, grant.tokens - len(ready))
        with self._changed:
            self._ready.extend(ready)
            self._held[issue] += len(ready)
            self._changed.notify_all()
        if leased or not grant.tokens:
            return Pumped(len(leased), grant.wait if not leased else 0.0)
        if was_held:  # Deliveries that threads give back meanwhile are due at once.
            return Pumped(0, 0.0)
        due = self._ledger.next_due(issue, now)
        return Pumped(0, None if due is None else max(0.0, due - now))

    def slow_down(self, domain: str) -> None:
        """Halve the rate of a domain that asked for less, and let it rest."""
        now = self._clock()
        measured = self._sent[domain] / max(1.0, now - self._began)
        pace = self._ledger.rates.slow_down(domain, max(measured, 1.0), now, wait=_REST)
        with self._changed:
            self._paces[domain] = pace
            self._slots.pop(domain, None)

    def went_well(self, domain: str) -> None:
        """Count a message that the relay took for a domain."""
        self._sent[domain] += 1
        if domain in self._paces:
            self._good[domain] += 1

    def _in_turn(self, delivery: Delivery, now: float) -> bool:
        """Return whether it is the turn of a delivery's domain; if not, the delivery is postponed."""
        pace = self._paces.get(delivery.domain)
        if pace is None:
            return True
        slot = max(now, pace.until, self._slots.get(delivery.domain, 0.0))
        self._slots[delivery.domain] = slot + 1 / pace.rate
        if slot - now <= _SOON:
            return True
        result = Result(Outcome.POSTPONED, reason=f"{delivery.domain} asked for less", due=slot)
        self._ledger.record(delivery, result, now)
        return False

    def _refresh_paces(self, now: float) -> None:
        """Tell the ledger how slowed domains do, and read their rates, now and then."""
        if 0 <= now - self._paces_at < _PACES_EVERY:
            return
        self._paces_at = now
        for domain, count in list(self._good.items()):
            self._ledger.rates.went_well(domain, count)
        self._good.clear()
        self._paces = self._ledger.rates.paces()
