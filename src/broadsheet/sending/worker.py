"""A thread that hands deliveries over on one connection after another.

offer (body) ──▶ mark (durable) ──▶ final dot ──▶ record
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from broadsheet.errors import Problem, PublishError, UnavailableError
from broadsheet.ledger import Delivery, Ledger, Mark, Outcome, Result
from broadsheet.messages import Composer
from broadsheet.relay import (
    Envelope,
    Relay,
    RelayConnection,
    RelayLostError,
    RelayRefusedError,
    Reply,
    Stage,
)
from broadsheet.sending.health import Health
from broadsheet.sending.supply import Supply
from broadsheet.sending.verdicts import Breaker, Fate, Verdict, judge

PER_CONNECTION = 100
"""Messages on one connection; large providers close longer ones."""

IDLE_SECONDS = 30.0
"""A connection that was idle for so long may have been closed by the relay."""


class StoppedError(PublishError):
    """Relay or readers refused so much that the run ended itself."""


@dataclass
class Desk:
    """What belongs to one issue. `pause` says why its run had to end, "" if it did not."""

    composer: Composer
    breaker: Breaker
    pause: str = ""


@dataclass
class Post:
    """What the threads of a run share; `stop` keeps the first reason to end."""

    ledger: Ledger
    supply: Supply
    relay: Relay
    relay_name: str
    bounce: str
    health: Health
    clock: Callable[[], float]
    monotonic: Callable[[], float]
    desks: dict[int, Desk] = field(default_factory=dict)
    tally: Counter[Outcome] = field(default_factory=Counter)
    lost: set[tuple[int, int]] = field(default_factory=set)
    """Issue and subscriber of deliveries whose connection was lost before the mark, once."""

    stopped: PublishError | None = None
    ending: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def stop(self, why: PublishError | None = None) -> None:
        """Let all threads end after what they have in transaction."""
        with self.lock:
            self.stopped = self.stopped or why
        self.ending.set()
        self.supply.end()


class Worker(threading.Thread):
    """One connection's thread."""

    def __init__(self, post: Post) -> None:
        super().__init__(daemon=True)
        self._post = post
        self._connection: RelayConnection | None = None
        self._used = 0
        self._last = 0.0

    def run(self) -> None:
        """Hand over deliveries until there are no more."""
        while (delivery := self._post.supply.take()) is not None:
            try:
                self._deliver(delivery)
            except PublishError as error:
                self._post.stop(error)
            except Exception as error:  # Our own bugs must not end a thread unnoticed.
                self._post.stop(StoppedError(Problem("send", 0, "", f"unexpected: {error!r}")))
                raise
            finally:
                self._post.supply.done(delivery)
        self._drop()

    def _deliver(self, delivery: Delivery) -> None:
        connection = self._connected()
        if connection is None:
            self._record(delivery, Outcome.RELEASED)
            return
        try:
            reply = connection.offer(*self._composed(delivery))
        except RelayLostError as error:
            self._lose(delivery, error)
            return
        if reply.accepted:
            self._hand_over(connection, delivery)
        else:
            self._judge(delivery, reply)

    def _hand_over(self, connection: RelayConnection, delivery: Delivery) -> None:
        """Commit the mark, then send the final dot; without the mark the connection is dropped."""
        try:
            granted = self._post.ledger.mark(delivery, self._post.clock()) is Mark.GRANTED
        except BaseException:
            self._drop()
            raise
        if not granted:
            self._drop()
            return
        try:
            reply = connection.hand_over()
        except RelayLostError as error:
            self._drop()
            in_doubt = error.stage is Stage.DOT
            self._record(delivery, Outcome.UNKNOWN if in_doubt else Outcome.DEFERRED, str(error))
            self._fail(error)
        else:
            self._judge(delivery, reply)

    def _judge(self, delivery: Delivery, reply: Reply) -> None:
        verdict = judge(reply)
        self._record(delivery, _OUTCOMES[verdict.fate], str(reply), verdict.reason)
        if verdict.slow:
            self._post.supply.slow_down(delivery.domain)
        if verdict.closes:
            self._drop()
        if verdict.fate is Fate.NOT_TRIED and not verdict.ours:
            self._fail(RelayLostError(reply.stage, str(reply)))
            return
        self._post.health.went_well()
        if verdict.fate is Fate.SENT:
            self._post.supply.went_well(delivery.domain)
        self._break(self._post.desks[delivery.issue], reply, verdict)

    def _break(self, desk: Desk, reply: Reply, verdict: Verdict) -> None:
        with self._post.lock:
            why = desk.breaker.count(reply, verdict)
        if why:
            desk.pause = desk.pause or why
            self._post.stop(StoppedError(Problem(self._post.relay_name, 0, "", why)))

    def _lose(self, delivery: Delivery, error: RelayLostError) -> None:
        """Record a connection that was lost before the mark: nothing was handed over.

        Who is lost twice waits: the relay may close the connection because of this message.
        """
        self._drop()
        which = (delivery.issue, delivery.subscriber)
        with self._post.lock:
            again = which in self._post.lost
            self._post.lost ^= {which}
        self._record(delivery, Outcome.DEFERRED if again else Outcome.RELEASED, f"451 {error}")
        self._fail(error)

    def _record(
        self, delivery: Delivery, outcome: Outcome, reply: str = "", reason: str = ""
    ) -> None:
        self._post.ledger.record(delivery, Result(outcome, reply, reason), self._post.clock())
        with self._post.lock:
            self._post.tally[outcome] += 1

    def _fail(self, error: Exception) -> None:
        if self._post.health.failed():
            text = f"does not answer: {error}; what is left stays due, so run it again later"
            self._post.stop(UnavailableError(Problem(self._post.relay_name, 0, "", text)))

    def _connected(self) -> RelayConnection | None:
        """Return a connection that may be used, or None if there is none, now or at all."""
        now = self._post.monotonic()
        if self._used >= PER_CONNECTION or now - self._last > IDLE_SECONDS:
            self._drop()
        if self._connection is None:
            if (wait := self._post.health.wait) and self._post.ending.wait(wait):
                return None
            try:
                self._connection = self._post.relay.connect()
            except RelayLostError as error:
                self._fail(error)
                return None
            except RelayRefusedError as error:
                problem = Problem(self._post.relay_name, 0, "", str(error))
                self._post.stop(StoppedError(problem))
                return None
            self._used = 0
        self._used += 1
        self._last = now
        return self._connection

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _composed(self, delivery: Delivery) -> tuple[Envelope, bytes]:
        composer = self._post.desks[delivery.issue].composer
        identity, message = composer.composed(delivery.subscriber, delivery.address)
        sender = composer.return_path(delivery.subscriber, self._post.bounce)
        return Envelope(sender, delivery.address, identity), message


_OUTCOMES = {
    Fate.SENT: Outcome.SENT,
    Fate.DEFERRED: Outcome.DEFERRED,
    Fate.REFUSED: Outcome.REFUSED,
    Fate.NOT_TRIED: Outcome.RELEASED,
}
