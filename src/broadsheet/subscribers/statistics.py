"""How the list grows and shrinks: where readers come from, who left, and what came back by issue.

Everything is counted from events, bounces and deliveries, which are kept anyway. Nothing is known of who
opens an issue or follows a link. All times are Unix time (UTC); a day is a day of UTC.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.databases import Database, Session
from broadsheet.subscribers.records import REASONS

DAY = 86400

_JOINS = ("confirmed", "added", "imported")
_JOIN = f"kind IN {_JOINS}"
_LEAVE = f"kind IN {REASONS}"

_STEPS = f"""SELECT subscriber, edition, kind, at / {DAY}, source FROM events
    WHERE edition <> '' AND ({_JOIN} OR {_LEAVE}) ORDER BY id"""

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


def read(database: Database, *, departures: int = 50, issues: int = 20) -> Statistics:
    """Read the statistics of a site's readers, with so many departures and issues, the newest first."""
    with database.read() as session:
        days, sources = _history(session)
        return Statistics(
            totals=_totals(session),
            days=days,
            sources=sources,
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


def _history(session: Session) -> tuple[tuple[DayCount, ...], tuple[SourceCount, ...]]:
    """Replay all events: a reader may ask, leave and come back, and only real changes count.

    One pass in the order of the table costs a fifth of what sorting the events by reader does.
    """
    subscribed: defaultdict[str, dict[int, int]] = defaultdict(dict)  # Reader → source.
    days: Counter[tuple[int, str, str]] = Counter()
    joined: Counter[int] = Counter()
    for reader, edition, kind, day, source in session.stream(_STEPS):
        readers = subscribed[edition]
        if kind not in _JOINS:
            if readers.pop(reader, None) is None:
                continue
        elif reader in readers:
            continue
        else:
            readers[reader] = source
            joined[source] += 1
        days[day, edition, kind] += 1
    stayed = Counter(source for readers in subscribed.values() for source in readers.values())
    return _by_day(days), _by_source(session, joined, stayed)


def _by_day(days: Mapping[tuple[int, str, str], int]) -> tuple[DayCount, ...]:
    joined: Counter[tuple[int, str]] = Counter()
    left: defaultdict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for (day, edition, kind), count in sorted(days.items()):
        if kind in _JOINS:
            joined[day, edition] += count
        else:
            left[day, edition][kind] = count
    keys = sorted({*joined, *left})
    return tuple(
        DayCount(name, day, joined[day, name], left.get((day, name), {})) for day, name in keys
    )


def _by_source(
    session: Session, joined: Mapping[int, int], stayed: Mapping[int, int]
) -> tuple[SourceCount, ...]:
    """Add up what has the same origin; the largest come first."""
    counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for source, kind, origin in session.stream(
        "SELECT id, kind, COALESCE(NULLIF(origin, ''), basis) FROM sources"
    ):
        if source in joined:
            counts[kind, origin][0] += joined[source]
            counts[kind, origin][1] += stayed[source]
    found = (SourceCount(*key, *both) for key, both in counts.items())
    return tuple(sorted(found, key=lambda each: (-each.joined, each.kind, each.origin)))


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
