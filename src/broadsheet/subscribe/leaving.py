"""Leaving, by the link in an issue: one press, at once, for ever (RFC 8058).

The token in an issue ends subscriptions and can undo that for a day. It shows no data: an issue may be
forwarded. Seeing or changing data takes a fresh link, which goes to the reader's address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.databases import Session
from broadsheet.subscribe.farewell import drop_farewell, queue_farewells
from broadsheet.subscribe.limits import address_limits, hit, wait
from broadsheet.subscribe.outbox import MailKind, NewMail, queue_mail
from broadsheet.subscribers import Act, EmailAddress, Evidence, Subscribers, events, readers

LEAVE = "leave"
"""Purpose of the token in an issue: number of the issue, reader."""

UNDO_WITHIN = 86400


@dataclass(frozen=True, slots=True)
class LeaveLink:
    """What a link in an issue stands for. A reader who was erased, and a proof, have no `reader`."""

    reader: int | None
    edition: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """The operations of leaving; each is a transaction. `now` is Unix time."""

    subscribers: Subscribers
    farewell: bool = True
    """Whether who leaves gets a mail that says so."""

    def parse(self, token: str) -> tuple[int, int] | None:
        """Return issue and reader of a token, None if it is not one of ours."""
        return self.subscribers.secret.read_token(token, LEAVE)

    def read(self, token: str) -> LeaveLink | None:
        """Return the issue and reader of a token, None if it is not one of ours."""
        found = self.parse(token)
        if found is None:
            return None
        issue, reader = found
        with self.subscribers.database.read() as session:
            editions = session.rows("SELECT edition FROM issues WHERE id = ?", (issue,))
            known = session.rows("SELECT 1 FROM subscribers WHERE id = ?", (reader,))
        if not editions or not known:
            return LeaveLink(None, "")
        return LeaveLink(reader, editions[0][0])

    def leave(
        self, link: LeaveLink, source: Evidence, now: float, *, everything: bool = False
    ) -> None:
        """End the subscription to the issue's edition, or to everything. A repetition changes nothing."""
        if link.reader is None:
            return
        edition = readers.ALL_EDITIONS if everything else link.edition
        with self.subscribers.database.write() as session:
            act = Act("left", source, now)
            ended = readers.end(session, link.reader, act, edition=edition)
            if self.farewell:
                queue_farewells(session, [(link.reader, ended)], now)

    def leave_all(self, links: Sequence[tuple[int, int]], source: Evidence, now: float) -> None:
        """End the subscriptions of many (issue, reader), in one transaction."""
        with self.subscribers.database.write() as session:
            issues = {issue for issue, _ in links}
            sql = "SELECT edition FROM issues WHERE id = ?"
            rows = ((issue, session.rows(sql, (issue,))) for issue in issues)
            editions = {issue: found[0][0] for issue, found in rows if found}
            wanted = [(reader, editions[issue]) for issue, reader in links if issue in editions]
            ended = readers.end_many(session, list(dict.fromkeys(wanted)), Act("left", source, now))
            if self.farewell:
                queue_farewells(session, [(reader, [edition]) for reader, edition in ended], now)

    def undo(self, link: LeaveLink, source: Evidence, now: float) -> bool:
        """Take leaving back, within a day; return whether the reader is subscribed now."""
        if link.reader is None:
            return False
        with self.subscribers.database.write() as session:
            sql = """UPDATE subscriptions SET state = 'confirmed', reason = '', since = ?
                WHERE edition = ? AND subscriber = ? AND state = 'left' AND reason = 'left'
                AND since >= ?"""
            values = (int(now), link.edition, link.reader, int(now) - UNDO_WITHIN)
            if session.execute(sql, values):
                where = events.source_id(session, source)
                events.append(session, "confirmed", [(link.reader, link.edition)], where, now)
                drop_farewell(session, link.reader)
            return link.edition in _confirmed(session, link.reader)

    def others(self, link: LeaveLink) -> list[str]:
        """Return the other editions that the reader stays subscribed to."""
        if link.reader is None:
            return []
        with self.subscribers.database.read() as session:
            return [name for name in _confirmed(session, link.reader) if name != link.edition]

    def mail_preferences_link(self, address: EmailAddress, now: float) -> None:
        """Queue a mail with a link to the preferences, if the address is a reader's."""
        with self.subscribers.database.write() as session:
            rows = session.rows(
                "SELECT id, address FROM subscribers WHERE canonical = ?", (address.canonical,)
            )
            limits = address_limits(self.subscribers.secret, address, "manage")
            if rows and not wait(session, limits, now):
                hit(session, limits, now)
                reader, typed = rows[0]
                queue_mail(session, NewMail(MailKind.MANAGE, reader, typed), now)

    def mail_link_to_reader(self, link: LeaveLink, now: float) -> None:
        """Queue a mail with a link to the preferences to the address on file, not to who asks."""
        with self.subscribers.database.read() as session:
            sql = "SELECT canonical, address FROM subscribers WHERE id = ?"
            rows = session.rows(sql, (link.reader,))
        if rows:
            self.mail_preferences_link(EmailAddress(rows[0][1], rows[0][0]), now)


def _confirmed(session: Session, reader: int) -> list[str]:
    sql = """SELECT edition FROM subscriptions WHERE subscriber = ? AND state = 'confirmed'
        ORDER BY edition"""
    return [row[0] for row in session.rows(sql, (reader,))]
