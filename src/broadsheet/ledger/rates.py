"""Rates: token buckets and the back-off of domains, kept in the database and shared by all workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.databases import Database


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` messages in any `seconds`."""

    count: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Grant:
    """Tokens that were taken; if fewer than wanted, `wait` seconds until there are more."""

    tokens: int
    wait: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a recipient domain may be written to, since it asked for less."""

    domain: str
    rate: float
    """Messages a second."""

    until: float
    """Nothing before then (Unix time)."""


class Rates:
    """Each call is a transaction of its own; a crash loses tokens that were taken, never gains any.

    Take tokens in batches, say with each lease, not for each message.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, key: str, limits: Sequence[Limit], wanted: int, now: float) -> Grant:
        """Take up to `wanted` tokens for the relay or domain `key`, which all `limits` allow.

        A clock that was set back neither gives nor costs tokens.
        """
        raise NotImplementedError

    def give_back(self, key: str, tokens: int) -> None:
        """Return tokens that were not used."""
        raise NotImplementedError

    def paces(self) -> dict[str, Pace]:
        """Return the domains that are slowed down."""
        raise NotImplementedError

    def slow_down(self, domain: str, rate: float, now: float, *, wait: float) -> Pace:
        """Halve a domain's rate after 421 or 4.7.x, and let it rest for `wait` seconds.

        `rate` is what was measured (messages a second), used if the domain had no limit yet.
        """
        raise NotImplementedError

    def went_well(self, domain: str, count: int) -> None:
        """Count messages that a slowed domain took: each 100 raise its rate by a tenth.

        A domain that is fast again (50 a second) has no limit any more.
        """
        raise NotImplementedError
