"""What the ledger takes and returns. All times are Unix time in seconds (UTC)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DAY = 86400.0
GIVE_UP_AFTER = 2 * DAY
"""Seconds after its first try that a deferred delivery is given up."""

SCHEDULE = (300.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0)
"""Seconds from a deferral to the next try; the last repeats. Greylisting wants 5 to 15 minutes."""


class State(StrEnum):
    """The state of a delivery.

    queued ─mark─▶ handing ─▶ sent | deferred | refused | unknown
    queued ─▶ deferred | refused (before the mark) | skipped
    deferred ─due─▶ queued          unknown ─resolved─▶ sent | queued
    """

    QUEUED = "queued"
    HANDING = "handing"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """The outcome of an attempt to hand over a delivery."""

    SENT = "sent"
    """The relay accepted it: 2xx after the final dot. Only after the mark."""

    DEFERRED = "deferred"
    """4xx, before or after the mark: the ledger chooses the next try, or gives up after 2 days."""

    REFUSED = "refused"
    """5xx for this reader, before or after the mark; `Result.reason` is the class."""

    UNKNOWN = "unknown"
    """No reply after the final dot. Only after the mark."""

    POSTPONED = "postponed"
    """Not tried, or lost before the mark: waits until `Result.due`, and the try does not count."""

    RELEASED = "released"
    """Not tried, or lost before the mark: queued again at once, and the try does not count."""


class Mark(StrEnum):
    """The answer to the request for the durable mark, just before the final dot."""

    GRANTED = "granted"
    """The mark is on the disk: send the final dot."""

    LOST = "lost"
    """The lease is another's by now: close the connection without the dot, record nothing."""

    SKIPPED = "skipped"
    """The reader left meanwhile: close the connection without the dot, record nothing."""


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An issue whose audience was taken. `edition` and `name` identify it for people."""

    id: int
    edition: str
    name: str
    audience: int
    opened: float
    """When its audience was taken: the `Date` of all its messages."""

    key: str
    """Id of the secret's key that its Message-IDs and tokens are made with, at every try."""

    done: float | None
    """When the last delivery left the states queued, deferred and handing; None before that."""

    paused: str
    """Why it is paused; "" if it is not."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One reader's copy of an issue, leased to a worker."""

    issue: int
    edition: str
    subscriber: int
    address: str
    """Address for envelope and `To`: local part as typed, domain in lower-case A-labels."""

    language: str
    lease: str
    attempts: int
    """Tries before this one."""

    first: float | None
    """When it was first tried."""

    @property
    def domain(self) -> str:
        """The domain of the address, for rates."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker records of a delivery."""

    outcome: Outcome
    reply: str = ""
    """The relay's reply, code first. Kept as evidence, shortened, without control characters."""

    reason: str = ""
    """Class of a refusal, say `gone`, `full`, `us`."""

    due: float = 0.0
    """Only for POSTPONED: not before then."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Deliveries of an issue by state. They always add up to `audience`."""

    audience: int
    queued: int = 0
    handing: int = 0
    sent: int = 0
    deferred: int = 0
    refused: int = 0
    skipped: int = 0
    unknown: int = 0

    @property
    def left(self) -> int:
        """How many are still to be handed over; the issue is done when this is 0."""
        return self.queued + self.handing + self.deferred

    @property
    def balanced(self) -> bool:
        """Return whether they add up; tests and benchmarks check it."""
        closed = self.sent + self.refused + self.skipped + self.unknown
        return self.audience == self.left + closed

    def as_json(self) -> dict[str, int]:
        """Return what `--json` shows: what is in transaction counts as queued."""
        return {
            "audience": self.audience,
            "sent": self.sent,
            "queued": self.queued + self.handing,
            "deferred": self.deferred,
            "refused": self.refused,
            "skipped": self.skipped,
            "unknown": self.unknown,
        }


@dataclass(frozen=True, slots=True)
class OpenWork:
    """An issue that is neither done nor paused, and how many of its deliveries are due, up to MOST_DUE."""

    issue: OpenIssue
    due: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A delivery in doubt: the relay may or may not have accepted it."""

    issue: int
    subscriber: int
    address: str
    """"" if the reader was erased."""

    at: float
    """When it was handed over."""

    reply: str
    """What is known, say `connection closed after the final dot`."""


@dataclass(frozen=True, slots=True)
class IssueState:
    """How far an issue is, open or not. `note` is why it waits, "" if it does not."""

    edition: str
    name: str
    counts: Counts = Counts(0)
    note: str = ""
    unknowns: tuple[Unknown, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return what `--json` shows of it."""
        return {"edition": self.edition, "issue": self.name, **self.counts.as_json()}
