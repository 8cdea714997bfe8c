"""Joining: requested with a form, confirmed by a button in a mailed link (double opt-in).

request ──▶ pending, and a mail with a link ──press──▶ confirmed
                    │ 3 days: one reminder     └──"not me"──▶ suppressed
                    └ 30 days: forgotten

Whatever is known of an address, the answer is the same; only the mail differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.databases import Session
from broadsheet.subscribe.limits import (
    address_limits,
    hit,
    network_limits,
    queue_limits,
    wait,
)
from broadsheet.subscribe.outbox import MailKind, NewMail, queue_mail
from broadsheet.subscribe.puzzle import forget_used, use_once
from broadsheet.subscribers import (
    Act,
    EmailAddress,
    Evidence,
    Secret,
    Subscribers,
    events,
    readers,
    suppression,
)

DAY = 86400
VALID = 30 * DAY
"""Seconds that a link to confirm is valid, and that a pending subscription is kept."""

REMIND_AFTER = 3 * DAY
CONFIRM = "confirm"
"""Purpose of the token in the link: reader, time of the request; bound to the edition."""

NEVER = (*suppression.FINAL, "manual")
"""Reasons of the suppression list that keep an address from getting even a confirmation."""


class TooManyError(Exception):
    """A network asked too often; it may ask again in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests; try again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class SignupRequest:
    """What a form asks for. `source` has the words of the form; `client` is the visitor's IP address."""

    address: EmailAddress
    editions: Sequence[str]
    language: str
    source: Evidence
    client: str = ""
    puzzle: str = ""
    """The form's token, if its puzzle was solved: a solution counts once."""


@dataclass(frozen=True, slots=True)
class Signup:
    """The operations of joining; each is a transaction. `now` is Unix time."""

    subscribers: Subscribers
    site_per_hour: int = 200

    @property
    def _secret(self) -> Secret:
        return self.subscribers.secret

    def request(self, request: SignupRequest, now: float) -> None:
        """Keep a request, and queue the mail that answers it.

        Raises TooManyError if the visitor's network asked too often.
        """
        with self.subscribers.database.write() as session:
            network = network_limits(self._secret, request.client)
            if seconds := wait(session, network, now):
                raise TooManyError(seconds)
            hit(session, network, now)
            if request.puzzle and not use_once(session, request.puzzle, now):
                return
            canonical = request.address.canonical
            if suppression.suppressed(session, self._secret, [canonical]).get(canonical) in NEVER:
                return
            reader = readers.add(session, request.address, now)
            _set_language(session, reader, request.language)
            new = [name for name in request.editions if _make_pending(session, reader, name, now)]
            source = events.source_id(session, request.source)
            events.append(session, "requested", [(reader, edition) for edition in new], source, now)
            self._queue(session, request.address, reader, new, now)

    def _queue(
        self, session: Session, address: EmailAddress, reader: int, new: Sequence[str], now: float
    ) -> None:
        """Queue one mail, unless the address had one lately; later, if domain or site had many."""
        own = address_limits(self._secret, address)
        if wait(session, own, now):
            return
        shared = queue_limits(address, self.site_per_hour)
        due = now + wait(session, shared, now)
        hit(session, (*own, *shared), now)
        kind = MailKind.CONFIRM if new else MailKind.KNOWN
        mail = NewMail(kind, reader, address.address, ",".join(new))
        queue_mail(session, mail, now, due)

    def confirm_token(self, reader: int, editions: str, created: int) -> str:
        """Return the token of the link in a mail that was queued at `created`."""
        return self._secret.token(CONFIRM, reader, created, editions)

    def confirm(self, token: str, editions: str, source: Evidence, now: float) -> bool:
        """Confirm the subscriptions of a link; return whether the reader is subscribed now.

        False if the link is wrong or too old, or the reader left or was suppressed meanwhile. Pressing
        twice is as good as once.
        """
        with self.subscribers.database.write() as session:
            reader = self._reader(token, editions, now)
            canonical = _canonical(session, reader)
            if reader is None or not canonical:
                return False
            reason = suppression.suppressed(session, self._secret, [canonical]).get(canonical, "")
            if reason in NEVER:
                return False
            names = editions.split(",")
            pending = [name for name in names if _confirm(session, reader, name, now)]
            if pending and reason:
                suppression.take_off_list(session, self._secret, canonical)
            where = events.source_id(session, source)
            events.append(session, "confirmed", [(reader, name) for name in pending], where, now)
            return bool(pending) or _is_confirmed(session, reader, names)

    def not_me(self, token: str, editions: str, source: Evidence, now: float) -> bool:
        """Note that the owner of an address did not ask; return whether the link was right.

        The address gets no confirmation again. A subscription that was confirmed stays: the link to
        leave it is in every issue.
        """
        with self.subscribers.database.write() as session:
            reader = self._reader(token, editions, now)
            if reader is None:
                return False
            if not _is_confirmed(session, reader, ()):
                readers.suppress(session, self._secret, reader, Act("not-me", source, now))
            return True

    def _reader(self, token: str, editions: str, now: float) -> int | None:
        found = self._secret.read_token(token, CONFIRM, editions)
        if found is None or not -DAY <= now - found[1] <= VALID:  # Clocks may differ.
            return None
        return found[0]

    def tidy(self, now: float, *, remind: bool = True) -> None:
        """Queue the reminders that are due, and forget requests that nobody confirmed."""
        with self.subscribers.database.write() as session:
            if remind:
                _remind(session, now)
            _forget(session, now)
            forget_used(session, now - DAY)

    def waiting(self, now: float) -> tuple[int, int]:
        """Return how many confirmations wait since there were too many, and when the next one goes."""
        sql = """SELECT COUNT(*), COALESCE(MIN(due), 0) FROM outbox
            WHERE state = 'queued' AND due > ? AND attempts = 0 AND kind IN ('confirm', 'known')"""
        with self.subscribers.database.read() as session:
            count, due = session.rows(sql, (int(now),))[0]
        return int(count), int(due)


def _set_language(session: Session, reader: int, language: str) -> None:
    sql = "UPDATE subscribers SET language = ? WHERE id = ? AND language = ''"
    session.execute(sql, (language, reader))


def _make_pending(session: Session, reader: int, edition: str, now: float) -> bool:
    """Ask for a subscription; return whether it waits for a confirmation, as no confirmed one does."""
    sql = """INSERT INTO subscriptions (edition, subscriber, state, reason, since, choices)
        VALUES (?, ?, 'pending', '', ?, '{}') ON CONFLICT (edition, subscriber) DO UPDATE
        SET state = 'pending', reason = '', since = excluded.since
        WHERE subscriptions.state <> 'confirmed'"""
    return bool(session.execute(sql, (edition, reader, int(now))))


def _confirm(session: Session, reader: int, edition: str, now: float) -> bool:
    sql = """UPDATE subscriptions SET state = 'confirmed', reason = '', since = ?
        WHERE edition = ? AND subscriber = ? AND state = 'pending'"""
    return bool(session.execute(sql, (int(now), edition, reader)))


def _is_confirmed(session: Session, reader: int, editions: Sequence[str]) -> bool:
    """Return whether a reader is subscribed to one of some editions, or to any if none is named."""
    sql = "SELECT edition FROM subscriptions WHERE subscriber = ? AND state = 'confirmed'"
    found = {row[0] for row in session.rows(sql, (reader,))}
    return bool(found & set(editions)) if editions else bool(found)


def _canonical(session: Session, reader: int | None) -> str:
    rows = session.rows("SELECT canonical FROM subscribers WHERE id = ?", (reader,))
    return str(rows[0][0]) if rows else ""


def _remind(session: Session, now: float) -> None:
    """Queue one reminder for each request that is 3 days old: for the newest mail of a reader."""
    sql = """SELECT subscriber, edition, address FROM outbox AS asked
        WHERE kind = 'confirm' AND state = 'sent' AND created <= ? AND created > ?
        AND NOT EXISTS (SELECT 1 FROM outbox AS later WHERE later.subscriber = asked.subscriber
            AND (later.kind = 'remind' OR later.id > asked.id))
        AND EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.subscriber = asked.subscriber
            AND subscriptions.state = 'pending')"""
    since, until = int(now) - REMIND_AFTER, int(now) - VALID + REMIND_AFTER
    for reader, editions, address in session.rows(sql, (since, until)):
        queue_mail(session, NewMail(MailKind.REMIND, reader, address, editions), now)


def _forget(session: Session, now: float) -> None:
    """Delete requests that nobody confirmed, and the readers who have nothing else."""
    old = int(now) - VALID
    session.execute("DELETE FROM subscriptions WHERE state = 'pending' AND since < ?", (old,))
    nobody = """(SELECT id FROM subscribers WHERE created < ? AND NOT EXISTS
        (SELECT 1 FROM subscriptions WHERE subscriptions.subscriber = subscribers.id))"""
    for table, column in (
        ("events", "subscriber"),
        ("outbox", "subscriber"),
        ("subscribers", "id"),
    ):
        session.execute(f"DELETE FROM {table} WHERE {column} IN {nobody}", (old,))
