"""Headers in YAML (`---`), TOML (`+++`) or JSON (`{`): the only module that uses python-frontmatter.

A fence may name its language, as in `---json` (https://github.com/jonschlinkert/gray-matter#optionslanguage).

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
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler

from broadsheet.errors import UnreadableError
from broadsheet.parsing import as_typed, parse_json, parse_toml
from broadsheet.source import yaml_text
from broadsheet.toml_lines import top_lines


def handler_of(opening: str) -> Handler | None:
    """Return a handler for the format of a header that begins so, None if it is no header."""
    handlers = (_Yaml(), _Toml(), _Json(), _NamedYaml(), _NamedToml(), _NamedJson())
    return next((h for h in handlers if h.detect(opening)), None)


def loaded(header: str, handler: Handler) -> dict[str, Any]:
    """Return the fields of a header. Raises what its parser raises."""
    fields, _ = frontmatter.parse(header, handler=handler)
    return fields


class Handler(BaseHandler, ABC):
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


class _Fenced(Handler):
    """A header between lines of a fence."""

    _end: re.Pattern[str]

    def end(self, text: str, start: int) -> int | None:
        match = self._end.search(text, text.find("\n", start)) if "\n" in text[start:] else None
        return match.end() if match else None

    def split(self, text: str) -> tuple[str, str]:
        # The opening fence stays as an empty line, so that line numbers hold.
        inside = text[text.find("\n") : text.rstrip().rfind("\n")]
        return (inside if inside.startswith("\n") else "\n" + inside), ""


_DASHES = re.compile(r"\n(?:-{3,}|\.\.\.)[ \t]*(?=\n|\Z)")


class _Yaml(_Fenced):
    FM_BOUNDARY = re.compile(r"-{3,}[ \t]*(?:\n|\Z)")
    closing = '"---"'
    _end = _DASHES

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


class _Json(Handler):
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


class _NamedYaml(_Yaml):
    FM_BOUNDARY = re.compile(r"---ya?ml[ \t]*\n")


class _NamedToml(_Toml):
    FM_BOUNDARY = re.compile(r"---toml[ \t]*\n")
    closing = _Yaml.closing
    _end = _DASHES


class _NamedJson(_Fenced, _Json):
    FM_BOUNDARY = re.compile(r"---json[ \t]*\n")
    closing = _Yaml.closing
    _end = _DASHES


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
