"""Addresses and titles of links as kramdown reads them, written for CommonMark.

Source: lib/kramdown/parser/kramdown/link.rb of kramdown 2.4.
"""

from __future__ import annotations

import re

_TITLE = re.compile(r"\s*([\"'])(.+?)\1\s*\)", re.DOTALL)
_ANGLES = re.compile(r"[<>\\]")


def address(text: str, at: int) -> tuple[str, int]:
    """Return the address and title whose `(` is at a place, for CommonMark, and the place behind them.

    Without an address, the text is "".
    """
    if text.startswith("(<", at):
        end = text.find(")", text.find(">", at)) if ">" in text[at:] else -1
        return (text[at + 1 : end], end + 1) if end >= 0 else ("", at)
    depth = 0
    for place in range(at, len(text)):
        sign = text[place]
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return _bracketed(text[at + 1 : place].strip()), place + 1
        if sign.isspace() and text[place + 1 : place + 2] in {'"', "'"}:
            title = _TITLE.match(text, place)
            if not title:
                return "", at
            url = _bracketed(text[at + 1 : place].strip())
            return f"{url} {title[1]}{title[2]}{title[1]}", title.end()
    return "", at


def _bracketed(address: str) -> str:
    """Return an address that kramdown takes as typed, so that CommonMark takes all of it."""
    address = address.replace(
        "\\", "/"
    )  # As browsers read it, since kramdown escapes nothing here.
    is_plain = not re.search(r"[\s<>]", address) and address.count("(") == address.count(")")
    if is_plain and address:
        return address
    # Browsers take line breaks out of addresses.
    one_line = " ".join("".join(map(str.strip, address.split("\n"))).split())
    return "<" + _ANGLES.sub(r"\\\g<0>", one_line) + ">"
