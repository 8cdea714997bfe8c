"""The mails of the subscription pages, put together; each try of one mail gives the same bytes.

They hold nothing that a visitor typed: names in a form are a way to send spam to others (listmonk#1133).
They are automatic answers (RFC 3834), so nobody's vacation program answers them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from broadsheet.mail_headers import mailbox, text_header
from broadsheet.messages import dkim, whole_mail
from broadsheet.model import Person
from broadsheet.subscribe.outbox import MailKind, OutboxMail
from broadsheet.subscribe.preferences import Preferences
from broadsheet.subscribe.signup import Signup
from broadsheet.subscribe.site import SubscribeSite


@dataclass(frozen=True, slots=True)
class MailWriter:
    """Writes the mails of one site, signed if there are DKIM keys."""

    site: SubscribeSite
    signup: Signup
    preferences: Preferences
    keys: Sequence[dkim.DkimKey] = ()

    def message(self, mail: OutboxMail) -> bytes:
        """Return a whole message, lines ended by CRLF. Raises TemplateError."""
        values = self._values(mail)
        text = self.site.templates.text("subscribe/mail.txt", **values)
        html = self.site.templates.text("subscribe/mail.html", **values)
        return whole_mail(
            tuple(self._fields(mail, str(values["subject"]))),
            texts={"plain": text, "html": html},
            identity=self._identity(mail),
            time=mail.created,
            keys=self.keys,
        )

    def _values(self, mail: OutboxMail) -> dict[str, object]:
        editions = [name for name in mail.edition.split(",") if name]
        language = self.site.language(mail.language or self._language_of(editions))
        title = self.site.titles(editions, language)
        say = language.say
        return {
            "site": self.site.config.site,
            "language": language,
            "say": say,
            "subject": say(f"mail_{mail.kind}_subject", title=title)
            if mail.kind is not MailKind.ADDRESS
            else say("mail_address_subject"),
            "lead": say(f"mail_{mail.kind}", title=title)
            if mail.kind not in {MailKind.MANAGE, MailKind.FAREWELL}
            else say(f"mail_{mail.kind}"),
            "button": say(_BUTTONS[mail.kind]),
            "link": self._link(mail),
            "not_me": self._not_me(mail),
            "sender": self.sender,
            "address": self._postal_address(editions),
        }

    def _language_of(self, editions: list[str]) -> str:
        known = [self.site.editions[name] for name in editions if name in self.site.editions]
        return known[0].language if known else self.site.config.site.language

    def _postal_address(self, editions: list[str]) -> str:
        digest = self.site.config.digest
        found = [digest[name].address for name in editions or digest if name in digest]
        return next((address for address in found if isinstance(address, str)), "")

    def _link(self, mail: OutboxMail) -> str:
        if mail.kind in {MailKind.CONFIRM, MailKind.REMIND}:
            token = self.signup.confirm_token(mail.subscriber, mail.edition, mail.created)
            return f"{self.site.url}confirm/{mail.edition}/{token}"
        if mail.kind is MailKind.ADDRESS:
            return f"{self.site.url}address/{self.preferences.address_token(mail.subscriber, mail.created)}"
        if mail.kind is MailKind.FAREWELL:
            return self.site.url + (mail.edition if mail.edition in self.site.editions else "")
        return (
            f"{self.site.url}manage/{self.preferences.manage_token(mail.subscriber, mail.created)}"
        )

    def _not_me(self, mail: OutboxMail) -> str:
        if mail.kind not in {MailKind.CONFIRM, MailKind.REMIND}:
            return ""
        return self._link(mail).replace("/confirm/", "/not-me/", 1)

    @property
    def sender(self) -> Person:
        """Return who sends: the first edition's sender, else the site's author."""
        senders = (digest.sender for digest in self.site.config.digest.values())
        found = next((sender for sender in senders if sender and sender.email), None)
        return found or self.site.config.site.author or Person(self.site.config.site.title)

    def _identity(self, mail: OutboxMail) -> str:
        return self.signup.subscribers.secret.mac("outbox", mail.id).hex()

    def _fields(self, mail: OutboxMail, subject: str) -> Iterator[tuple[str, str]]:
        domain = self.sender.email.rpartition("@")[2] or "localhost"
        yield "Date", format_datetime(datetime.fromtimestamp(mail.created, UTC))
        yield "From", mailbox("From", self.sender)
        yield "To", f"<{mail.address}>"
        yield "Subject", text_header("Subject", subject)
        yield "Message-ID", f"<{self._identity(mail)}@{domain}>"
        yield "Auto-Submitted", "auto-generated"  # RFC 3834, section 5.
        yield "X-Auto-Response-Suppress", "All"


_BUTTONS = {
    MailKind.CONFIRM: "confirm",
    MailKind.REMIND: "confirm",
    MailKind.KNOWN: "preferences",
    MailKind.MANAGE: "preferences",
    MailKind.ADDRESS: "change_address",
    MailKind.FAREWELL: "join",
}
"""What the button in the HTML says; the text has the same address."""


def envelope_identity(mail: OutboxMail) -> str:
    """Return the ENVID of a mail, fit for a file's name."""
    return hashlib.sha256(f"outbox {mail.id}".encode()).hexdigest()[:32]
