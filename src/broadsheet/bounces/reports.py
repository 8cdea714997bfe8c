"""Mail that comes back → events: delivery reports (RFC 3464), complaints (RFC 5965), requests to leave.

    bytes ──parse──▶ kind of mail ──token──▶ MailEvent, or why the mail is ignored

Only a token of ours says which reader a mail is about. Anyone can write a report, so addresses and
Message-IDs inside it decide nothing. All fields are read as fields, never searched for in the text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from broadsheet.bounces.events import EventKind, MailEvent, class_of
from broadsheet.subscribers import Secret
from broadsheet.text import printable_line

MAX_BYTES = 1_000_000
"""Only so much of a mail is read: reports stand at its beginning."""

_MOST_NESTED = 20
_MOST_OF_FIELD = 2_000
"""Fields and parts that may hold others, and characters of a field: the parser takes quadratic time."""

_NESTING = re.compile(rb"(?im)^(?:content-type:|[ \t])[^\r\n]*(?:boundary|message/)")
_LONG_TYPE = re.compile(rb"(?im)^content-type:(?:[^\r\n]|\r?\n[ \t]){%d}" % _MOST_OF_FIELD)

MAX_DETAIL = 300
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_TOKEN = re.compile(r"[a-z2-7]{46}", re.IGNORECASE)
_NO_BOUNCE = frozenset({"delayed", "relayed", "expanded", "delivered"})
_RECIPIENT_HEADERS = ("X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To")


@dataclass(frozen=True, slots=True)
class Ignored:
    """A mail that is no event; `why` is for the log, such as `no token of ours` or `delayed`."""

    why: str


def read_mail(content: bytes, secret: Secret) -> MailEvent | Ignored:
    """Return what a mail means.

    `content` is the mail as it was delivered, with the headers of the recipient that mail servers add.
    Never raises for bad mail.
    """
    content = content[:MAX_BYTES]
    if _LONG_TYPE.search(content) or len(_NESTING.findall(content)) > _MOST_NESTED:
        return Ignored("too long a header, or nested too deeply")
    try:
        return _read(content, secret)
    except Exception as error:  # noqa: BLE001 - the parser may raise anything, and one mail must not stop the others
        return Ignored(f"cannot be read ({type(error).__name__})")


def _read(content: bytes, secret: Secret) -> MailEvent | Ignored:
    mail = message_from_bytes(content)
    recipients = list(_recipients(mail))
    kind = _report_type(mail)
    if kind == "delivery-status":
        return _delivery_report(mail, recipients, secret, content)
    if kind == "feedback-report":
        return _complaint(mail, secret, content)
    return _request(mail, recipients, secret, content)


def _recipients(mail: Message) -> Iterator[str]:
    for name in _RECIPIENT_HEADERS:
        values = [str(value)[:_MOST_OF_FIELD] for value in mail.get_all(name, [])[:_MOST_NESTED]]
        yield from (address for _, address in getaddresses(values) if address)


def _report_type(mail: Message) -> str:
    """Return the type of a multipart/report, "" for any other mail."""
    if mail.get_content_type() != "multipart/report":
        return ""
    return str(mail.get_param("report-type", "")).lower()


def _token_in(addresses: Iterable[str], prefix: str) -> str:
    """Return the token in the first address such as `bounce+TOKEN@…`; `prefix` "" takes any."""
    for address in addresses:
        local, _, _ = address.rpartition("@")
        name, plus, token = local.rpartition("+")
        if plus and _TOKEN.fullmatch(token) and (not prefix or name.lower() == prefix):
            return token
    return ""


def _delivery_report(
    mail: Message, recipients: Iterable[str], secret: Secret, content: bytes
) -> MailEvent | Ignored:
    found = secret.read_token(_token_in(recipients, ""), "bounce")
    if found is None:
        return Ignored("no token of ours")
    for block in _status_blocks(mail):
        action = str(block.get("Action", "")).strip().lower()
        if action in _NO_BOUNCE:
            return Ignored(action)
        if action == "failed":
            status = _status(str(block.get("Status", "")))
            detail = printable_line(str(block.get("Diagnostic-Code", "")), MAX_DETAIL)
            return _bounce(found, status, detail, content)
    return Ignored("no failed recipient")


def _bounce(found: tuple[int, int], status: str, detail: str, content: bytes) -> MailEvent:
    issue, subscriber = found
    return MailEvent(
        EventKind.BOUNCE,
        issue,
        subscriber,
        _id(content),
        class_of(status, detail),
        status,
        detail,
    )


def _status_blocks(mail: Message) -> Iterator[Message]:
    """Yield the groups of fields for each recipient (RFC 3464, section 2.3)."""
    for part in mail.walk():
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            blocks = part.get_payload()
            if isinstance(blocks, list):
                yield from (
                    block for block in blocks if isinstance(block, Message) and "Action" in block
                )


def _status(text: str) -> str:
    match = _STATUS.match(text.strip())
    return match[0] if match else ""


def _complaint(mail: Message, secret: Secret, content: bytes) -> MailEvent | Ignored:
    """Read a feedback report. Yahoo removes addresses, so the message's own headers name the reader."""
    kind = ""
    for part in mail.walk():
        if part.get_content_type() == "message/feedback-report":
            fields = _fields_of(part)
            kind = str(fields.get("Feedback-Type", "")).strip().lower()
    if kind not in {"abuse", "fraud", "opt-out", "opt-out-list"}:
        return Ignored(f"feedback of type {kind or 'unknown'}")
    found = _reader_of_headers(mail, secret)
    if found is None:
        return Ignored("no token of ours")
    event = EventKind.COMPLAINT if kind in {"abuse", "fraud"} else EventKind.LEAVE
    return MailEvent(event, *found, _id(content), detail=kind)


def _fields_of(part: Message) -> Message:
    payload = part.get_payload()
    if isinstance(payload, list):
        return payload[0] if payload and isinstance(payload[0], Message) else Message()
    return message_from_bytes(str(payload).encode(errors="replace"))


def _reader_of_headers(mail: Message, secret: Secret) -> tuple[int, int] | None:
    """Return issue and subscriber by the tokens in the headers of the message that is reported."""
    for part in mail.walk():
        if part.get_content_type() not in {
            "message/rfc822",
            "text/rfc822-headers",
            "message/global",
        }:
            continue
        headers = _fields_of(part)
        for purpose, names in (("bounce", ("Return-Path",)), ("leave", ("List-Unsubscribe",))):
            for name in names:
                for token in _TOKEN.findall(printable_line(str(headers.get(name, "")), 2000)):
                    if found := secret.read_token(token, purpose):
                        return found
    return None


def _request(
    mail: Message, recipients: list[str], secret: Secret, content: bytes
) -> MailEvent | Ignored:
    """Read a mail that is no report: a request to leave, unless a program sent it (RFC 3834)."""
    found = secret.read_token(_token_in(recipients, "leave"), "leave")
    if found is None:
        return Ignored("no token of ours")
    if why := automatic(mail):
        return Ignored(why)
    return MailEvent(EventKind.LEAVE, *found, _id(content), detail="mailto")


def automatic(mail: Message) -> str:
    """Return why a mail counts as sent by a program, "" if a person sent it (RFC 3834, section 2)."""
    submitted = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    signs = (
        (submitted not in {"no", ""}, "Auto-Submitted"),
        ("X-Autoreply" in mail or "X-Autorespond" in mail, "X-Autoreply"),
        (precedence in {"auto_reply", "bulk", "junk", "list"}, "Precedence"),
        ("List-Id" in mail or "List-Unsubscribe" in mail, "mailing list"),
        (str(mail.get("Return-Path", "")).strip() == "<>", "null sender"),
    )
    return next((f"automatic answer ({sign})" for is_sign, sign in signs if is_sign), "")


def _id(content: bytes) -> str:
    """Return an id that the same mail has each time it is read."""
    return f"mail:{hashlib.sha256(content).hexdigest()[:32]}"
