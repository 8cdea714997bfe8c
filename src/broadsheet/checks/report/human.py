"""Findings for people: by file, with the line, a caret below the place, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any
from unicodedata import category

from broadsheet.checks.rule import Finding, Rule
from broadsheet.errors import Severity
from broadsheet.text import columns, counted

WINDOW = 70
"""Columns of a long line that are shown around its fault: with its number, a terminal of 80."""
_NEAR = 1000


@dataclass(frozen=True, slots=True)
class Style:
    """How things are marked: escape sequences for a terminal, or nothing."""

    error: str = ""
    warning: str = ""
    frame: str = ""
    bold: str = ""
    end: str = ""

    def of(self, severity: Severity) -> str:
        """Return the mark of a severity."""
        return self.error if severity is Severity.ERROR else self.warning


PLAIN = Style()
COLOURED = Style("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m")


def report(
    findings: Iterable[Finding], rules: Mapping[str, Rule[Any]], style: Style, limit: int
) -> Iterator[str]:
    """Yield lines that show findings file by file, `limit` of each rule (0: all).

    Why a rule matters is said at its first finding only.
    """
    shown: Counter[str] = Counter()
    for path, group in groupby(sorted(findings), key=attrgetter("path")):
        heading = f"{style.bold}{path}{style.end}"
        for finding in group:
            shown[finding.rule] += 1
            if limit and shown[finding.rule] > limit:
                continue
            if heading:
                yield from (heading, "")
                heading = ""
            yield from _finding(finding, style)
            if shown[finding.rule] == 1 and finding.rule in rules:
                yield _note("why", rules[finding.rule].why, finding, style)
            yield ""
    for rule, count in sorted(shown.items()):
        if limit and count > limit:
            yield f"{rule}: {count - limit} more like these; --all shows them"


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    problem, _, advice = finding.message.partition("; ")
    mark = style.of(finding.severity)
    name = f"{mark}{finding.severity.value}[{finding.rule}]{style.end}"
    yield f"{name}{style.bold}: {problem}{style.end}"
    if finding.line:
        column = f":{finding.column}" if finding.column else ""
        edge = " " * len(str(finding.line))
        yield f"{edge}{style.frame}-->{style.end} {finding.path}:{finding.line}{column}"
        if finding.text.strip():
            yield from _source(finding, edge, style)
    if advice:
        yield _note("help", advice, finding, style)


def _source(finding: Finding, edge: str, style: Style) -> Iterator[str]:
    bar = f"{style.frame}|{style.end}"
    text, start, width = _window(finding)
    yield f"{edge} {bar}"
    yield f"{style.frame}{finding.line}{style.end} {bar} {text}"
    if finding.column:
        mark = style.of(finding.severity)
        yield f"{edge} {bar} {' ' * start}{mark}{'^' * width}{style.end}"


def _window(finding: Finding) -> tuple[str, int, int]:
    """Return the part of the line to show, the columns before the carets, and how many carets."""
    # Only what is near the place: a feed may be one line of megabytes.
    skipped = max(finding.column - 1 - _NEAR, 0)
    near = finding.text[skipped : finding.column + _NEAR]
    line = "".join(visible(character) for character in near)
    start = min(max(finding.column - 1 - skipped, 0), len(line))
    end = min(start + finding.width, len(line))
    first, cut = 0, ""
    if columns(line[:end]) > WINDOW:
        first, cut = max(start - WINDOW // 4, 0), "…" if start > WINDOW // 4 else ""
    before = cut + line[first:start]
    shown = _head(line[first:], WINDOW)
    dots = "…" if len(shown) < len(line) - first else ""
    marked = _head(line[start:end], max(WINDOW - columns(before), 1))
    return cut + shown + dots, columns(before), max(columns(marked), 1)


def _note(name: str, text: str, finding: Finding, style: Style) -> str:
    edge = " " * len(str(finding.line)) if finding.line else ""
    return f"{edge} {style.frame}={style.end} {style.bold}{name}{style.end}: {text}"


def _head(text: str, room: int) -> str:
    used = 0
    for position, character in enumerate(text):
        used += columns(character)
        if used > room:
            return text[:position]
    return text


def visible(character: str) -> str:
    """Return a character that takes a place of its own and does nothing to a terminal."""
    if character == "\t":
        return " "
    return "�" if category(character) in {"Cc", "Cf", "Cs", "Mn", "Me"} else character


def summary(findings: Iterable[Finding], subjects: Mapping[str, int]) -> str:
    """Return one line: how many errors and warnings in how many of what."""
    found = Counter(finding.severity for finding in findings)
    counts = [counted(found[severity], severity.value) for severity in Severity]
    looked_at = ", ".join(counted(number, name) for name, number in subjects.items() if number)
    return f"{' and '.join(counts)} in {looked_at or 'nothing'}"
