"""Headers of articles in reStructuredText: a title with a line below it, then a list of fields.

docutils' bibliographic fields (`:date: 2025-01-02`) as Pelican and Nikola read them: names in any case,
values as typed.
"""

from __future__ import annotations

import re

from broadsheet.source import front_matter

_LINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*")
_FIELD = re.compile(r":([A-Za-z][\w -]{0,60}):(?:[ \t]+(.*))?")


def split(text: str) -> front_matter.FrontMatter | None:
    """Split an article; None if it does not begin as reStructuredText."""
    lines = text.split("\n")
    number = _skip(lines, 0)
    found: dict[str, str] = {}
    places: dict[str, int] = {}
    if title := _title(lines, number):
        found["title"], number = title
        places["title"] = number
        number = _skip(lines, number)
    elif number >= len(lines) or not _FIELD.fullmatch(lines[number].rstrip()):
        return None
    key = ""
    while number < len(lines) and lines[number].strip():
        if match := _FIELD.fullmatch(lines[number].rstrip()):
            key = match[1].lower()
            found[key], places[key] = match[2] or "", number + 1
        elif key and lines[number][:1] in {" ", "\t"}:
            found[key] = f"{found[key]} {lines[number].strip()}".strip()
        else:
            break
        number += 1
    if not found.keys() - {"title"}:
        return None
    given = {name: value for name, value in found.items() if value}
    return front_matter.FrontMatter(given, places, "\n".join(lines[number:]), number + 1)


def _skip(lines: list[str], number: int) -> int:
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number


def _title(lines: list[str], number: int) -> tuple[str, int] | None:
    """Return a title and the number of the line behind it, None if there is none."""
    over = number < len(lines) and bool(_LINE.fullmatch(lines[number].rstrip()))
    number += over
    if number + 1 >= len(lines) or not _LINE.fullmatch(lines[number + 1].rstrip()):
        return None
    title = lines[number].strip()
    return (title, number + 2) if title else None
