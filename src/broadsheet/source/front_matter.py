"""Front matter in YAML (`---`), TOML (`+++`) or JSON (`{`): the only module that uses python-frontmatter.

Its defects, mended here (python-frontmatter 1.3.0): `load()` takes keys such as `content` for
arguments, so `parse()` is used; a body that opens with a rule is torn and its indentation is
stripped, so it is given the header alone; its handlers retype scalars, need the package toml, and
let duplicate keys pass, so they are replaced.
"""

from __future__ import annotations

import json
import re
import tomllib
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from broadsheet.config.values import as_typed
from broadsheet.source import yaml_text
from broadsheet.toml_lines import line_of


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file taken apart.

    `fields` has lower-case keys; its values are text as typed (but TOML's dates), lists, tables or
    None. `lines` gives each key's line in the file, `body_line` where `body` begins, from 1. `faults`
    lists (line, key, message), and `warnings` what the engine lets pass.
    """

    fields: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int
    faults: tuple[tuple[int, str, str], ...] = ()
    warnings: tuple[tuple[int, str, str], ...] = ()


NO_HEADER = 'has no front matter; begin it with "---", title: and date: lines, "---"'


class FrontMatterFault(Exception):
    """Front matter that cannot be read at all; `line` is the line in the file, from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def split(text: str, *, needed: bool = True, closed: bool = True) -> FrontMatter:
    """Take apart an article's text, whose line ends are LF and which has no byte order mark.

    Raises FrontMatterFault, also for a text without front matter unless that is not `needed`, and for
    a header that nothing ends unless it need not be `closed` and is one up to the end of the file.
    """
    start = len(text) - len(text.lstrip())
    first = text.count("\n", 0, start) + 1
    opening = text[start : start + 200]
    handler = next((h for h in (_Yaml(), _Toml(), _Json()) if h.detect(opening)), None)
    if handler is None:
        if not needed:
            return FrontMatter({}, {}, text, 1)
        raise FrontMatterFault(1, NO_HEADER)
    end = handler.end(text, start)
    if end is None and closed:
        raise _unclosed(first, handler)
    header, body = text[start:end], text[end:].removeprefix("\n") if end is not None else ""
    try:
        fields, _ = frontmatter.parse(
            header if end is not None else f"{header}\n---", handler=handler
        )
    except _HeaderFault as fault:
        if end is None:
            raise _unclosed(first, handler) from fault
        raise FrontMatterFault(first + fault.line - 1, str(fault)) from fault
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    return _assemble(fields, handler, first, body, body_line)


def _unclosed(line: int, handler: _Handler) -> FrontMatterFault:
    message = f"is not closed; write {handler.closing} on a line of its own after the last field"
    return FrontMatterFault(line, message)


def lifted(matter: FrontMatter, table: str) -> FrontMatter:
    """Put the fields of a table beside the others, which win; without such a table nothing changes."""
    inner = matter.fields.get(table)
    if not isinstance(inner, dict):
        return matter
    line = matter.lines.get(table, 1)
    more = {str(key).lower(): value for key, value in inner.items()}
    fields = {**more, **matter.fields}
    return replace(matter, fields=fields, lines={**dict.fromkeys(more, line), **matter.lines})


class _HeaderFault(Exception):
    """A fault by its line within the header, from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


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
        if name not in fields or key == name:  # Most engines know no other than `title`.
            fields[name] = value
            lines[name] = first + line - 1
    faults, warnings = (
        tuple((first + line - 1, key, "is given twice; keep one of them") for line, key in found)
        for found in (header.duplicates, alike)
    )
    return FrontMatter(fields, lines, body, body_line, faults, warnings)


class _Handler(BaseHandler, ABC):
    """python-frontmatter's handler, given a header without body.

    Loading sets `lines` (of the keys) and `duplicates` (line, key); lines count from 1 in the header.
    """

    closing: str

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.duplicates: list[tuple[int, str]] = []

    @abstractmethod
    def end(self, text: str, start: int) -> int | None:
        """Return where the header that begins at `start` ends, None where nothing closes it."""


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
        try:
            data, self.lines, self.duplicates = yaml_text.load(fm)
        except yaml_text.YamlFault as fault:
            raise _HeaderFault(fault.line, str(fault)) from fault
        if data is not None and not isinstance(data, dict):
            message = "is not a table of fields; write title: and date: lines"
            raise _HeaderFault(2, message)
        return data or {}


# A date with one-digit months, or of a month that does not exist, ends for tomllib after its year.
_BARE_DATE = re.compile(r"[^=]*=\s*[0-9]{4}[-/]")


class _Toml(_Fenced):
    FM_BOUNDARY = re.compile(r"\+\+\+[ \t]*(?:\n|\Z)")
    closing = '"+++"'
    _end = re.compile(r"\n\+\+\+[ \t]*(?=\n|\Z)")

    def load(self, fm: str) -> dict[str, Any]:
        try:
            data = tomllib.loads(fm, parse_float=str)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            what, _, place = str(error).partition(" (at line ")
            at = re.match(r"\d+", place)
            line = int(at[0]) if at else 1
            raise _HeaderFault(line, f"is not TOML: {what}; {_advice(what, fm, line)}") from error
        self.lines = {key: line_of(fm, (key,)) or 1 for key in data}
        return {key: as_typed(value) for key, value in data.items()}


def _advice(fault: str, header: str, line: int) -> str:
    """Say what to write instead of what tomllib did not take."""
    if "overwrite" in fault:
        return "a key is given twice, keep one of them"
    if _BARE_DATE.match(header.split("\n")[line - 1]):
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
        try:
            data = json.loads(fm, object_pairs_hook=self._object, parse_float=str, parse_int=str)
        except json.JSONDecodeError as error:
            raise _HeaderFault(error.lineno, f"is not JSON: {error.msg}; mend it") from error
        except RecursionError as error:
            raise _HeaderFault(1, "is nested too deeply; write plain lists") from error
        self.lines = {key: _json_line(fm, key) for key in data}
        return {key: as_typed(value) for key, value in data.items()}

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        repeated = dict.fromkeys(key for key in keys if keys.count(key) > 1)
        self.duplicates.extend((1, key) for key in repeated)
        return dict(pairs)


def _json_line(header: str, key: str) -> int:
    match = re.search(r"\"" + re.escape(key) + r"\"\s*:", header)
    return header.count("\n", 0, match.start()) + 1 if match else 1
