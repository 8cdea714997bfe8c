"""Preferences: a reader chooses editions, language and address, exports the data, or erases it.

All of it by a link that was mailed to the reader's address, and is valid for a week.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass

from broadsheet.databases import Session
from broadsheet.subscribe.farewell import drop_farewell, queue_farewells
from broadsheet.subscribe.limits import address_limits, hit, wait
from broadsheet.subscribe.outbox import MailKind, NewMail, queue_mail
from broadsheet.subscribers import (
    Act,
    EmailAddress,
    Evidence,
    Subscriber,
    Subscribers,
    events,
    read_address,
    readers,
    suppression,
)

MANAGE = "manage"
"""Purpose of the token in the link: reader, time of the mail."""

ADDRESS = "address"
"""Purpose of the token in the mail to a new address: reader, time of the mail."""

VALID = 7 * 86400


@dataclass(frozen=True, slots=True)
class Preferences:
    """The operations on one reader's own data; each is a transaction. `now` is Unix time."""

    subscribers: Subscribers
    farewell: bool = True
    """Whether who leaves gets a mail that says so."""

    def manage_token(self, reader: int, created: int) -> str:
        """Return the token of a link that is mailed at `created`."""
        return self.subscribers.secret.token(MANAGE, reader, created)

    def address_token(self, reader: int, created: int) -> str:
        """Return the token that confirms the new address to which a mail was queued at `created`."""
        return self.subscribers.secret.token(ADDRESS, reader, created)

    def reader(self, token: str, now: float) -> Subscriber | None:
        """Return the reader that a link is for, None if it is wrong or too old."""
        found = self._read(token, MANAGE, now)
        if found is None:
            return None
        with self.subscribers.database.read() as session:
            sql = "SELECT address FROM subscribers WHERE id = ?"
            rows = session.rows(sql, (found[0],))
        return self.subscribers.find(read_address(rows[0][0])) if rows else None

    def _read(self, token: str, purpose: str, now: float) -> tuple[int, int] | None:
        found = self.subscribers.secret.read_token(token, purpose)
        return found if found and -VALID <= now - found[1] <= VALID else None

    def choose(
        self,
        reader: int,
        editions: Collection[str],
        offered: Collection[str],
        source: Evidence,
        now: float,
    ) -> None:
        """Subscribe a reader to `editions`, and end the other ones among those `offered`."""
        with self.subscribers.database.write() as session:
            where = events.source_id(session, source)
            ended = []
            for edition in offered:
                if edition not in editions:
                    act = Act("left", source, now)
                    ended += readers.end(session, reader, act, edition=edition)
                elif _join(session, reader, edition, now):
                    events.append(session, "confirmed", [(reader, edition)], where, now)
            if self.farewell and not editions:
                queue_farewells(session, [(reader, ended)], now)
            elif editions:
                drop_farewell(session, reader)
            _take_off(session, self.subscribers, reader)

    def set_language(self, reader: int, language: str) -> None:
        """Set the language in which a reader is written to."""
        with self.subscribers.database.write() as session:
            sql = "UPDATE subscribers SET language = ? WHERE id = ?"
            session.execute(sql, (language, reader))

    def ask_for_address(self, reader: int, address: EmailAddress, now: float) -> None:
        """Queue a mail to a new address, which has to confirm it. The answer never tells if it is known."""
        with self.subscribers.database.write() as session:
            limits = address_limits(self.subscribers.secret, address)
            listed = suppression.suppressed(session, self.subscribers.secret, [address.canonical])
            if listed.get(address.canonical) in suppression.FINAL or wait(session, limits, now):
                return
            hit(session, limits, now)
            queue_mail(session, NewMail(MailKind.ADDRESS, reader, address.address), now)

    def confirm_address(self, token: str, source: Evidence, now: float) -> bool:
        """Change a reader's address to the one that the mail with this token went to.

        Another reader with that address, who is the same person, gives way to this one. Returns False if
        the link is wrong or too old.
        """
        found = self._read(token, ADDRESS, now)
        if found is None:
            return False
        reader, created = found
        with self.subscribers.database.write() as session:
            sql = """SELECT address FROM outbox WHERE kind = 'address' AND subscriber = ? AND created = ?
                ORDER BY id DESC LIMIT 1"""
            rows = session.rows(sql, (reader, created))
            if not rows or not session.rows("SELECT 1 FROM subscribers WHERE id = ?", (reader,)):
                return False
            address = read_address(rows[0][0])
            _give_way(session, reader, address.canonical)
            sql = "UPDATE subscribers SET canonical = ?, address = ? WHERE id = ?"
            session.execute(sql, (address.canonical, address.address, reader))
            _take_off(session, self.subscribers, reader)
            where = events.source_id(session, source)
            events.append(session, "changed", [(reader, "")], where, now)
            return True

    def export(self, reader: Subscriber) -> str:
        """Return everything that is known of a reader, as JSON (GDPR, article 20)."""
        return json.dumps(asdict(reader), ensure_ascii=False, indent=2)

    def erase(self, reader: Subscriber, now: float) -> None:
        """Forget a reader (GDPR, article 17). What stays is an HMAC on the suppression list."""
        self.subscribers.erase(read_address(reader.address), now)


def _join(session: Session, reader: int, edition: str, now: float) -> bool:
    sql = """INSERT INTO subscriptions (edition, subscriber, state, reason, since, choices)
        VALUES (?, ?, 'confirmed', '', ?, '{}') ON CONFLICT (edition, subscriber) DO UPDATE
        SET state = 'confirmed', reason = '', since = excluded.since
        WHERE subscriptions.state <> 'confirmed'"""
    return bool(session.execute(sql, (edition, reader, int(now))))


def _take_off(session: Session, subscribers: Subscribers, reader: int) -> None:
    """Remove a reader who joins by a link in a mail from the suppression list, since the address works."""
    sql = """SELECT canonical FROM subscribers WHERE id = ? AND EXISTS (SELECT 1 FROM subscriptions
        WHERE subscriber = subscribers.id AND state = 'confirmed')"""
    for (canonical,) in session.rows(sql, (reader,)):
        suppression.take_off_list(session, subscribers.secret, canonical)


def _give_way(session: Session, reader: int, canonical: str) -> None:
    sql = "SELECT id FROM subscribers WHERE canonical = ? AND id <> ?"
    for (other,) in session.rows(sql, (canonical, reader)):
        for table, column in (("subscriptions", "subscriber"), ("events", "subscriber")):
            session.execute(f"DELETE FROM {table} WHERE {column} = ?", (other,))
        session.execute("DELETE FROM subscribers WHERE id = ?", (other,))
