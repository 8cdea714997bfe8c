"""Hands the mails of the outbox to the relay: body, durable mark, final dot, result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.relay import Envelope, Relay, RelayConnection, RelayLostError, RelayRefusedError
from broadsheet.subscribe.mails import MailWriter, envelope_identity
from broadsheet.subscribe.outbox import Outbox, OutboxMail

AT_ONCE = 20
_TEMPORARY = 500


@dataclass(frozen=True, slots=True)
class Postman:
    """Sends what is due. `sender` is the envelope's, "" for none; `clock` gives Unix time."""

    outbox: Outbox
    writer: MailWriter
    relay: Relay
    sender: str
    worker: str
    clock: Callable[[], float]

    def deliver(self) -> int:
        """Send all mails that are due; returns how many the relay took.

        If the relay does not answer, they wait. Raises DatabaseError and TemplateError.
        """
        self.outbox.recover(self.clock())
        taken = 0
        while mails := self.outbox.lease(self.worker, AT_ONCE, self.clock()):
            done = self._deliver(mails)
            taken += done
            if done < len(mails):
                break
        return taken

    def _deliver(self, mails: list[OutboxMail]) -> int:
        try:
            connection = self.relay.connect()
        except (RelayLostError, RelayRefusedError) as error:
            for mail in mails:
                self.outbox.deferred(mail, str(error), self.clock())
            return 0
        taken = 0
        try:
            for place, mail in enumerate(mails):
                try:
                    taken += self._hand_over(connection, mail)
                except RelayLostError as error:
                    self.outbox.deferred(mail, str(error), self.clock())
                    for waiting in mails[place + 1 :]:
                        self.outbox.release(waiting)
                    break
        finally:
            connection.close()
        return taken

    def _hand_over(self, connection: RelayConnection, mail: OutboxMail) -> bool:
        """Hand one mail over. Raises RelayLostError if the connection was lost before the mark."""
        envelope = Envelope(self.sender, mail.address, envelope_identity(mail))
        reply = connection.offer(envelope, self.writer.message(mail))
        if reply.accepted:
            if not self.outbox.mark(mail, self.clock()):
                raise RelayLostError(reply.stage, "the lease was lost")
            try:
                reply = connection.hand_over()
            except RelayLostError as error:
                self.outbox.unknown(mail, str(error))
                raise _AfterMarkError(error.stage, str(error)) from error
        if reply.accepted:
            self.outbox.sent(mail, str(reply))
        elif reply.code < _TEMPORARY:
            self.outbox.deferred(mail, str(reply), self.clock())
        else:
            self.outbox.refused(mail, str(reply))
        return reply.accepted


class _AfterMarkError(RelayLostError):
    """The connection was lost after the mark: the mail is settled, the connection is not usable."""
