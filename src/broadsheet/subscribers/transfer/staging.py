"""Many readers at once: staged in a temporary table, then settled by a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broadsheet.databases import Session, Values
from broadsheet.subscribers import readers
from broadsheet.subscribers.events import source_id
from broadsheet.subscribers.records import Act, Evidence, ImportReport
from broadsheet.subscribers.secret import Secret
from broadsheet.subscribers.suppression import add_to_list, suppressed

COLUMNS = (
    *("line", "canonical", "address", "name", "language", "edition", "state", "reason"),
    *("since", "joined", "source", "gravity"),
)
GRAVITY = {"left": 0, "pending": 1, "confirmed": 2}
"""Of two lines with one address, the lower counts; `out` is for the suppression list."""

_TABLE = """CREATE TEMPORARY TABLE staged (line BIGINT NOT NULL PRIMARY KEY, canonical TEXT NOT NULL,
    address TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL, edition TEXT NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL, since BIGINT NOT NULL, joined TEXT NOT NULL,
    source BIGINT NOT NULL, gravity BIGINT NOT NULL)"""
_SOURCES = (
    "CREATE TEMPORARY TABLE staged_sources (number BIGINT NOT NULL PRIMARY KEY, source BIGINT)"
)

_DUPLICATES = """DELETE FROM staged WHERE EXISTS (SELECT 1 FROM staged AS better
    WHERE better.canonical = staged.canonical AND better.edition = staged.edition
    AND (better.gravity, better.line) < (staged.gravity, staged.line))"""

_SUBSCRIBERS = """INSERT INTO subscribers (canonical, address, name, language, created)
    SELECT canonical, address, name, language, since FROM staged WHERE gravity >= 0 ORDER BY line
    ON CONFLICT (canonical) DO NOTHING"""

# What a line changes: a new subscription; a pending one that is confirmed or left; a confirmed one
# that is left, unless its reader confirmed it here.
_CHANGES = """(known.state IS NULL OR (known.state = 'pending' AND staged.state <> 'pending')
    OR (known.state = 'confirmed' AND staged.state = 'left' AND NOT EXISTS (
        SELECT 1 FROM events WHERE events.subscriber = known.subscriber
        AND events.edition = known.edition AND events.kind = 'confirmed')))"""

_JOINED = """FROM staged JOIN subscribers ON subscribers.canonical = staged.canonical
    LEFT JOIN subscriptions AS known ON known.edition = staged.edition
        AND known.subscriber = subscribers.id WHERE staged.gravity >= 0"""

_CHANGED = f"""CREATE TEMPORARY TABLE staged_changes AS SELECT staged.line AS line,
    subscribers.id AS subscriber {_JOINED} AND {_CHANGES}"""

_EVENTS = """INSERT INTO events (subscriber, edition, kind, at, source, detail)
    SELECT subscriber, edition, CASE state WHEN 'confirmed' THEN 'imported'
        WHEN 'pending' THEN 'requested' ELSE reason END, ?, staged_sources.source, joined
    FROM staged_changes JOIN staged ON staged.line = staged_changes.line
    JOIN staged_sources ON number = staged.source ORDER BY staged.line"""

_SUBSCRIPTIONS = """INSERT INTO subscriptions (edition, subscriber, state, reason, since, choices)
    SELECT edition, subscriber, state, reason, since, '{}' FROM staged_changes
    JOIN staged ON staged.line = staged_changes.line WHERE gravity >= 0 ORDER BY edition, subscriber
    ON CONFLICT (edition, subscriber) DO UPDATE SET state = excluded.state,
    reason = excluded.reason, since = excluded.since"""

_AT_ONCE = 500


def stage(session: Session, rows: Iterable[Values]) -> None:
    """Put rows of COLUMNS into the temporary table."""
    for table in ("staged", "staged_sources", "staged_changes"):
        session.execute(f"DROP TABLE IF EXISTS {table}")
    session.execute(_TABLE)
    session.execute(_SOURCES)
    session.load("staged", COLUMNS, rows)


def settle(session: Session, secret: Secret, sources: list[Evidence], now: float) -> ImportReport:
    """Apply the staged lines, except for readers who left or are on the suppression list."""
    lines = session.rows("SELECT COUNT(*) FROM staged")[0][0]
    first = not session.rows("SELECT 1 FROM subscriptions LIMIT 1")
    session.execute("CREATE INDEX staged_canonical ON staged (canonical)")
    session.execute("ANALYZE staged")
    ids = [(number, source_id(session, each)) for number, each in enumerate(sources)]
    session.load("staged_sources", ("number", "source"), ids)
    _suppress(session, secret, sources, now)
    _hold(session, secret)
    session.execute(_DUPLICATES)
    session.execute(_SUBSCRIBERS)
    out: dict[str, int] = dict(session.rows(_KEPT_OUT))
    confirmed = session.rows("SELECT COUNT(*) FROM staged WHERE state = 'confirmed'")[0][0]
    session.execute(_CHANGED)
    session.execute(_EVENTS, (int(now),))
    new = session.rows(_COUNT_NEW)[0][0]
    session.execute(_SUBSCRIPTIONS)
    here = 0 if first else session.rows(_LEFT_HERE)[0][0]
    if here:
        out["left"] = out.get("left", 0) + here
    return ImportReport(lines, new, confirmed - new - here, out)


_KEPT_OUT = """SELECT reason, COUNT(*) FROM staged WHERE state <> 'confirmed' GROUP BY reason
    ORDER BY reason"""
_COUNT_NEW = """SELECT COUNT(*) FROM staged_changes JOIN staged ON staged.line = staged_changes.line
    WHERE state = 'confirmed'"""
_LEFT_HERE = f"SELECT COUNT(*) {_JOINED} AND staged.state = 'confirmed' AND known.state = 'left'"


def _pages(session: Session, condition: str) -> Iterator[list[tuple[int, str, str, int]]]:
    """Yield (line, canonical, reason, source) of some staged lines, some hundred at a time."""
    last = -1
    sql = f"""SELECT line, canonical, reason, source FROM staged WHERE {condition} AND line > ?
        ORDER BY line LIMIT ?"""
    while rows := session.rows(sql, (last, _AT_ONCE)):
        last = rows[-1][0]
        yield [(line, canonical, reason, source) for line, canonical, reason, source in rows]


def _suppress(session: Session, secret: Secret, sources: list[Evidence], now: float) -> None:
    """Put who bounced or complained elsewhere on the list, unless the reader confirmed here."""
    for page in _pages(session, "gravity < 0"):
        for _, canonical, reason, number in page:
            subscriber = readers.find(session, canonical)
            if subscriber is not None and session.rows(_CONFIRMED_HERE, (subscriber,)):
                continue
            act = Act(reason, sources[number], now)
            add_to_list(session, secret, canonical, act)
            if subscriber is not None:
                readers.end(session, subscriber, act)


_CONFIRMED_HERE = "SELECT 1 FROM events WHERE subscriber = ? AND kind = 'confirmed' LIMIT 1"


def _hold(session: Session, secret: Secret) -> None:
    """Take out of the staged lines whoever is on the suppression list."""
    if not session.rows("SELECT 1 FROM suppressions LIMIT 1"):
        return
    sql = "UPDATE staged SET state = 'held', gravity = -1, reason = ? WHERE line = ?"
    for page in _pages(session, "gravity >= 0"):
        hits = suppressed(session, secret, [canonical for _, canonical, _, _ in page])
        held = [(hits[canonical], line) for line, canonical, _, _ in page if canonical in hits]
        session.each(sql, held)
