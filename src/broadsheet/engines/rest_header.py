"""Headers of articles in reStructuredText: a title with a line below it, then a list of fields.

docutils' bibliographic fields (`:date: 2025-01-02`) as Pelican and Nikola read them: names in any case,
values as typed.
"""

from __future__ import annotations

import re

from broadsheet.source import front_matter

_LINE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*")
_FIELD = re.compile(r":([A-Za-z][\w -]{0,60}):(?:[ \t]+(.*))?")
_COMMENT = re.compile(r"\.\.(?:[ \t]+(?![\[_|])(?![\w-]{1,60}::).*)?")
_MARKUP = re.compile(
    r"\\(\S)|``([^`\n]+)``|\*\*([^*\n]+)\*\*|\*([^*\n]+)\*"
    r"|(?::[\w-]{1,40}:)?`([^`<\n]+)(?:<[^<>`\n]*>)?`_{0,2}"
)
_FORMATTED = ("title", "summary")


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
        if subtitle := _title(lines, number):
            number = _skip(lines, subtitle[1])
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
    found |= {name: _plain(found[name]) for name in _FORMATTED if name in found}
    given = {name: value for name, value in found.items() if value}
    return front_matter.FrontMatter(given, places, "\n".join(lines[number:]), number + 1)


def _skip(lines: list[str], number: int) -> int:
    """Return the number of the next line that is neither empty nor of a comment."""
    in_comment = False
    while number < len(lines):
        line = lines[number]
        in_comment = bool(_COMMENT.fullmatch(line)) or (in_comment and line[:1] in {" ", "\t"})
        if line.strip() and not in_comment:
            break
        number += 1
    return number


def _plain(text: str) -> str:
    """Return the words of inline markup: emphasis, literals, links and roles."""
    return _MARKUP.sub(lambda match: next(filter(None, match.groups()), "").strip(), text)


def _title(lines: list[str], number: int) -> tuple[str, int] | None:
    """Return a title and the number of the line behind it, None if there is none."""
    over = number < len(lines) and bool(_LINE.fullmatch(lines[number].rstrip()))
    number += over
    if number + 1 >= len(lines) or not _LINE.fullmatch(lines[number + 1].rstrip()):
        return None
    title = lines[number].strip()
    return (title, number + 2) if title else None
