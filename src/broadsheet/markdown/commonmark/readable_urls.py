"""Links that show their URL show its letters: `%C3%A9` is `é`.

Source: normalizeLinkText in lib/index.mjs of markdown-it 14.1, and lib/decode.mjs of mdurl 2.0. A URL that
is not in UTF-8 stays as it was typed; mdurl shows U+FFFD.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape, unescape
from urllib.parse import unquote

from broadsheet.markdown.scanning.signs import has

_LINK = re.compile(r'<a href="([^"<>]*)">([^<]*)</a>')
_ENCODED = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_LABEL = re.compile(r"(?:(?<=://)|(?<=\.)|\A)xn--([a-z0-9-]{1,59})", re.IGNORECASE | re.ASCII)
"""A part of a host's name in ASCII."""

_KEPT = frozenset(";/?:@&=+$,#%")


def readable(html: str, *, hosts: bool = False) -> str:
    """Return HTML in which links that were made of URLs show the letters of these, also of `hosts`."""
    marks = ("%", "xn--") if hosts else ("%",)
    if not (has(html, *marks) and has(html, '">http', '">www.')):
        return html
    return _LINK.sub(partial(_shown, marks=marks), html)


def _shown(link: re.Match[str], marks: tuple[str, ...]) -> str:
    address, typed = unescape(link[1]), unescape(link[2])
    is_url = typed.startswith(("http", "www.")) and has(typed, *marks)
    if not is_url or not unquote(address).endswith(unquote(typed)):
        return link[0]
    shown = with_letters(typed) if "xn--" in marks else _ENCODED.sub(_decoded, typed)
    return f'<a href="{link[1]}">{escape(shown, quote=False)}</a>'


def with_letters(url: str) -> str:
    """Return a URL, or the name of a host, as it is shown."""
    return _LABEL.sub(_unicode, _ENCODED.sub(_decoded, url))


def _unicode(label: re.Match[str]) -> str:
    """Return the letters of a part of a host's name (RFC 3492)."""
    try:
        return label[1].encode().decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label[0]


def _decoded(encoded: re.Match[str]) -> str:
    try:
        text = bytes.fromhex(encoded[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return encoded[0]
    return "".join(f"%{ord(c):02X}" if c in _KEPT or not c.isprintable() else c for c in text)
