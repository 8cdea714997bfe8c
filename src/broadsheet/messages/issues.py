"""A finished issue → its compiled form, which is kept with the ledger.

    FinishedIssue ──compile_issue──▶ CompiledIssue ──Composer──▶ bytes for one reader

Compiling happens once for an issue: what all readers share is encoded, and holes stand where the transfer
encoding leaves them whole.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr

from broadsheet.messages.dkim import Field
from broadsheet.messages.holes import (
    Template,
    compile_base64,
    compile_quoted_printable,
    compile_text,
    hole,
)
from broadsheet.subscribers import Secret

TOKEN = "%%token%%"  # noqa: S105 - a placeholder
"""Placeholder of templates for the token to leave with, in a URL or an e-mail address."""

MAX_LINE = 998
"""Bytes of a line without its CRLF (RFC 5322, section 2.1.1)."""

_LENGTHS = {"leave": Secret.TOKEN_LENGTH}
_PLACEHOLDER = re.compile(r"%%[A-Za-z][\w.-]*%%")
_FORMAT = 1
_OF_READERS = {"Date", "To", "Message-ID", "MIME-Version", "Content-Type"}
"""Header fields that are not taken from an issue's .eml, since each delivery has its own."""


class MessageError(ValueError):
    """An issue must not be sent as it is; the message says why, and what to write."""


@dataclass(frozen=True, slots=True)
class FinishedIssue:
    """An issue as the newsletter hands it over.

    `headers` are those that all readers share: From, Reply-To, Subject, List-Id, List-Unsubscribe
    and so on; folded, in ASCII. They, `text` and `html` hold the placeholder.
    """

    edition: str
    name: str
    headers: tuple[Field, ...]
    text: str
    html: str

    @classmethod
    def of_files(cls, edition: str, name: str, forms: Mapping[str, bytes]) -> FinishedIssue:
        """Make it of the files of an issue: the header of `eml`, and `text` and `html`."""
        head = forms["eml"].split(b"\r\n\r\n", 1)[0].decode("ascii")
        fields = (field.partition(": ") for field in re.split(r"\r\n(?![ \t])", head))
        headers = tuple((key, value) for key, _, value in fields if key not in _OF_READERS)
        return cls(edition, name, headers, forms["text"].decode(), forms["html"].decode())

    @property
    def leave(self) -> tuple[str, ...]:
        """Return the URLs of List-Unsubscribe, the preferred one first."""
        return tuple(re.findall(r"<([^<>]*)>", dict(self.headers).get("List-Unsubscribe", "")))


@dataclass(frozen=True, slots=True)
class CompiledIssue:
    """An issue in the form that is kept with the ledger: constant bytes and holes.

    `fields` are the header, with marks of holes; `date` is the time of the first hand-over.
    """

    edition: str
    name: str
    date: datetime
    fields: tuple[Field, ...]
    body: Template

    @property
    def sender(self) -> str:
        """Return the address in From."""
        return _sender(self.fields)

    def dump(self) -> bytes:
        """Return it as JSON, for the ledger."""
        values = {
            "format": _FORMAT,
            "edition": self.edition,
            "name": self.name,
            "date": self.date.isoformat(),
            "fields": self.fields,
            "body": self.body.dump(),
        }
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def load(cls, content: bytes) -> CompiledIssue:
        """Read what `dump` returned. Raises MessageError for another version's format."""
        values = json.loads(content)
        if values["format"] != _FORMAT:
            raise MessageError("was compiled by a newer Broadsheet; update this one")
        return cls(
            values["edition"],
            values["name"],
            datetime.fromisoformat(values["date"]),
            tuple((name, value) for name, value in values["fields"]),
            Template.load(values["body"]),
        )

    def marked_as_test(self) -> CompiledIssue:
        """Return it with a subject that says that it is a proof."""
        fields = tuple((n, f"[Test] {v}" if n == "Subject" else v) for n, v in self.fields)
        return CompiledIssue(self.edition, self.name, self.date, fields, self.body)


def compile_issue(
    issue: FinishedIssue, date: datetime, *, pages: str = "", bounce: str = ""
) -> CompiledIssue:
    """Compile an issue. Raises MessageError if it has no unsubscribe link, or is malformed.

    `pages` is the URL of the subscription pages, `bounce` the address that bounce reports go to.
    """
    _check_ways_to_leave(issue)
    identity = f"{_sender(issue.headers)}\n{issue.edition}\n{issue.name}"
    boundary = f"=_{hashlib.sha256(identity.encode()).hexdigest()[:32]}"  # No body can hold "=_".
    fields = (*_fields(issue, date, pages, bounce), ("MIME-Version", "1.0"))
    kind = f'multipart/alternative;\r\n boundary="{boundary}"'
    compiled = CompiledIssue(
        issue.edition,
        issue.name,
        date,
        (*fields, ("Content-Type", kind)),
        _body(issue, boundary),
    )
    _check_lines(compiled)
    return compiled


def _fields(issue: FinishedIssue, date: datetime, pages: str, bounce: str) -> Iterator[Field]:
    domain = _domain(_sender(issue.headers))
    yield "Date", format_datetime(date.replace(microsecond=0))
    yield "To", f"<{hole('address')}>"
    yield "Message-ID", f"<{hole('message_id')}@{domain}>"
    yield from ((name, _marked(value)) for name, value in issue.headers)
    yield "Feedback-ID", feedback_id(issue, domain)
    if pages and "List-Help" not in dict(issue.headers):
        yield "List-Help", f"<{pages}>"
    if bounce:
        yield "CFBL-Address", f"{bounce}; report=arf"  # RFC 9477


def _sender(fields: Iterable[Field]) -> str:
    return parseaddr(dict(fields).get("From", "").replace("\r\n", ""))[1]


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def feedback_id(issue: FinishedIssue, domain: str) -> str:
    """Return the value of Feedback-ID: issue:edition::sender, as Gmail's feedback loop wants it."""
    return f"{_label(issue.name, 64)}:{_label(issue.edition, 64)}::{_label(domain, 15)}"


def _label(text: str, length: int) -> str:
    if re.fullmatch(r"[A-Za-z0-9._-]+", text) and len(text) <= length:
        return text
    return hashlib.sha256(text.encode()).hexdigest()[: min(length, 15)]


def _body(issue: FinishedIssue, boundary: str) -> Template:
    body = Template(())
    for kind, text in (("text/plain", issue.text), ("text/html", issue.html)):
        encoding, content = _encoded(text)
        head = f'Content-Type: {kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}'
        body += compile_text(f"--{boundary}\r\n{head}\r\n\r\n") + content + compile_text("\r\n")
    return body + compile_text(f"--{boundary}--\r\n")


def _encoded(text: str) -> tuple[str, Template]:
    """Encode a part in whichever way is shorter; Chinese mostly in base64."""
    content = "\r\n".join(_marked(text.replace("\0", "")).splitlines()).encode() + b"\r\n"
    quoted = compile_quoted_printable(content, _LENGTHS)
    compact = compile_base64(content, _LENGTHS)
    filling = {name: b"A" * length for name, length in _LENGTHS.items()}
    if len(quoted.fill(filling)) <= len(compact.fill(filling)):
        return "quoted-printable", quoted
    return "base64", compact


def _marked(text: str) -> str:
    """Replace placeholders by marks of holes. Raises MessageError for one that nothing fills."""
    text = text.replace(TOKEN, hole("leave"))
    if left := _PLACEHOLDER.search(text):
        message = f"holds {left[0]}, which nothing fills; {TOKEN} is the token to leave with"
        raise MessageError(message)
    return text


def _check_ways_to_leave(issue: FinishedIssue) -> None:
    if not any(TOKEN in url for url in issue.leave):
        message = "gives readers no way to leave; write send.url, or send.bounce_address"
        raise MessageError(message)
    for form, text in (("HTML", html.unescape(issue.html)), ("text", issue.text)):
        if not any(url in text for url in issue.leave):
            link = "{{ letter.unsubscribe }}"
            message = f"has no link to leave in its {form}; write {link} in the template"
            raise MessageError(message)


def _check_lines(compiled: CompiledIssue) -> None:
    for name, value in compiled.fields:
        lines = value.split("\r\n")
        if any(len(line.encode()) > MAX_LINE - len(name) - 2 for line in lines):
            raise MessageError(f"has a line of over {MAX_LINE} bytes in {name}; make it shorter")
        if any(set(line) & set("\r\n") for line in lines):
            raise MessageError(f"has a line end in {name}; write it on one line")
