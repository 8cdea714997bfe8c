"""Email and Rendered → a complete message (RFC 5322), multipart/alternative, text first.

It is the same bytes each time: date, Message-ID and boundary follow from the issue. It names no
recipient; the program that sends it does.
"""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

from broadsheet.newsletter.composed import Email
from broadsheet.newsletter.headers import list_id, mailbox, text_header, urls_header
from broadsheet.newsletter.render import Rendered

CRLF = "\r\n"


def make_message(email: Email, rendered: Rendered) -> bytes:
    """Make the message of an issue: ASCII, lines ended by CRLF and of at most 76 characters."""
    boundary = f"=_{email.envelope.identity}"  # No encoded body can hold "=_".
    headers = "".join(f"{name}: {value}{CRLF}" for name, value in _headers(email))
    parts = _part("text/plain", rendered.text), _part("text/html", rendered.html)
    body = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in parts)
    kind = f'multipart/alternative;{CRLF} boundary="{boundary}"'
    head = f"{headers}MIME-Version: 1.0{CRLF}Content-Type: {kind}{CRLF}"
    return f"{head}{CRLF}{body}--{boundary}--{CRLF}".encode("ascii")


def _headers(email: Email) -> Iterator[tuple[str, str]]:
    letter, envelope = email.letter, email.envelope
    yield "Date", _date(envelope.date)
    yield "From", mailbox("From", envelope.sender)
    yield "To", "undisclosed-recipients:;"
    if envelope.reply_to:
        yield "Reply-To", envelope.reply_to
    yield "Subject", text_header("Subject", letter.subject)
    yield "Message-ID", f"<{envelope.identity}@{envelope.host}>"
    yield "List-Id", list_id(letter.title, envelope.list_id)
    if envelope.unsubscribe:
        yield "List-Unsubscribe", urls_header(*envelope.unsubscribe)
        if envelope.unsubscribe[0].startswith("https:"):
            yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"  # RFC 8058, section 3.1.
    yield "List-Archive", urls_header(letter.archive)
    yield "Archived-At", urls_header(letter.url)  # RFC 5064
    yield "Content-Language", envelope.language


def _part(kind: str, text: str) -> str:
    """Encode a body in whichever way is shorter, Chinese mostly in base64."""
    content = CRLF.join(text.splitlines()).encode() + CRLF.encode()
    readable = quopri.encodestring(content.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    compact = base64.encodebytes(content).replace(b"\n", b"\r\n")
    name, body = min(
        (("quoted-printable", readable), ("base64", compact)), key=lambda pair: len(pair[1])
    )
    return (
        f'Content-Type: {kind}; charset="utf-8"{CRLF}'
        f"Content-Transfer-Encoding: {name}{CRLF}{CRLF}{body.decode('ascii')}"
    )


def _date(moment: datetime) -> str:
    """Write a date as RFC 5322, section 3.3 has it, with the author's offset where it is of minutes."""
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    return format_datetime(moment.replace(microsecond=0))
