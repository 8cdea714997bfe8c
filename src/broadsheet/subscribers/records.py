"""What operations on subscribers take and return. All times are Unix time in seconds (UTC)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

REASONS = ("left", "bounced", "complained", "not-me", "manual", "erased")
"""Why a subscription ended, or an address is on the suppression list."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of consent: why someone may be written to, and the source of that."""

    kind: str
    """`form`, `import`, `command` or `mail`."""

    basis: str
    """Why, in words."""

    origin: str = ""
    """Address of the form; or file, and who imported it."""

    words: str = ""
    """The exact words of the form, and their version."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act that ends subscriptions: one of REASONS, its source, and when."""

    reason: str
    source: Evidence
    at: float


@dataclass(frozen=True, slots=True)
class Subscription:
    """A reader's subscription to an edition: its state, and since when."""

    edition: str
    state: str
    """`pending`, `confirmed` or `left`."""

    reason: str
    """Why it ended; "" otherwise."""

    since: int


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a reader."""

    at: int
    kind: str
    """`requested`, `confirmed`, `changed`, `imported`, `added`, `suppressed`, or one of REASONS."""

    edition: str
    detail: str
    source: Evidence


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Everything that is known of a reader."""

    id: int
    address: str
    name: str
    language: str
    created: int
    subscriptions: tuple[Subscription, ...]
    events: tuple[Event, ...] = ()
    suppressed: str = ""
    """Why the address is on the suppression list; "" if it is not."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in addresses."""

    lines: int = 0
    new: int = 0
    """Subscriptions that were confirmed by it."""

    known: int = 0
    """Were confirmed before."""

    kept_out: Mapping[str, int] = field(default_factory=dict)
    """Not confirmed, by reason: those of REASONS, `unconfirmed`, `wrong`."""
