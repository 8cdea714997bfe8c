"""Lektor's files: fields separated by lines `---`, each `key: value`, or `key:` and lines below.

lektor/metaformat.py ; https://www.getlektor.com/docs/content/files/
"""

from __future__ import annotations

import re
from typing import Any

from broadsheet.errors import UnreadableError
from broadsheet.source import front_matter

_END = re.compile(r"(?m)^---[ \t]*$")
_BLOCK = re.compile(
    r"(?ms)^(?!---[ \t]*$)(?:\s*^(?P<key>[\w-]+):[ \t]*(?P<value>.*?)|.+?)(?=^---[ \t]*$|\Z)"
)
_BODIES = ("body", "content", "text", "markdown")


def split(text: str) -> front_matter.FrontMatter:
    """Split a file. The body begins where the first field does that usually holds one.

    Raises UnreadableError.
    """
    found: dict[str, Any] = {}
    places: dict[str, int] = {}
    start, body_line = len(text), text.count("\n") + 1
    line, done = 1, 0
    for match in _BLOCK.finditer(text):
        if not match[0].strip():
            continue
        begin = match.start("key") if match["key"] else match.start()
        line, done = line + text.count("\n", done, begin), begin
        if not match["key"]:
            raise UnreadableError(line, "is no field", "write e.g. title: and its value")
        key = match["key"].lower()
        if key in _BODIES and start == len(text):
            start, body_line = match.start("value"), line
        elif key not in _BODIES and match["value"].strip():
            found[key], places[key] = _unescaped(match["value"]).strip(), line
    return front_matter.FrontMatter(found, places, text[start:], body_line)


def body(text: str) -> str:
    """Remove the fields after the body."""
    return _unescaped(_END.split(text, 1)[0]).strip("\n") + "\n"


def _unescaped(value: str) -> str:
    """Return a value in which a line of more than three hyphens has one less, as Lektor reads it."""
    return re.sub(r"(?m)^-(-{3,})[ \t]*$", r"\1", value)
