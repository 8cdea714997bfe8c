"""The operations on readers, each a transaction."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.databases import Database, Session
from broadsheet.subscribers import events, readers, suppression
from broadsheet.subscribers.address import EmailAddress
from broadsheet.subscribers.records import (
    Act,
    Event,
    Evidence,
    Subscriber,
    Subscription,
)
from broadsheet.subscribers.secret import Secret

_CONFIRM = """INSERT INTO subscriptions (edition, subscriber, state, reason, since, choices)
    VALUES (?, ?, 'confirmed', '', ?, '{}') ON CONFLICT (edition, subscriber) DO UPDATE
    SET state = 'confirmed', reason = '', since = excluded.since
    WHERE subscriptions.state <> 'confirmed'"""

_READER = "SELECT id, address, name, language, created FROM subscribers"


class Subscribers:
    """The readers of a site.

    Whoever leaves, or is put on the suppression list, has no confirmed subscription from that
    moment on; the ledger's marks look at nothing else.
    """

    def __init__(self, database: Database, secret: Secret) -> None:
        self.database = database
        self.secret = secret

    def add(self, address: EmailAddress, edition: str, source: Evidence, now: float) -> bool:
        """Confirm a subscription that was asked for; return whether it is new.

        Brings back who left or bounced. Raises ValueError if the reader complained or never asked.
        """
        with self.database.write() as session:
            found = suppression.suppressed(session, self.secret, [address.canonical])
            if (reason := found.get(address.canonical)) in suppression.FINAL:
                message = (
                    f"is on the suppression list ({reason}); only the reader can subscribe again"
                )
                raise ValueError(message)
            if reason:
                suppression.take_off_list(session, self.secret, address.canonical)
            subscriber = readers.add(session, address, now)
            if not session.execute(_CONFIRM, (edition, subscriber, int(now))):
                return False
            where = events.source_id(session, source)
            events.append(session, "added", [(subscriber, edition)], where, now)
            return True

    def leave(
        self, address: EmailAddress, act: Act, *, edition: str = readers.ALL_EDITIONS
    ) -> list[str]:
        """End a reader's subscription to an edition, or to all; return those that it ended."""
        with self.database.write() as session:
            subscriber = readers.find(session, address.canonical)
            if subscriber is None:
                return []
            return readers.end(session, subscriber, act, edition=edition)

    def suppress(self, address: EmailAddress, act: Act) -> list[str]:
        """Put an address on the suppression list, and end its subscriptions; return which."""
        with self.database.write() as session:
            subscriber = readers.find(session, address.canonical)
            if subscriber is None:
                suppression.add_to_list(session, self.secret, address.canonical, act)
                return []
            return readers.suppress(session, self.secret, subscriber, act)

    def erase(self, address: EmailAddress, now: float) -> bool:
        """Forget a reader; only the HMAC stays, on the suppression list. Returns whether known.

        Deliveries keep a number that is nobody's, so that the counts of issues stay.
        """
        act = Act("erased", Evidence("command", "erased"), now)
        with self.database.write() as session:
            suppression.add_to_list(session, self.secret, address.canonical, act)
            subscriber = readers.find(session, address.canonical)
            if subscriber is None:
                return False
            _forget_deliveries(session, subscriber, now)
            for table in ("events", "subscriptions", "bounces", "outbox"):
                session.execute(f"DELETE FROM {table} WHERE subscriber = ?", (subscriber,))
            session.execute("DELETE FROM subscribers WHERE id = ?", (subscriber,))
            return True

    def find(self, address: EmailAddress) -> Subscriber | None:
        """Return everything that is known of a reader, or None."""
        with self.database.read() as session:
            rows = session.rows(f"{_READER} WHERE canonical = ?", (address.canonical,))
            found = suppression.suppressed(session, self.secret, [address.canonical])
            if not rows:
                return None
            number, typed, name, language, created = rows[0]
            return Subscriber(
                number,
                typed,
                name,
                language,
                created,
                _subscriptions(session, number),
                _events(session, number),
                found.get(address.canonical, ""),
            )

    def suppression_reason(self, address: EmailAddress) -> str:
        """Return why an address is on the suppression list; "" if it is not."""
        with self.database.read() as session:
            found = suppression.suppressed(session, self.secret, [address.canonical])
        return found.get(address.canonical, "")

    def listed(self, edition: str = readers.ALL_EDITIONS) -> Iterator[tuple[str, str, str, str]]:
        """Yield (address, edition, state, reason) of subscriptions, by address."""
        where, values = (" WHERE edition = ?", (edition,)) if edition else ("", ())
        sql = f"""SELECT address, edition, state, reason FROM subscriptions JOIN subscribers
            ON subscribers.id = subscriber{where} ORDER BY canonical, edition"""
        with self.database.read() as session:
            for row in session.stream(sql, values):
                yield str(row[0]), str(row[1]), str(row[2]), str(row[3])

    def totals(self) -> dict[tuple[str, str], int]:
        """Return how many subscriptions there are, by (edition, state)."""
        sql = """SELECT edition, state, COUNT(*) FROM subscriptions
            GROUP BY edition, state ORDER BY edition, state"""
        with self.database.read() as session:
            return {(edition, state): count for edition, state, count in session.rows(sql)}


def _forget_deliveries(session: Session, subscriber: int, now: float) -> None:
    """Take replies, which may hold the address, off deliveries, and skip those that are open."""
    issues = [row[0] for row in session.rows("SELECT id FROM issues")]
    where = "WHERE issue = ? AND subscriber = ?"
    keys = [(issue, subscriber) for issue in issues]
    session.each(f"UPDATE deliveries SET reply = '' {where}", keys)
    session.each(
        f"""UPDATE deliveries SET state = 'skipped', reason = 'erased', changed = ?, due = NULL
        {where} AND (state = 'deferred' OR (state = 'queued' AND lease IS NULL))""",
        [(int(now), *each) for each in keys],
    )


def _subscriptions(session: Session, subscriber: int) -> tuple[Subscription, ...]:
    sql = """SELECT edition, state, reason, since FROM subscriptions WHERE subscriber = ?
        ORDER BY edition"""
    return tuple(Subscription(*row) for row in session.rows(sql, (subscriber,)))


def _events(session: Session, subscriber: int) -> tuple[Event, ...]:
    sql = """SELECT at, events.kind, edition, detail, sources.kind, basis, origin, words
        FROM events JOIN sources ON sources.id = source WHERE subscriber = ? ORDER BY events.id"""
    return tuple(
        Event(at, kind, edition, detail, Evidence(*source))
        for at, kind, edition, detail, *source in session.rows(sql, (subscriber,))
    )
