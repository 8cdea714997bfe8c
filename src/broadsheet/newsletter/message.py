"""Email and RenderedIssue → a complete message (RFC 5322), multipart/alternative, text first.

It is the same bytes each time: date, Message-ID and boundary follow from the issue. It is
addressed to the list itself, unless a recipient is asked for.
"""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

from broadsheet.mail_headers import list_id, mailbox, text_header, urls_header
from broadsheet.newsletter.composed import Email
from broadsheet.newsletter.places import PREVIEW_HEADER
from broadsheet.newsletter.render import RenderedIssue

CRLF = "\r\n"

_LONG = 700
"""Bytes of a line, well below the limit of 998 (RFC 5322, section 2.1.1): what replaces a tag is longer."""

_PIECE = re.compile(rb"<[^<>]*>|[^<]{1,200}(?![\x80-\xbf])|[^<]+?|<")
"""A tag, or a piece of text that ends where a character of UTF-8 does."""


def make_message(email: Email, rendered: RenderedIssue) -> bytes:
    """Make the message of an issue, its lines ended by CRLF.

    It is ASCII in lines of at most 76 characters, unless it holds placeholders.
    """
    boundary = f"=_{email.envelope.identity}"  # No encoded body can hold "=_".
    headers = "".join(f"{name}: {value}{CRLF}" for name, value in _headers(email))
    kind = f'multipart/alternative;{CRLF} boundary="{boundary}"'
    head = f"{headers}MIME-Version: 1.0{CRLF}Content-Type: {kind}{CRLF}{CRLF}".encode("ascii")
    line, end = f"--{boundary}".encode("ascii"), CRLF.encode("ascii")
    parts = (("text/plain", rendered.text), ("text/html", rendered.html))
    bodies = (_part(*part, as_it_is=rendered.has_placeholders) for part in parts)
    return b"".join((head, *(line + end + body + end for body in bodies), line + b"--" + end))


def _headers(email: Email) -> Iterator[tuple[str, str]]:
    letter, envelope = email.letter, email.envelope
    yield "Date", _date(envelope.date)
    yield "From", mailbox("From", envelope.sender)
    yield "To", mailbox("To", envelope.to)
    if envelope.reply_to:
        yield "Reply-To", envelope.reply_to
    yield "Subject", text_header("Subject", letter.subject)
    yield "Message-ID", f"<{envelope.identity}@{envelope.host}>"
    yield "List-Id", list_id(letter.title, envelope.list_id)
    if envelope.unsubscribe:
        yield "List-Unsubscribe", urls_header(*envelope.unsubscribe)
        if not envelope.unsubscribe[0].startswith("mailto:"):
            yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"  # RFC 8058, section 3.1.
    yield "List-Archive", urls_header(letter.archive)
    yield "Archived-At", urls_header(letter.url)  # RFC 5064
    yield "Content-Language", envelope.language
    # Keeps out-of-office answers away: Exchange looks at none of the List- headers.
    yield "Auto-Submitted", "auto-generated"
    yield "Precedence", "bulk"
    yield "X-Auto-Response-Suppress", "OOF, AutoReply"
    if envelope.preview:
        name, _, value = PREVIEW_HEADER.partition(": ")
        yield name, value


def _part(kind: str, text: str, *, as_it_is: bool) -> bytes:
    """Encode a body in whichever way is shorter, Chinese mostly in base64.

    One with placeholders stays as it is: else what replaces them would have to be encoded too.
    """
    content = CRLF.join(text.splitlines()).encode() + CRLF.encode()
    if as_it_is:
        content = _short_lines(content) if kind == "text/html" else content
        return _with_headers(kind, "7bit" if content.isascii() else "8bit", content)
    readable = quopri.encodestring(content.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    compact = base64.encodebytes(content).replace(b"\n", b"\r\n")
    encoded = (("quoted-printable", readable), ("base64", compact))
    return _with_headers(kind, *min(encoded, key=lambda pair: len(pair[1])))


def _with_headers(kind: str, encoding: str, body: bytes) -> bytes:
    headers = (
        f'Content-Type: {kind}; charset="utf-8"{CRLF}'
        f"Content-Transfer-Encoding: {encoding}{CRLF}{CRLF}"
    )
    return headers.encode("ascii") + body


def _short_lines(html: bytes) -> bytes:
    """Break lines that are too long for a message, where no reader sees it.

    That is before an attribute, or in text within a comment: Chinese has no spaces to break at.
    """
    lines = (b"".join(_pieces(line)) if len(line) > _LONG else line for line in html.split(b"\r\n"))
    return b"\r\n".join(lines)


def _pieces(line: bytes) -> Iterator[bytes]:
    used = 0
    for piece in _PIECE.findall(line):
        if used + len(piece) > _LONG:
            if not piece.startswith(b"<"):
                yield b"<!--\r\n-->"
                used = 0
            elif b" " in piece:
                yield piece.replace(b" ", b"\r\n ", 1)
                used = len(piece)
                continue
        yield piece
        used += len(piece)


def _date(moment: datetime) -> str:
    """Write a date as RFC 5322, section 3.3 has it, with the author's offset where it is of minutes."""
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    return format_datetime(moment.replace(microsecond=0))
