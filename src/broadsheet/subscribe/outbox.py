"""Mails other than issues: confirmations, reminders, links, farewells. Each is sent at most once.

queued ──lease──▶ in transaction ──body sent──▶ handing ──final dot──▶ sent | refused | unknown
  ▲ 4xx, or lost before the mark: later           │ crash: unknown

They are queued in the transaction that causes them, so a visitor who was told "check your mail"
gets one, even after a crash. The states are those of deliveries (`ledger.State`); these mails are
few, so each has a commit of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from broadsheet.databases import Database, Session

LEASE = 120
"""Seconds after which another process may take a mail over. The mark is fenced by the lease."""

RETRY = (300, 900, 3600, 4 * 3600, 12 * 3600)
"""Seconds from a deferral to the next try. After the last the mail is given up: its reason is stale."""


class MailKind(StrEnum):
    """What a mail is about."""

    CONFIRM = "confirm"
    REMIND = "remind"
    KNOWN = "known"
    """The address is subscribed already; holds a link to the preferences."""

    MANAGE = "manage"
    """The link to the preferences that the reader asked for."""

    ADDRESS = "address"
    """To a new address, which has to confirm it."""

    FAREWELL = "farewell"


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail to be queued: to a reader, at the address as typed, about editions joined by commas."""

    kind: MailKind
    subscriber: int
    address: str
    edition: str = ""


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """A mail that is leased. `created` (Unix time) is in its tokens: each try gives the same bytes."""

    id: int
    kind: MailKind
    subscriber: int
    edition: str
    address: str
    language: str
    attempts: int
    created: int
    lease: str


class Outbox:
    """The queue in the database. `now` is Unix time; `worker` a text that no other process uses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lease(self, worker: str, count: int, now: float) -> list[OutboxMail]:
        """Lease up to `count` mails that are due."""
        with self._database.write() as session:
            sql = f"""WITH picked AS MATERIALIZED (SELECT id AS chosen FROM outbox
                    WHERE state = 'queued' AND due <= ? AND (lease IS NULL OR lease_until <= ?)
                    ORDER BY due, id LIMIT ? {session.lock_rows})
                UPDATE outbox SET lease = ?, lease_until = ? FROM picked WHERE id = chosen
                RETURNING id"""
            until = int(now) + LEASE
            ids = [row[0] for row in session.rows(sql, (int(now), int(now), count, worker, until))]
            return [_mail(session, number, worker) for number in sorted(ids)]

    def mark(self, mail: OutboxMail, now: float) -> bool:
        """Note durably that the final dot follows. If this returns False, close without it."""
        with self._database.write() as session:
            sql = """UPDATE outbox SET state = 'handing', attempts = attempts + 1, lease_until = ?
                WHERE id = ? AND state = 'queued' AND lease = ?"""
            return bool(session.execute(sql, (int(now) + LEASE, mail.id, mail.lease)))

    def sent(self, mail: OutboxMail, reply: str) -> None:
        """Note that the relay accepted a mail."""
        self._close(mail, "sent", reply)

    def refused(self, mail: OutboxMail, reply: str) -> None:
        """Note that the relay refused a mail for good."""
        self._close(mail, "refused", reply)

    def unknown(self, mail: OutboxMail, reply: str) -> None:
        """Note that nobody knows whether the relay has a mail. It is not sent again."""
        self._close(mail, "unknown", reply)

    def _close(self, mail: OutboxMail, state: str, reply: str) -> None:
        with self._database.write() as session:
            session.execute(
                """UPDATE outbox SET state = ?, reply = ?, lease = NULL, lease_until = NULL
                WHERE id = ? AND lease = ?""",
                (state, reply[:500], mail.id, mail.lease),
            )

    def deferred(self, mail: OutboxMail, reply: str, now: float) -> None:
        """Queue a mail again for later; give it up after the last try."""
        with self._database.write() as session:
            attempts = mail.attempts + 1
            state = "queued" if attempts <= len(RETRY) else "refused"
            due = int(now) + RETRY[min(attempts, len(RETRY)) - 1]
            session.execute(
                """UPDATE outbox SET state = ?, attempts = ?, due = ?, reply = ?, lease = NULL,
                lease_until = NULL WHERE id = ? AND lease = ?""",
                (state, attempts, due, reply[:500], mail.id, mail.lease),
            )

    def release(self, mail: OutboxMail) -> None:
        """Queue a mail again that was not tried."""
        with self._database.write() as session:
            session.execute(
                "UPDATE outbox SET lease = NULL, lease_until = NULL WHERE id = ? AND lease = ?",
                (mail.id, mail.lease),
            )

    def recover(self, now: float) -> int:
        """Settle what a process left that died after its mark; returns how many are unknown."""
        with self._database.write() as session:
            sql = """UPDATE outbox SET state = 'unknown', reply = 'no reply: the process ended',
                lease = NULL, lease_until = NULL WHERE state = 'handing' AND lease_until <= ?"""
            return session.execute(sql, (int(now),))


def queue_mail(session: Session, mail: NewMail, now: float, due: float | None = None) -> None:
    """Queue a mail, in the transaction of what causes it. `due` is Unix time; None for at once."""
    times = (int(now), int(now if due is None else due))
    session.execute(
        """INSERT INTO outbox (kind, subscriber, edition, address, state, attempts, created, due, reply)
        VALUES (?, ?, ?, ?, 'queued', 0, ?, ?, '')""",
        (mail.kind, mail.subscriber, mail.edition, mail.address, *times),
    )


def _mail(session: Session, number: int, worker: str) -> OutboxMail:
    sql = """SELECT kind, subscriber, edition, outbox.address, COALESCE(language, ''), attempts,
        outbox.created FROM outbox LEFT JOIN subscribers ON subscribers.id = subscriber
        WHERE outbox.id = ?"""
    kind, reader, edition, address, language, attempts, created = session.rows(sql, (number,))[0]
    return OutboxMail(
        number, MailKind(kind), reader, edition, address, language, attempts, created, worker
    )
