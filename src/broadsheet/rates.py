"""Rates: token buckets and the back-off of domains, kept in the database and shared by all workers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.databases import Database, Session

FAST_AGAIN = 50.0
"""Messages a second from which a domain has no limit any more."""

SLOWEST = 1 / 60
"""Messages a second; a domain that asks for less is deferred."""

GOOD_ONES = 100
FASTER = 1.1
_BURST = 20
"""A bucket holds one part in so many of its limit."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` messages in any `seconds`."""

    count: float
    seconds: float

    @property
    def capacity(self) -> float:
        """Tokens that the bucket holds."""
        return max(1.0, math.floor(self.count / _BURST))

    @property
    def refill(self) -> float:
        """Tokens a second.

        A full bucket and what flows in during `seconds` are never more than `count`: the token
        after that comes when they are over.
        """
        return (self.count - self.capacity + 1) / self.seconds


@dataclass(frozen=True, slots=True)
class Grant:
    """The tokens that were taken; if they are fewer than wanted, more are there after `wait` seconds."""

    tokens: int
    wait: float


@dataclass(frozen=True, slots=True)
class Pace:
    """The reduced rate of a recipient domain that asked for fewer messages."""

    domain: str
    rate: float
    """Messages a second."""

    until: float
    """No message before this time (Unix time)."""


class Rates:
    """Each call is a transaction of its own; a crash loses tokens that were taken, never gains any.

    Take tokens in batches and use them at once, say with each lease, not for each message.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, key: str, limits: Sequence[Limit], wanted: int, now: float) -> Grant:
        """Take up to `wanted` tokens for the relay or domain `key`, which all `limits` allow.

        A clock that was set back neither gives nor costs tokens.
        """
        if not limits:
            return Grant(wanted, 0.0)
        with self._database.write() as session:
            # In one order for all workers, so that two never deadlock.
            limits = sorted(limits, key=lambda limit: limit.seconds)
            held = [_tokens(session, key, limit, now) for limit in limits]
            granted = max(0, min(wanted, math.floor(min(held) + _EPSILON)))
            for limit, tokens in zip(limits, held, strict=True):
                values = (tokens - granted, now, key, float(limit.seconds))
                session.execute(_SET_BUCKET, values)
        lacking = granted < wanted
        pairs = zip(limits, held, strict=True)
        waits = [(1 - (tokens - granted)) / limit.refill for limit, tokens in pairs]
        return Grant(granted, max(0.0, *waits) if lacking else 0.0)

    def give_back(self, key: str, tokens: int) -> None:
        """Return tokens that were not used."""
        with self._database.write() as session:
            session.execute("UPDATE buckets SET tokens = tokens + ? WHERE name = ?", (tokens, key))

    def paces(self) -> dict[str, Pace]:
        """Return the domains that are slowed down."""
        with self._database.read() as session:
            rows = session.rows("SELECT domain, rate, until FROM paces ORDER BY domain")
        return {row[0]: Pace(*row) for row in rows}

    def slow_down(self, domain: str, rate: float, now: float, *, wait: float) -> Pace:
        """Halve a domain's rate after 421 or 4.7.x, and let it rest for `wait` seconds.

        `rate` is what was measured (messages a second), used if the domain had no limit yet.
        """
        with self._database.write() as session:
            start = min(rate, FAST_AGAIN)
            known = session.rows(_LOCK_PACE, (domain, start, now, 0))[0][0]
            slower = max(SLOWEST, known / 2)
            session.execute(_SET_PACE, (slower, now + wait, 0, domain))
        return Pace(domain, slower, now + wait)

    def went_well(self, domain: str, count: int) -> None:
        """Count messages that a slowed domain took: each 100 raise its rate by a tenth.

        A domain that is fast again (50 a second) has no limit any more.
        """
        with self._database.write() as session:
            for rate, until, good in session.rows(_COUNT_GOOD, (count, domain)):
                steps, rest = divmod(good, GOOD_ONES)
                faster = rate * FASTER**steps
                if faster >= FAST_AGAIN:
                    session.execute("DELETE FROM paces WHERE domain = ?", (domain,))
                else:
                    session.execute(_SET_PACE, (faster, until, rest, domain))


_EPSILON = 1e-9  # 0.1 ten times is a little less than 1.

# Each begins with a write to the row, which locks it until the transaction ends.
_LOCK_PACE = """INSERT INTO paces (domain, rate, until, good) VALUES (?, ?, ?, ?)
    ON CONFLICT (domain) DO UPDATE SET good = 0 RETURNING rate"""
_COUNT_GOOD = "UPDATE paces SET good = good + ? WHERE domain = ? RETURNING rate, until, good"
_SET_PACE = "UPDATE paces SET rate = ?, until = ?, good = ? WHERE domain = ?"
_LOCK_BUCKET = """INSERT INTO buckets (name, seconds, tokens, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (name, seconds) DO UPDATE SET tokens = buckets.tokens RETURNING tokens, at"""
_SET_BUCKET = "UPDATE buckets SET tokens = ?, at = ? WHERE name = ? AND seconds = ?"


def _tokens(session: Session, key: str, limit: Limit, now: float) -> float:
    """Return what a bucket holds now; a new one is full."""
    values = (key, float(limit.seconds), limit.capacity, now)
    tokens, at = session.rows(_LOCK_BUCKET, values)[0]
    return min(limit.capacity, float(tokens) + max(0.0, now - float(at)) * limit.refill)
