"""What PyYAML says is wrong → what people should write instead, for the usual mistakes."""

from __future__ import annotations

import re

import yaml

from broadsheet.errors import UnreadableError

MAX_ADVICE = 80
"""Longer values are not repeated in a message."""

_NO_SPACE = re.compile(r"([\w-]+):(\S.*)")
_PAIR = re.compile(r"\s*(-|(?:- +)?[\w-]+:)\s+(\S.*)")
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_KEY = re.compile(r"[\w-]+:(?:\s|$)|\s*$")
_CLOSING = {"[": "]", "{": "}", "'": "'", '"': '"'}
_NO_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\([^0abtnvfre \"/\\N_LPxuU\s])")


def explained(error: yaml.YAMLError, text: str) -> UnreadableError:
    """Return an error of PyYAML as one of ours, with its line in the text; raise any other again."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        unclosed = _unclosed(error, text.split("\n"))
        return unclosed or _mistake(error, text, mark.line + 1 if mark else 1)
    if isinstance(error, yaml.reader.ReaderError):
        number = text.count("\n", 0, error.position) + 1
        what = f"holds the control character U+{_code(error):04X}"
        return UnreadableError(number, what, "remove it")
    raise error


def _unclosed(error: yaml.MarkedYAMLError, lines: list[str]) -> UnreadableError | None:
    """Return the error of a bracket or quote that goes on to another key, or to the end of the text."""
    start, end = error.context_mark, error.problem_mark
    if not start or not end or end.line <= start.line:
        return None
    sign = lines[start.line][start.column : start.column + 1]
    if sign not in _CLOSING or (end.line < len(lines) and not _KEY.match(lines[end.line])):
        return None
    closed = f"{lines[start.line].strip()}{_CLOSING[sign]}"
    advice = f"write {closed}" if len(closed) <= MAX_ADVICE else f"write {_CLOSING[sign]} behind it"
    return UnreadableError(start.line + 1, f"is not YAML: nothing closes its {sign}", advice)


def _code(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character)


def _mistake(error: yaml.MarkedYAMLError, text: str, number: int) -> UnreadableError:
    """Return what is wrong with a line and, for the usual mistakes, how to write it."""
    lines = text.split("\n")
    line = lines[number - 1] if number <= len(lines) else ""
    above = _NO_SPACE.fullmatch(lines[number - 2]) if 1 < number <= len(lines) + 1 else None
    what, advice = f"is not YAML: {error.problem}", "quote values that hold : # [ { @ or `"
    if "\t" in line[: len(line) - len(line.lstrip())]:
        what, advice = "is indented with a tab, which YAML forbids", "use spaces"
    elif half := _HALF_CHARACTER.search(line):
        what = f"is not YAML: {half[0]} is half of a character"
        advice = "write the character itself"
    elif "escape" in str(error.problem) and (escape := _NO_ESCAPE.search(line)):
        sign = escape[1]
        what = f"is not YAML: \\{sign} is no escape in double quotes"
        advice = f"write {sign} or \\\\{sign}"
    elif above:
        what = "is not YAML: the line above wants a space"
        advice = f"write {above[1]}: {above[2]}"
    elif (pair := _PAIR.fullmatch(line)) and len(pair[2]) <= MAX_ADVICE:
        advice = f"write {pair[1]} {_quoted(pair[2].strip())}"
    return UnreadableError(number, what, advice)


def _quoted(value: str) -> str:
    """Quote a whole value; if its own quotes are wrong, return what the author probably meant."""
    inner = value[1:-1]
    if value.startswith("'") and value.endswith("'") and inner.count("'") == 1:
        value = inner
    if value.startswith('"') and value.count('"') == 1:
        return value + '"'
    if '"' in value:
        return "'" + value.replace("'", "''") + "'"
    return '"' + value.replace("\\", "\\\\") + '"'
