"""Front matter in YAML (`---`), TOML (`+++`) or JSON (`{`): the only module that uses python-frontmatter.

Its defects, worked around here (python-frontmatter 1.3.0): `load()` takes keys such as `content` for
arguments, so `parse()` is used; a body that opens with a rule is torn and its indentation is
stripped, so it is given the header alone; its handlers retype scalars, need the package toml, and
let duplicate keys pass, so they are replaced.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from broadsheet.errors import ContentError, Problem, Problems, Severity, UnreadableError
from broadsheet.parsing import as_typed, as_unreadable, parse_json, parse_toml
from broadsheet.source import yaml_text
from broadsheet.source.files import Source
from broadsheet.toml_lines import top_lines


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter and body of a file.

    `fields` has lower-case keys; its values are text as typed (except TOML's dates), lists, tables or
    None. `lines` gives each key's line in the file, `body_line` where `body` begins, from 1. The
    `problems` lack the file's path; a warning is what the engine lets pass.
    """

    fields: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()

    def with_warning(self, name: str, message: str) -> FrontMatter:
        """Return the same with a warning about a field."""
        found = Problem("", self.lines.get(name, 1), name, message, Severity.WARNING)
        return replace(self, problems=(*self.problems, found))


NO_HEADER = "has no front matter"


def split(text: str, *, needed: bool = True, closed: bool = True) -> FrontMatter:
    """Take apart an article's text, whose line ends are LF and which has no byte order mark.

    Raises UnreadableError, also for a text without front matter unless that is not `needed`, and for
    a header that nothing ends unless it need not be `closed` and is one up to the end of the file.
    """
    start = len(text) - len(text.lstrip())
    first = text.count("\n", 0, start) + 1
    opening = text[start : start + 200]
    handler = next((h for h in (_Yaml(), _Toml(), _Json()) if h.detect(opening)), None)
    if handler is None:
        if not needed:
            return FrontMatter({}, {}, text, 1)
        raise UnreadableError(1, NO_HEADER, 'begin it with "---", title: and date: lines, "---"')
    end = handler.end(text, start)
    if end is None and closed:
        raise _unclosed(first, handler)
    header, body = text[start:end], text[end:].removeprefix("\n") if end is not None else ""
    try:
        with as_unreadable("front matter"):
            fields, _ = frontmatter.parse(
                header if end is not None else f"{header}\n---", handler=handler
            )
    except UnreadableError as error:
        if end is None:
            raise _unclosed(first, handler) from error
        raise error.advised(handler.advice(error, header), below=first - 1) from error
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    return _assemble(fields, handler, first, body, body_line)


def _unclosed(line: int, handler: _Handler) -> UnreadableError:
    advice = f"write {handler.closing} on a line of its own after the last field"
    return UnreadableError(line, "is not closed", advice)


def problem_of(error: UnreadableError, path: str) -> Problem:
    """Return the problem that an error of `split` is of a file."""
    found = error.problem(path)
    missing = error.what == NO_HEADER
    return found if missing else replace(found, message=f"front matter {found.message}")


def read_header(source: Source, problems: Problems) -> FrontMatter | None:
    """Read the header of a file that need not have one, e.g. of a section's page.

    Returns None if there is none, or if it cannot be read, which is added to `problems`.
    """
    try:
        return split(source.decode(source.read_bytes()))
    except ContentError as error:
        problems.extend(error.problems)
    except UnreadableError as error:
        if error.what != NO_HEADER:
            problems.add(problem_of(error, source.site_path))
    return None


def lifted(matter: FrontMatter, table: str) -> FrontMatter:
    """Put the fields of a table beside the others, which win; without such a table nothing changes."""
    inner = matter.fields.get(table)
    if not isinstance(inner, dict):
        return matter
    line = matter.lines.get(table, 1)
    more = {str(key).lower(): value for key, value in inner.items()}
    fields = {**more, **matter.fields}
    return replace(matter, fields=fields, lines={**dict.fromkeys(more, line), **matter.lines})


def _assemble(
    raw: dict[str, Any], header: _Handler, first: int, body: str, body_line: int
) -> FrontMatter:
    fields: dict[str, Any] = {}
    lines: dict[str, int] = {}
    alike = []
    for key, value in raw.items():
        name, line = str(key).lower(), header.lines.get(key, 1)
        if name in fields:
            alike.append((line, str(key)))
        if name not in fields or key == name:  # Most engines only read `title`.
            fields[name] = value
            lines[name] = first + line - 1
    problems = tuple(
        Problem("", first + line - 1, key, "is given twice; keep one of them", severity)
        for found, severity in ((header.duplicates, Severity.ERROR), (alike, Severity.WARNING))
        for line, key in found
    )
    return FrontMatter(fields, lines, body, body_line, problems)


class _Handler(BaseHandler, ABC):
    """python-frontmatter's handler, given a header without body.

    Loading sets `lines` (of the keys) and `duplicates` (line, key); lines count from 1 in the header.
    """

    closing: str

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.duplicates: list[tuple[int, str]] = []

    def advice(self, error: UnreadableError, header: str) -> str:
        """Return what to write in place of what cannot be read."""
        del error, header
        return "quote the value"

    @abstractmethod
    def end(self, text: str, start: int) -> int | None:
        """Return where the header that begins at `start` ends, None if nothing closes it."""


class _Fenced(_Handler):
    """A header between lines of a fence."""

    _end: re.Pattern[str]

    def end(self, text: str, start: int) -> int | None:
        match = self._end.search(text, text.find("\n", start)) if "\n" in text[start:] else None
        return match.end() if match else None

    def split(self, text: str) -> tuple[str, str]:
        # The opening fence stays as an empty line, so that line numbers hold.
        inside = text[text.find("\n") : text.rstrip().rfind("\n")]
        return (inside if inside.startswith("\n") else "\n" + inside), ""


class _Yaml(_Fenced):
    FM_BOUNDARY = re.compile(r"-{3,}[ \t]*(?:\n|\Z)")
    closing = '"---"'
    _end = re.compile(r"\n(?:-{3,}|\.\.\.)[ \t]*(?=\n|\Z)")

    def load(self, fm: str) -> dict[str, Any]:
        data, self.lines, self.duplicates = yaml_text.load(fm)
        if data is not None and not isinstance(data, dict):
            raise UnreadableError(2, "is not a table of fields", "write title: and date: lines")
        return data or {}


# A date with one-digit months, or of a month that does not exist, ends for tomllib after its year.
_BARE_DATE = re.compile(r"[^=]*=\s*[0-9]{4}[-/]")


class _Toml(_Fenced):
    FM_BOUNDARY = re.compile(r"\+\+\+[ \t]*(?:\n|\Z)")
    closing = '"+++"'
    _end = re.compile(r"\n\+\+\+[ \t]*(?=\n|\Z)")

    def load(self, fm: str) -> dict[str, Any]:
        data = parse_toml(fm, parse_float=str)
        self.lines = top_lines(fm)
        return {key: as_typed(value) for key, value in data.items()}

    def advice(self, error: UnreadableError, header: str) -> str:
        if "overwrite" in error.what:
            return "a key is given twice, keep one of them"
        if _BARE_DATE.match(header.split("\n")[error.line - 1]):
            return "write a date e.g. 2025-06-17T23:20:05+08:00"
        return "quote texts"


class _Json(_Handler):
    FM_BOUNDARY = re.compile(r"\{\s*[\"}]")
    closing = '"}"'
    _line = re.compile(r"\{.*\}[ \t]*(?=\n|\Z)")
    _last_line = re.compile(r"\n\}[ \t]*(?=\n|\Z)")

    def end(self, text: str, start: int) -> int | None:
        """Find the end of the object; a broken one ends with its line, or at the first that is `}`."""
        try:
            return json.JSONDecoder(parse_int=str).raw_decode(text, start)[1]
        except (ValueError, RecursionError):
            match = self._line.match(text, start) or self._last_line.search(text, start)
            return match.end() if match else None

    def split(self, text: str) -> tuple[str, str]:
        return text, ""

    def load(self, fm: str) -> dict[str, Any]:
        data = parse_json(fm, object_pairs_hook=self._object, parse_float=str, parse_int=str)
        self.lines = _json_lines(fm)
        return {key: as_typed(value) for key, value in data.items()}

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(key for key, _ in pairs)
        self.duplicates.extend((1, key) for key, count in counts.items() if count > 1)
        return dict(pairs)

    def advice(self, error: UnreadableError, header: str) -> str:
        del error, header
        return "correct it"


def _json_lines(header: str) -> dict[str, int]:
    """Return the lines of keys, each where it is first given."""
    found: dict[str, int] = {}
    line, before = 1, 0
    for match in _JSON_TEXT.finditer(header):
        line += header.count("\n", before, match.start())
        before = match.start()
        if match[2] is not None:
            found.setdefault(match[1], line)
    return found


_JSON_TEXT = re.compile(r"\\.|\"((?:[^\"\\]|\\.)*)\"(\s*:)?", re.DOTALL)
