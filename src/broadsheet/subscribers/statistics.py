"""How the list grows and shrinks: from where readers come, who left, what comes back, issue by issue.

Everything is counted from events, bounces and deliveries, which are kept anyway. Nothing is known of who
opens an issue or follows a link. All times are Unix time (UTC); a day is a day of UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.databases import Database, Session
from broadsheet.subscribers.records import REASONS

DAY = 86400

_JOINS = ("confirmed", "added", "imported")
_JOIN = f"kind IN {_JOINS}"
_LEAVE = f"kind IN {REASONS}"

# A reader may ask, leave and come back. Only events that change whether somebody is subscribed count.
_STEPS = f"""WITH steps AS (SELECT edition, at, kind, source,
        CASE WHEN {_JOIN} THEN 1 ELSE 0 END AS joins,
        COALESCE(LAG(CASE WHEN {_JOIN} THEN 1 ELSE 0 END) OVER reader, 0) AS before,
        LEAD(kind) OVER reader AS later
    FROM events WHERE edition <> '' AND ({_JOIN} OR {_LEAVE})
    WINDOW reader AS (PARTITION BY subscriber, edition ORDER BY id))"""

_BY_DAY = f"""{_STEPS} SELECT edition, at / {DAY}, kind, COUNT(*) FROM steps WHERE joins <> before
    GROUP BY edition, at / {DAY}, kind ORDER BY 2, 1, 3"""

_SOURCES = f"""{_STEPS} SELECT sources.kind, COALESCE(NULLIF(origin, ''), basis), COUNT(*),
        SUM(CASE WHEN later IS NULL THEN 1 ELSE 0 END)
    FROM steps JOIN sources ON sources.id = steps.source WHERE joins = 1 AND before = 0
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"""

_DEPARTURES = f"""SELECT address, gone.edition, gone.kind, gone.at FROM events AS gone
    JOIN subscribers ON subscribers.id = gone.subscriber
    WHERE gone.edition <> '' AND gone.{_LEAVE} AND EXISTS (SELECT 1 FROM events WHERE
        events.subscriber = gone.subscriber AND events.edition = gone.edition
        AND events.id < gone.id AND events.{_JOIN})
    ORDER BY gone.id DESC LIMIT ?"""

_BOUNCES = """SELECT canonical, kind, COUNT(*) FROM bounces
    JOIN subscribers ON subscribers.id = subscriber GROUP BY canonical, kind"""

_ISSUES = "SELECT id, edition, name, opened, audience, paused FROM issues ORDER BY id DESC LIMIT ?"
_IN = "issue IN (SELECT id FROM issues ORDER BY id DESC LIMIT ?)"
_STATES = f"SELECT issue, state, COUNT(*) FROM deliveries WHERE {_IN} GROUP BY issue, state"
_RETURNS = f"SELECT issue, kind, COUNT(*) FROM bounces WHERE {_IN} GROUP BY issue, kind"


@dataclass(frozen=True, slots=True)
class DayCount:
    """What happened to an edition on one day: `day` counts days since 1970-01-01."""

    edition: str
    day: int
    joined: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    """By reason, one of REASONS."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many joined by one way, and how many of them are still subscribed."""

    kind: str
    origin: str
    joined: int
    stayed: int


@dataclass(frozen=True, slots=True)
class Departure:
    """A reader who left an edition, or whose subscription was ended: `reason` is one of REASONS."""

    address: str
    edition: str
    reason: str
    at: int


@dataclass(frozen=True, slots=True)
class DomainCount:
    """What came back from one recipient domain, by class: gone, disabled, full, us, complaint."""

    domain: str
    kinds: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return how many reports there are."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class IssueCount:
    """What became of an issue: its deliveries by state, and what came back by class."""

    edition: str
    name: str
    opened: int
    audience: int
    states: Mapping[str, int]
    returned: Mapping[str, int]
    paused: str = ""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that `publish subscribers` shows."""

    totals: Mapping[str, Mapping[str, int]]
    """Subscriptions by edition and state."""

    days: tuple[DayCount, ...]
    sources: tuple[SourceCount, ...]
    departures: tuple[Departure, ...]
    domains: tuple[DomainCount, ...]
    issues: tuple[IssueCount, ...]
    waiting: int
    """Mails of the subscription pages that have not left yet."""

    def sizes(self, edition: str) -> list[tuple[int, int]]:
        """Return (day, subscribers at its end) of the days on which an edition's number changed.

        Counted back from today, since who was erased has no events.
        """
        size = self.totals.get(edition, {}).get("confirmed", 0)
        found = []
        for count in reversed([each for each in self.days if each.edition == edition]):
            found.append((count.day, size))
            size += sum(count.left.values()) - count.joined
        return found[::-1]

    def change(self, edition: str, since: int) -> tuple[int, int]:
        """Return how many joined and left an edition since a day, this day included."""
        counts = [each for each in self.days if each.edition == edition and each.day >= since]
        return sum(c.joined for c in counts), sum(sum(c.left.values()) for c in counts)


def read_statistics(database: Database, *, departures: int = 50, issues: int = 20) -> Statistics:
    """Read the statistics of a site's readers, with so many departures and issues, the newest first."""
    with database.read() as session:
        return Statistics(
            totals=_totals(session),
            days=tuple(_days(session)),
            sources=tuple(SourceCount(*row) for row in session.rows(_SOURCES)),
            departures=tuple(Departure(*row) for row in session.rows(_DEPARTURES, (departures,))),
            domains=tuple(_domains(session)),
            issues=tuple(_issues(session, issues)),
            waiting=session.rows("SELECT COUNT(*) FROM outbox WHERE state = 'queued'")[0][0],
        )


def _totals(session: Session) -> dict[str, dict[str, int]]:
    sql = """SELECT edition, state, COUNT(*) FROM subscriptions
        GROUP BY edition, state ORDER BY edition, state"""
    found: dict[str, dict[str, int]] = {}
    for edition, state, count in session.rows(sql):
        found.setdefault(edition, {})[state] = count
    return found


def _days(session: Session) -> list[DayCount]:
    days: dict[tuple[str, int], tuple[int, dict[str, int]]] = {}
    for edition, day, kind, count in session.rows(_BY_DAY):
        joined, left = days.get((edition, day), (0, {}))
        if kind in _JOINS:
            joined += count
        else:
            left[kind] = count
        days[edition, day] = joined, left
    return [DayCount(*key, *counts) for key, counts in days.items()]


def _domains(session: Session) -> list[DomainCount]:
    """Return the domains from which something came back, those with the most reports first."""
    found: dict[str, dict[str, int]] = {}
    for canonical, kind, count in session.stream(_BOUNCES):
        kinds = found.setdefault(canonical.rpartition("@")[2], {})
        kinds[kind] = kinds.get(kind, 0) + count
    counts = [DomainCount(domain, kinds) for domain, kinds in found.items()]
    return sorted(counts, key=lambda count: (-count.total, count.domain))


def _issues(session: Session, most: int) -> list[IssueCount]:
    rows = session.rows(_ISSUES, (most,))
    states: dict[int, dict[str, int]] = {row[0]: {} for row in rows}
    returned: dict[int, dict[str, int]] = {row[0]: {} for row in rows}
    for sql, target in ((_STATES, states), (_RETURNS, returned)):
        for issue, key, count in session.rows(sql, (most,)):
            target[issue][key] = count
    return [
        IssueCount(edition, name, opened, audience, states[number], returned[number], paused)
        for number, edition, name, opened, audience, paused in rows
    ]
