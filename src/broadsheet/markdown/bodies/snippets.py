"""`--8<-- "file.md"`: texts of other files (PyMdown Extensions, Snippets).

The engine includes them before it looks for code, so that one within a fence shows a file.
https://facelessuser.github.io/pymdown-extensions/extensions/snippets/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from broadsheet.markdown.scanning.signs import has

MAX_DEPTH = 8
MAX_CHARACTERS = 1_000_000
"""Of all that one article includes."""

_MARK = re.compile(
    r"(?P<indent>[ \t]*)(?P<escapes>;*)-+8<-+(?:[ \t]+(?P<quote>[\"'])(?P<name>[^\"'\n]+)(?P=quote))?[ \t]*"
)
_SECTION = re.compile(r"8<-+[ \t]*\[[ \t]*(start|end)[ \t]*:[ \t]*([\w-]+)[ \t]*\]")
_LINES = re.compile(r"(?P<file>.*?):(?P<start>\d+)?(?::(?P<end>\d+)?)?")
_PART = re.compile(r"(?P<file>.*):(?P<section>[A-Za-z][\w-]*)")


@dataclass(slots=True)
class Included:
    """A text with its files included, and the names of files that could not be."""

    text: str
    missing: list[str] = field(default_factory=list)


def include(text: str, read: Callable[[str], str | None]) -> Included:
    """Replace the marks by the files that they name; `read` returns a file's text, or None."""
    if not has(text, "8<-"):
        return Included(text)
    return _Inclusion(read).included(text)


class _Inclusion:
    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._read = read
        self._left = MAX_CHARACTERS
        self._missing: list[str] = []

    def included(self, text: str) -> Included:
        return Included("\n".join(self._lines(text, 0)), self._missing)

    def _lines(self, text: str, depth: int) -> Iterator[str]:
        names_follow = False
        for line in text.split("\n"):
            mark = _MARK.fullmatch(line) if "8<-" in line else None
            if names_follow and not mark:
                yield from self._file(line.strip(), "", depth) if line.strip() else ()
            elif mark is None:
                if not _SECTION.search(line):
                    yield line
            elif mark["escapes"]:
                yield line.replace(";", "", 1)
            elif mark["name"]:
                yield from self._file(mark["name"].strip(), mark["indent"], depth)
            else:
                names_follow = not names_follow

    def _file(self, name: str, indent: str, depth: int) -> Iterator[str]:
        if name.startswith(";"):  # A mark that is switched off.
            return
        file, start, end, section = _parsed(name)
        text = self._read(file) if depth < MAX_DEPTH and self._left > 0 else None
        if text is None or len(text) > self._left:
            self._missing.append(name)
            return
        self._left -= len(text)
        lines = text.rstrip("\n").split("\n")
        chosen = _section(lines, section) if section else lines[start:end]
        for line in self._lines("\n".join(chosen), depth + 1):
            yield indent + line if line else line


def _parsed(name: str) -> tuple[str, int, int | None, str]:
    """Return a file's name, the lines to include, and the section."""
    if lines := _LINES.fullmatch(name):
        return (
            lines["file"],
            max(int(lines["start"] or 1) - 1, 0),
            int(lines["end"] or 0) or None,
            "",
        )
    if part := _PART.fullmatch(name):
        return part["file"], 0, None, part["section"]
    return name, 0, None, ""


def _section(lines: list[str], name: str) -> list[str]:
    inside, found = False, []
    for line in lines:
        mark = _SECTION.search(line) if "8<-" in line else None
        if mark and mark[2] == name:
            inside = mark[1] == "start"
        elif inside:
            found.append(line)
    return found
