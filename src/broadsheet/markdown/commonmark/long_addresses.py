"""Addresses of references that are too long for comrak, such as pictures written as `data:`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.splices import spliced

_MOST = 100_000
"""Characters of the addresses that references expand to; comrak 0.0.16 leaves further ones as text."""

_STAND_IN = "about:long-{}"


def shortened(text: str) -> tuple[str, Sequence[str]]:
    """Return a text whose long addresses have stand-ins, and these addresses."""
    if len(text) <= _MOST:
        return text, ()
    long = [each for each in scan(text).definitions if len(each.address) > _MOST // 100]
    stand_ins = (_STAND_IN.format(number) for number in range(len(long)))
    changed = spliced(
        text,
        (
            (each.start, each.end, f"[{each.label}]: {stand_in}{each.rest}")
            for each, stand_in in zip(long, stand_ins, strict=True)
        ),
    )
    return changed, [_bare(each.address) for each in long]


def _bare(address: str) -> str:
    """Return an address without the angle brackets around it (CommonMark, section 6.3)."""
    return address[1:-1] if address.startswith("<") and address.endswith(">") else address


def restored(html: str, addresses: Sequence[str]) -> str:
    """Put back the addresses that `shortened` has taken out, in HTML."""
    for number, address in enumerate(addresses):
        html = html.replace(f'"{_STAND_IN.format(number)}"', f'"{escape(address)}"')
    return html
