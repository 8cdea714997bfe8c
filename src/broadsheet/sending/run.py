"""Hands an open issue to its readers: rates, progress, and an end that leaves no doubt."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from broadsheet.errors import Problem, PublishError
from broadsheet.ledger import Ledger, OpenIssue, Outcome
from broadsheet.sending.crew import Crew, Sending
from broadsheet.sending.worker import Post, StoppedError

WAIT_FOR_DUE = 60.0
"""Seconds that a run waits for what is deferred or held back by rates; later runs take the rest."""

TICK = 0.2

_LOOK_SECONDS = 5.0
"""How often a run looks whether bounces paused its issue meanwhile."""

_DONE = (Outcome.SENT, Outcome.REFUSED, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The result of a run of one issue: how many readers were refused, and why it ended early, or ""."""

    refused: int
    stopped: PublishError | None


def hand_out(issue: OpenIssue, sending: Sending) -> HandedOut:
    """Hand an issue to all readers whose deliveries are due.

    When this returns, everything is recorded, and what was not handed over is queued again.
    """
    crew = Crew(sending)
    try:
        _pump(crew, issue, sending)
    except PublishError as error:
        crew.post.stop(error)
    finally:
        crew.end()
    sending.ledger.close_if_done(issue.id, sending.clock())
    return HandedOut(crew.post.tally[Outcome.REFUSED], crew.post.stopped)


def _pump(crew: Crew, issue: OpenIssue, sending: Sending) -> None:
    """Keep the threads supplied until nothing is due, or the run is to end."""
    post, supply = crew.post, crew.supply
    left = crew.take_on(issue)
    next_look = monotonic() + _LOOK_SECONDS
    while not post.ending.is_set() and not sending.is_ending():
        pumped = supply.pump(issue.id)
        sending.progress(post.tally, left - sum(post.tally[outcome] for outcome in _DONE))
        if monotonic() > next_look:
            next_look = monotonic() + _LOOK_SECONDS
            _look_for_pause(post, issue, sending.ledger)
        if supply.held(issue.id):
            supply.wait(TICK)
        elif pumped.wait is None or pumped.wait > WAIT_FOR_DUE:
            return
        elif pumped.wait:
            supply.wait(min(pumped.wait, TICK))


def _look_for_pause(post: Post, issue: OpenIssue, ledger: Ledger) -> None:
    """End the run if another process, which reads bounces and complaints, paused the issue."""
    found = ledger.find_issue(issue.edition, issue.name)
    if found and found.paused:
        where = f"{issue.edition} {issue.name}"
        post.stop(StoppedError(Problem(where, 0, "", f"is paused: {found.paused}")))
