"""Letter → a complete message (RFC 5322), multipart/alternative, text first.

It is the same bytes each time: its date is the issue's, its Message-ID and boundary are made from
the issue's name. It names no recipient; the program that sends it does.
"""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from broadsheet.config import digest_values
from broadsheet.model import Person
from broadsheet.newsletter.desk import Desk
from broadsheet.newsletter.edition import sender_of
from broadsheet.newsletter.headers import list_id, mailbox, text_header, urls_header
from broadsheet.newsletter.issue import Issue
from broadsheet.newsletter.letter import Letter
from broadsheet.newsletter.render import Rendered

CRLF = "\r\n"


def make_message(issue: Issue, letter: Letter, rendered: Rendered, desk: Desk) -> bytes:
    """Make the message of an issue: ASCII, lines ended by CRLF and of at most 76 characters.

    Without an address to send from, the desk is told, and one of the site's host stands in.
    """
    boundary = f"=_{_digest(issue, desk)}"  # No encoded body can hold "=_".
    headers = "".join(f"{name}: {value}{CRLF}" for name, value in _headers(issue, letter, desk))
    parts = _part("text/plain", rendered.text), _part("text/html", rendered.html)
    body = "".join(f"--{boundary}{CRLF}{part}{CRLF}" for part in parts)
    kind = f'multipart/alternative;{CRLF} boundary="{boundary}"'
    head = f"{headers}MIME-Version: 1.0{CRLF}Content-Type: {kind}{CRLF}"
    return f"{head}{CRLF}{body}--{boundary}--{CRLF}".encode("ascii")


def _headers(issue: Issue, letter: Letter, desk: Desk) -> Iterator[tuple[str, str]]:
    config = desk.site.config.digest[issue.edition]
    yield "Date", _date(issue.published)
    yield "From", mailbox("From", _from(issue.edition, desk))
    yield "To", "undisclosed-recipients:;"
    if config.reply_to:
        yield "Reply-To", config.reply_to
    yield "Subject", text_header("Subject", letter.subject)
    yield "Message-ID", f"<{_digest(issue, desk)}@{_host(desk)}>"
    yield (
        "List-Id",
        list_id(letter.title, config.list_id or f"{_label(issue.edition)}.{_host(desk)}"),
    )
    if config.unsubscribe:
        yield "List-Unsubscribe", urls_header(*config.unsubscribe)
        if config.unsubscribe[0].startswith("https:"):
            yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"  # RFC 8058, section 3.1.
    yield "List-Archive", urls_header(letter.archive)
    yield "Archived-At", urls_header(letter.url)  # RFC 5064
    yield "Content-Language", desk.language.tag


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


def _from(edition: str, desk: Desk) -> Person:
    sender = sender_of(edition, desk)
    try:
        return Person(sender.name, digest_values.address(sender.email))
    except ValueError:
        address = f"{_label(edition)}@{_host(desk)}"
        message = (
            f"{address} stands in, since neither it nor site.author has an address of ASCII; "
            'write e.g. sender = { name = "…", email = "letters@example.org" }'
        )
        desk.warn_of_config(edition, "sender", message)
        return Person(sender.name, address)


def _host(desk: Desk) -> str:
    host = urlsplit(desk.site.config.site.url).hostname or ""
    return host if re.fullmatch("[a-z0-9.-]+", host) else "localhost"


def _label(edition: str) -> str:
    """Make a label of a domain name of an edition's."""
    try:
        label = edition.encode("idna").decode("ascii")
    except UnicodeError:
        label = ""
    if re.fullmatch("[a-z0-9-]{1,63}", label):
        return label
    return hashlib.sha256(edition.encode()).hexdigest()[:16]


def _digest(issue: Issue, desk: Desk) -> str:
    identity = f"{desk.site.config.site.url}\n{issue.path}"
    return hashlib.sha256(identity.encode()).hexdigest()[:32]


def _date(moment: datetime) -> str:
    """Write a date as RFC 5322, section 3.3 has it, with the author's offset where it is of minutes."""
    offset = moment.utcoffset()
    if offset is not None and offset.total_seconds() % 60:
        moment = moment.astimezone(UTC)
    return format_datetime(moment.replace(microsecond=0))
