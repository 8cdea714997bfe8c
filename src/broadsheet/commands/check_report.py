"""The problems of a check as people see them, as JSON, and as annotations of GitHub Actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from unicodedata import category

from broadsheet.checks import CheckReport
from broadsheet.columns import beginning_of, columns
from broadsheet.errors import Problem, Severity
from broadsheet.text import counted, escaped_line

WINDOW = 70
"""Columns of a long line that are shown; with the line number they fit a terminal of 80."""
_NEAR = 1000


@dataclass(frozen=True, slots=True)
class TerminalStyle:
    """Escape sequences that colour the output, or nothing."""

    error: str = ""
    warning: str = ""
    frame: str = ""
    bold: str = ""
    end: str = ""

    def of(self, severity: Severity) -> str:
        """Return the escape sequence for a severity."""
        return self.error if severity is Severity.ERROR else self.warning


PLAIN = TerminalStyle()
COLOURED = TerminalStyle("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m")


def as_text(
    problems: Iterable[Problem], reasons: Mapping[str, str], style: TerminalStyle, limit: int
) -> Iterator[str]:
    """Yield lines that show problems file by file: the line, a caret below the place, and advice.

    `problems` are sorted by place. `limit` is how many of each rule are shown; 0 shows all. `reasons`
    says of each rule why it matters; that is shown at the first problem only.
    """
    shown: Counter[str] = Counter()
    for path, group in groupby(problems, key=attrgetter("path")):
        heading = f"{style.bold}{escaped_line(path)}{style.end}"
        for problem in group:
            shown[problem.rule] += 1
            if limit and shown[problem.rule] > limit:
                continue
            if heading:
                yield from (heading, "")
                heading = ""
            yield from _problem(problem, style)
            if shown[problem.rule] == 1 and problem.rule in reasons:
                yield _note("why", reasons[problem.rule], problem, style)
            yield ""
    for rule, count in sorted(shown.items()):
        if limit and count > limit:
            yield f"{rule}: {count - limit} more like these; --all shows them"


def _problem(problem: Problem, style: TerminalStyle) -> Iterator[str]:
    what, _, advice = escaped_line(problem.message).partition("; ")
    mark = style.of(problem.severity)
    name = f"{mark}{problem.severity.value}[{problem.rule}]{style.end}"
    yield f"{name}{style.bold}: {what}{style.end}"
    if problem.line:
        column = f":{problem.column}" if problem.column else ""
        edge = " " * len(str(problem.line))
        place = f"{escaped_line(problem.path)}:{problem.line}{column}"
        yield f"{edge}{style.frame}-->{style.end} {place}"
        if problem.excerpt.strip():
            yield from _excerpt(problem, edge, style)
    if advice:
        yield _note("help", advice, problem, style)


def _excerpt(problem: Problem, edge: str, style: TerminalStyle) -> Iterator[str]:
    bar = f"{style.frame}|{style.end}"
    text, start, width = _window(problem)
    yield f"{edge} {bar}"
    yield f"{style.frame}{problem.line}{style.end} {bar} {text}"
    if problem.column:
        mark = style.of(problem.severity)
        yield f"{edge} {bar} {' ' * start}{mark}{'^' * width}{style.end}"


def _window(problem: Problem) -> tuple[str, int, int]:
    """Return the part of the line to show, the columns before the carets, and how many carets."""
    # Only the text near the place, since a feed may be one line of megabytes.
    skipped = max(problem.column - 1 - _NEAR, 0)
    near = problem.excerpt[skipped : problem.column + _NEAR]
    line = "".join(visible(character) for character in near)
    start = min(max(problem.column - 1 - skipped, 0), len(line))
    end = min(start + problem.width, len(line))
    first, cut = 0, ""
    if columns(line[:end]) > WINDOW:
        first, cut = max(start - WINDOW // 4, 0), "…" if start > WINDOW // 4 else ""
    before = cut + line[first:start]
    shown = beginning_of(line[first:], WINDOW)
    dots = "…" if len(shown) < len(line) - first else ""
    marked = beginning_of(line[start:end], max(WINDOW - columns(before), 1))
    return cut + shown + dots, columns(before), max(columns(marked), 1)


def _note(name: str, text: str, problem: Problem, style: TerminalStyle) -> str:
    edge = " " * len(str(problem.line)) if problem.line else ""
    return f"{edge} {style.frame}={style.end} {style.bold}{name}{style.end}: {text}"


def visible(character: str) -> str:
    """Return a character that is safe to print and takes at least one column."""
    if character == "\t":
        return " "
    return "�" if category(character) in {"Cc", "Cf", "Cs", "Mn", "Me"} else character


def summary(report: CheckReport) -> str:
    """Return one line: how many errors and warnings, in how many articles, feeds and issues."""
    found = Counter(problem.severity for problem in report.problems)
    counts = [counted(found[severity], severity.value) for severity in Severity]
    checked = {
        "article": report.articles,
        "feed": report.feeds,
        "newsletter issue": report.issues,
    }
    where = ", ".join(counted(number, name) for name, number in checked.items() if number)
    return f"{' and '.join(counts)} in {where or 'nothing'}"


def as_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Return problems as every command shows them in JSON, with their rule and column."""
    return [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "field": problem.field,
            "rule": problem.rule,
            "message": problem.message,
            "severity": problem.severity.value,
        }
        for problem in problems
    ]


def as_github(problems: Iterable[Problem], place: Callable[[str], str]) -> list[str]:
    """Return one workflow command per problem: GitHub shows them beside the lines of a change.

    `place` turns a problem's path into one that is relative to the repository.
    """
    return [_command(problem, place(problem.path)) for problem in problems]


def _command(problem: Problem, path: str) -> str:
    kind = "error" if problem.severity is Severity.ERROR else "warning"
    properties = {"file": path, "line": problem.line, "col": problem.column}
    places = [f"{name}={_property(str(value))}" for name, value in properties.items() if value]
    places.append(f"title={_property(problem.rule)}")
    return f"::{kind} {','.join(places)}::{_data(problem.message)}"


def _data(text: str) -> str:
    return escaped_line(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
