"""Hands an open issue to its readers: threads, rates, progress, and an end that leaves no doubt.

Ledger ─lease▶ Supply ─take▶ Worker × connections ─offer, mark, dot▶ relay
└─record▶ Ledger
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from broadsheet.errors import Problem, PublishError
from broadsheet.ledger import Counts, Ledger, Limit, OpenIssue, Outcome
from broadsheet.relay import Relay
from broadsheet.sending.composer import Composer, Seal, TokenHeader
from broadsheet.sending.dkim import DkimKey
from broadsheet.sending.health import Health, Patience
from broadsheet.sending.message import CompiledIssue
from broadsheet.sending.supply import Supply
from broadsheet.sending.verdicts import Breaker
from broadsheet.sending.worker import Post, StoppedError, Worker
from broadsheet.subscribers import Secret

WAIT_FOR_DUE = 60.0
"""Seconds that a run waits for what is deferred or held back by rates; later runs take the rest."""

END_SECONDS = 60.0
"""Seconds that a run which is to end waits for what is in transaction."""

_TICK = 0.2

_LOOK_SECONDS = 5.0
"""How often a run looks whether bounces paused its issue meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How messages leave: the relay, its limits, and what signs and addresses them."""

    relay: Relay
    name: str
    connections: int
    limits: Sequence[Limit]
    bounce: str = ""
    """The bounce address; "" for that of From."""

    keys: Sequence[DkimKey] = ()
    ses: bool = False
    token_header: TokenHeader | None = None
    """For a provider that reports bounces: the header that carries a delivery's token."""

    patience: Patience = Patience()


Progress = Callable[[Mapping[Outcome, int], int], None]
"""Is told now and then how many deliveries came to what in this run, and how many are left."""

_DONE = (Outcome.SENT, Outcome.REFUSED, Outcome.UNKNOWN)


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


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What a run of one issue came to: how many readers were refused, and why it ended early, if so."""

    refused: int
    stopped: PublishError | None


def hand_out(issue: OpenIssue, sending: Sending) -> HandedOut:
    """Hand an issue to all readers whose turn it is.

    When this returns, everything is recorded, and what was not handed over is queued again.
    """
    ledger = sending.ledger
    counts = ledger.counts(issue.id)  # The one look at all deliveries: a million take a while.
    post = _post(issue, sending, counts)
    workers = [Worker(post) for _ in range(sending.route.connections)]
    for worker in workers:
        worker.start()
    try:
        _pump(post, issue, sending, counts.left)
    except PublishError as error:
        post.stop(error)
    finally:
        post.stop()
        _join(workers)
    if post.pause:
        ledger.pause(issue.id, post.pause)
    ledger.flush()
    ledger.release(sending.worker)
    ledger.close_if_done(issue.id, sending.clock())
    return HandedOut(post.tally[Outcome.REFUSED], post.stopped)


def _post(issue: OpenIssue, sending: Sending, counts: Counts) -> Post:
    route, ledger = sending.route, sending.ledger
    compiled = CompiledIssue.load(ledger.compiled(issue.id))
    composer = Composer(
        compiled,
        Seal(sending.secret, issue.id, issue.key),
        route.keys,
        ses=route.ses,
        token_header=route.token_header,
    )
    limits = (route.name, route.limits)
    return Post(
        ledger=ledger,
        supply=Supply(ledger, issue.id, sending.worker, sending.clock, limits),
        relay=route.relay,
        relay_name=route.name,
        composer=composer,
        bounce=route.bounce,
        health=Health(route.patience, monotonic),
        breaker=Breaker(counts.sent + counts.refused + counts.unknown, counts.refused),
        clock=sending.clock,
        monotonic=monotonic,
    )


def _pump(post: Post, issue: OpenIssue, sending: Sending, left: int) -> None:
    """Keep the threads supplied until nothing is due, or the run is to end."""
    next_look = monotonic() + _LOOK_SECONDS
    while not post.ending.is_set() and not sending.is_ending():
        pumped = post.supply.pump()
        sending.progress(post.tally, left - sum(post.tally[outcome] for outcome in _DONE))
        if monotonic() > next_look:
            next_look = monotonic() + _LOOK_SECONDS
            _look_for_pause(post, issue, sending.ledger)
        if not post.supply.idle:
            post.supply.wait(_TICK)
        elif pumped.wait is None or pumped.wait > WAIT_FOR_DUE:
            return
        elif pumped.wait:
            post.supply.wait(min(pumped.wait, _TICK))


def _look_for_pause(post: Post, issue: OpenIssue, ledger: Ledger) -> None:
    """End the run if bounces or complaints, which another process reads, paused its issue."""
    found = ledger.find_issue(issue.edition, issue.name)
    if found and found.paused:
        where = f"{issue.edition} {issue.name}"
        post.stop(StoppedError(Problem(where, 0, "", f"is paused: {found.paused}")))


def _join(workers: Sequence[Worker]) -> None:
    """Wait for what is in transaction; who takes longer leaves an `unknown` to the next run."""
    end = monotonic() + END_SECONDS
    for worker in workers:
        worker.join(max(0.0, end - monotonic()))
