"""A template → its text and its actions, without the white space that dashes take away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from broadsheet.scripts import UnknownResultError

_PART = re.compile(
    r"\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|`[^`]*`|'(?:[^'\\\n]|\\.){1,10}'|[^}\"`']+|\}(?!\})"
)
_NOTE = re.compile(r"-?\s*/\*")


class GoPiece(NamedTuple):
    """A text, or an action: what stands between the braces."""

    text: str
    is_action: bool = False


def pieces(template: str) -> Iterator[GoPiece]:
    """Yield the pieces of a template. Raises UnknownResultError for an action without an end."""
    done = 0
    trims = False
    while (at := template.find("{{", done)) >= 0:
        text = template[done:at]
        text = text.lstrip() if trims else text
        is_note = _NOTE.match(template, at + 2) is not None
        done = _end(template, at + 2, is_note=is_note)
        inner = template[at + 2 : done - 2]
        trims_before = inner[:1] == "-" and (is_note or inner[1:2].isspace())
        trims = inner[-1:] == "-" and (is_note or inner[-2:-1].isspace())
        yield GoPiece(text.rstrip() if trims_before else text)
        if not is_note:
            stop = len(inner) - trims
            yield GoPiece(inner[int(trims_before) : stop].strip(), is_action=True)
    rest = template[done:]
    yield GoPiece(rest.lstrip() if trims else rest)


def _end(template: str, at: int, *, is_note: bool) -> int:
    """Return where the action ends that begins before a place."""
    if is_note:
        stop = template.find("*/", at)
        end = template.find("}}", stop)
        if stop < 0 or end < 0 or template[stop + 2 : end].strip() not in {"", "-"}:
            raise UnknownResultError
        return end + 2
    while part := _PART.match(template, at):
        at = part.end()
    if not template.startswith("}}", at):
        raise UnknownResultError
    return at + 2
