"""Files that a page shows: code, or a part of its text.

    <<< @/snippets/a.js#part{2,4 ts} [title]      @[code{1-3} js](@/a.js)
    <!--@include: ./part.md{3,}-->                @include(./part.md)

`@` is the folder of the pages.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from broadsheet.markdown.scanning.scanner import scan

INCLUDES = "includes"
"""The family of these directives."""

MAX_DEPTH = 5
MAX_CHARACTERS = 1_000_000
"""Of all that one article includes."""

_CODE = re.compile(
    r"(?m)^(?P<indent>[ \t]{0,20})(?:<<<[ \t]+(?P<path>[^\s{\[#]+)(?P<region>#[\w-]+)?"
    r"[ \t]{0,9}(?:\{(?P<options>[^{}\n]*)\})?[ \t]{0,9}(?P<title>\[[^\]\n]*\])?"
    r"|@\[code(?P<more>[^\]\n]*)\]\((?P<link>[^()\s]+)\))[ \t]*$"
)
_TEXT = re.compile(
    r"<!--[ \t]{0,9}@include:[ \t]{0,9}(?P<path>[^\s{}#>]+)(?P<region>#[\w-]+)?"
    r"(?:\{(?P<start>\d*),(?P<end>\d*)\})?[ \t]{0,9}-->|(?m:^)@include\((?P<link>[^()\s]+)\)"
)
_LANGUAGE = re.compile(r"(?:^|[\s}])([a-zA-Z][\w+-]*)")
_REGION = re.compile(r"#?(?P<end>end)?[ \t]?#?region\b[ \t]*(?P<name>[\w-]*)", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

Read = Callable[[str], str | None]
"""Returns a file's text by its path below the site's folder or the pages', None if there is none."""


def included(text: str, folder: str, read: Read) -> tuple[str, list[str]]:
    """Return a text with its files, and the names of those that are missing; `folder` is the page's own."""
    if "<<<" not in text and "@include" not in text and "@[code" not in text:
        return text, []
    inclusion = _Inclusion(read)
    return inclusion.of(text, folder, 0), inclusion.missing


@dataclass(slots=True)
class _Inclusion:
    read: Read
    missing: list[str] = field(default_factory=list)
    left: int = MAX_CHARACTERS

    def of(self, text: str, folder: str, depth: int) -> str:
        """Return a text with its files."""
        if depth < MAX_DEPTH:
            text = scan(text).sub(_TEXT, lambda match: self._text(match, folder, depth))
        return scan(text).sub(_CODE, lambda match: self._code(match, folder))

    def _text(self, match: re.Match[str], folder: str, depth: int) -> str:
        path = placed(match["path"] or match["link"], folder)
        found = self._file(path, match["region"])
        if found is None:
            return ""
        lines = found.split("\n")
        start, end = int(match["start"] or 1), int(match["end"] or 0) or None
        part = "\n".join(lines[max(start - 1, 0) : end])
        part = part if match["start"] or match["end"] else without_header(part)
        return self.of(part, posixpath.dirname(path), depth + 1)

    def _code(self, match: re.Match[str], folder: str) -> str:
        path = placed(match["path"] or match["link"], folder)
        found = self._file(path, match["region"])
        if found is None:
            return ""
        named = _LANGUAGE.search(match["options"] or match["more"] or "")
        language = named[1] if named else posixpath.splitext(path)[1].removeprefix(".")
        lines = [
            f"````{language} {match['title'] or ''}".rstrip(),
            *found.strip("\n").split("\n"),
            "````",
        ]
        return "\n".join(match["indent"] + line if line else line for line in lines)

    def _file(self, path: str, region: str | None) -> str | None:
        found = self.read(path) if self.left > 0 else None
        if found is None or len(found) > self.left:
            self.missing.append(path)
            return None
        self.left -= len(found)
        return _region(found, region[1:]) if region else found


def without_header(text: str) -> str:
    """Return a file's text without its front matter."""
    return _FRONT_MATTER.sub("", text)


def placed(path: str, folder: str) -> str:
    """Return the path that a page in a folder means."""
    if path.startswith("@"):
        return path.removeprefix("@").lstrip("/")
    return posixpath.normpath(posixpath.join(folder, path))


def _region(text: str, name: str) -> str:
    """Return the lines between the marks of a region, `// #region name` and `// #endregion name`."""
    inside, found = False, []
    for line in text.split("\n"):
        mark = _REGION.search(line) if "region" in line.lower() else None
        if mark and mark["name"] in {name, ""}:
            inside = not mark["end"] and mark["name"] == name
        elif inside:
            found.append(line)
    return "\n".join(found)
