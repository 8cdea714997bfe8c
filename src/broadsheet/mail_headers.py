"""Text → header values of a message (RFC 5322, RFC 2047), folded and in ASCII.

`EmailMessage` is not used for this: with policy SMTP, Python 3.7 to 3.12 lost spaces in one mixed
Chinese and English subject of ten, and 3.13 writes adjacent encoded words that RFC 2047 forbids
(cpython#144156). `email.header.Header` does neither.
"""

from __future__ import annotations

import re
from email.header import Header
from email.utils import quote

from broadsheet.model import Person
from broadsheet.text import one_line

_WORD = 60
"""A longer word cannot be folded, so it is encoded, which can; lines end at 998 (RFC 5322, 2.1.1)."""

_LINE = 75
"""By default `Header` writes encoded words of 76 characters, one more than RFC 2047, section 2 lets."""

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


def text_header(name: str, text: str) -> str:
    """Return the value of a header of free text, such as Subject. Line ends become spaces."""
    line = one_line(text)
    plain = line.isascii() and "=?" not in line and all(len(word) <= _WORD for word in line.split())
    return _folded(name, line, "us-ascii" if plain else "utf-8")


def _folded(name: str, text: str, charset: str) -> str:
    return Header(text, charset, maxlinelen=_LINE, header_name=name).encode(linesep="\r\n")


def mailbox(name: str, person: Person) -> str:
    """Return a name and an ASCII address, for From and the like."""
    shown = one_line(person.name)
    if not shown:
        return person.email
    if shown.isascii() and "=?" not in shown and len(shown) <= _WORD:
        phrase = shown if _ATOMS.fullmatch(shown) else f'"{quote(shown)}"'
    else:
        phrase = _folded(name, shown, "utf-8")
    return f"{phrase}\r\n <{person.email}>" if len(phrase) > _WORD else f"{phrase} <{person.email}>"


def list_id(description: str, identifier: str) -> str:
    """Return the value of List-Id (RFC 2919): what people call the list, and its identifier."""
    return mailbox("List-Id", Person(description, identifier))


def urls_header(*urls: str) -> str:
    """Return the value of List-Unsubscribe and its like (RFC 2369): URLs, the preferred one first."""
    return ",\r\n ".join(f"<{url}>" for url in urls)
