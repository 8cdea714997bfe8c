"""Events → the database: who is suppressed, who leaves, and which issue is paused.

Each event is one transaction, and counts once, however often it arrives: webhooks are repeated, and a mail
is removed from its mailbox only after its event was committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from broadsheet.bounces.events import BounceClass, EventKind, MailEvent
from broadsheet.databases import Database, Session
from broadsheet.subscribers import Act, Evidence, Secret, readers

DAY = 86400
DISABLED_AFTER = 7 * DAY
"""Seconds between two reports of a mailbox that is switched off, before it is given up."""

FULL_ISSUES = 3
FULL_AFTER = 14 * DAY
"""A mailbox is given up when so many issues in a row came back, the first so many seconds ago."""

FIRST = 500
MAX_BOUNCES = 0.05
MAX_COMPLAINTS = 0.003
"""Shares of the deliveries of an issue at which its run pauses; bounces count among the first 500."""


class Effect(StrEnum):
    """What an event did."""

    SUPPRESSED = "suppressed"
    LEFT = "left"
    SCORED = "scored"
    """Noted; the reader stays."""

    KNOWN = "known"
    """The event came before."""

    NOBODY = "nobody"
    """The reader was erased."""


Farewell = Callable[[Session, Sequence[tuple[int, Sequence[str]]], float], None]
"""Queues a mail to readers who left editions, in the transaction that ended them."""


@dataclass(frozen=True, slots=True)
class Intake:
    """Applies events to the readers and deliveries of a site."""

    database: Database
    secret: Secret
    farewell: Farewell | None = None
    """Called for a reader who asked to leave, never for one who complained."""

    def apply_refusals(
        self, issue: int, refusals: Iterable[tuple[int, str, str]], now: float
    ) -> None:
        """Treat what a relay refused at once as bounces: (reader, reason, reply) of each delivery."""
        for subscriber, reason, reply in refusals:
            self.apply(MailEvent.of_refusal(issue, subscriber, reason, reply), now)

    def apply(self, event: MailEvent, now: float) -> Effect:
        """Apply an event; durable when it returns. `now` is Unix time. Raises DatabaseError."""
        with self.database.write() as session:
            sql = "INSERT INTO seen (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"
            if not session.execute(sql, (event.id, int(now))):
                return Effect.KNOWN
            effect = self._apply(session, event, now)
            _pause(session, event.issue)
            return effect

    def _apply(self, session: Session, event: MailEvent, now: float) -> Effect:
        if not session.rows("SELECT 1 FROM subscribers WHERE id = ?", (event.subscriber,)):
            return Effect.NOBODY
        source = Evidence("mail", f"{event.kind} {event.status}".strip(), event.detail)
        if event.kind is EventKind.LEAVE:
            act = Act("left", source, now)
            edition = _edition(session, event.issue)
            left = readers.end(session, event.subscriber, act, edition=edition)
            if left and self.farewell:
                self.farewell(session, [(event.subscriber, left)], now)
            return Effect.LEFT if left else Effect.SCORED
        _note(session, event, now)
        if event.kind is EventKind.COMPLAINT:
            readers.suppress(session, self.secret, event.subscriber, Act("complained", source, now))
            return Effect.SUPPRESSED
        _resolve_unknown(session, event, now)
        if _is_gone(session, event, now):
            readers.suppress(session, self.secret, event.subscriber, Act("bounced", source, now))
            return Effect.SUPPRESSED
        return Effect.SCORED


def _edition(session: Session, issue: int) -> str:
    """Return the edition of an issue; for a proof, a name that no edition has."""
    rows = session.rows("SELECT edition FROM issues WHERE id = ?", (issue,))
    return str(rows[0][0]) if rows else "/"


def _note(session: Session, event: MailEvent, now: float) -> None:
    session.execute(
        """INSERT INTO bounces (subscriber, issue, kind, status, detail, at)
        VALUES (?, ?, ?, ?, ?, ?)""",
        (
            event.subscriber,
            event.issue,
            event.bounce_class or event.kind,
            event.status,
            event.detail,
            int(now),
        ),
    )


def _resolve_unknown(session: Session, event: MailEvent, now: float) -> None:
    """Take a delivery in doubt as sent: its bounce proves that the relay accepted it."""
    session.execute(
        """UPDATE deliveries SET state = 'sent', changed = ?
        WHERE issue = ? AND subscriber = ? AND state = 'unknown'""",
        (int(now), event.issue, event.subscriber),
    )


def _is_gone(session: Session, event: MailEvent, now: float) -> bool:
    """Return whether an address is given up."""
    if event.bounce_class is BounceClass.GONE:
        return True
    if event.bounce_class is BounceClass.DISABLED:
        sql = "SELECT MIN(at) FROM bounces WHERE subscriber = ? AND kind = 'disabled'"
        first = session.rows(sql, (event.subscriber,))[0][0]
        return bool(now - first >= DISABLED_AFTER)
    if event.bounce_class is BounceClass.FULL:
        return _is_full_for_long(session, event.subscriber, now)
    return False


def _is_full_for_long(session: Session, subscriber: int, now: float) -> bool:
    """Return whether the newest issues all came back; one that did not resets the count."""
    sql = """SELECT deliveries.issue, (SELECT MIN(at) FROM bounces WHERE bounces.issue =
            deliveries.issue AND bounces.subscriber = deliveries.subscriber AND kind = 'full')
        FROM deliveries JOIN issues ON issues.id = deliveries.issue
        WHERE deliveries.subscriber = ? AND deliveries.state IN ('sent', 'refused')
        ORDER BY issues.opened DESC, issues.id DESC LIMIT ?"""
    times = [at for _, at in session.rows(sql, (subscriber, FULL_ISSUES))]
    if len(times) < FULL_ISSUES or None in times:
        return False
    return bool(now - min(times) >= FULL_AFTER)


def _pause(session: Session, issue: int) -> None:
    """Pause an issue that too many readers refuse, so that its run ends and says why."""
    rows = session.rows("SELECT audience FROM issues WHERE id = ? AND paused = ''", (issue,))
    if not rows:
        return
    sql = """SELECT COUNT(*) FROM deliveries WHERE issue = ? AND state IN ('sent', 'refused',
        'unknown')"""
    tried = int(session.rows(sql, (issue,))[0][0])
    counts: dict[str, int] = dict(
        session.rows(
            """SELECT CASE WHEN kind = 'complaint' THEN 'complaint' ELSE 'bounce' END, COUNT(*)
            FROM bounces WHERE issue = ? GROUP BY 1""",
            (issue,),
        )
    )
    if why := too_many(tried, counts.get("bounce", 0), counts.get("complaint", 0)):
        session.execute("UPDATE issues SET paused = ? WHERE id = ?", (why, issue))


def too_many(tried: int, bounces: int, complaints: int) -> str:
    """Return why an issue should not go on, "" if it should.

    `tried` is how many deliveries the relay accepted or refused.
    """
    if tried <= FIRST and bounces > MAX_BOUNCES * FIRST:
        return f"{bounces} of the first {tried} messages came back; look at the list's origin"
    if complaints > max(MAX_COMPLAINTS * tried, 1):
        return f"{complaints} of {tried} readers called the issue spam; look at how they joined"
    return ""
