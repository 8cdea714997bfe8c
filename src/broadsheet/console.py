"""What a person or a program sees: messages and progress on stderr, results on stdout."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from broadsheet.errors import Problem, Severity
from broadsheet.up_to_date import BuildReport

SHOWN_WARNINGS = 10


def open_streams() -> None:
    """Make stdout and stderr take any text; one that was closed leads nowhere.

    File names need not be UTF-8, and a message must never fail for a character. A pipe or file gets
    UTF-8, also on Windows, which would use the code page of its region.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - it lasts as long as we do
        stream = getattr(sys, name)
        stream.reconfigure(errors="backslashreplace")
        if os.name == "nt" and not stream.isatty():
            stream.reconfigure(encoding="utf-8")


def flush_results() -> None:
    """Flush stdout. Raises OSError if the other end is closed."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise OSError(error.errno, error.strerror, "standard output") from error


def settle_streams() -> None:
    """Drop output that stdout and stderr do not accept: otherwise Python exits with code 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def tell(message: str) -> None:
    """Print a message for people; a run does not fail if that is impossible."""
    with contextlib.suppress(OSError):
        print(message, file=sys.stderr)


def tell_if_any(message: str) -> None:
    """Print a message for people, unless it is empty."""
    if message:
        tell(message)


def show(lines: Iterable[str]) -> None:
    """Print lines of a result on stdout."""
    for line in lines:
        print(line)


def has_colour() -> bool:
    """Return whether stdout is a terminal that shows colours, and nobody forbids them.

    See https://no-color.org.
    """
    dumb = os.environ.get("TERM") == "dumb" or bool(os.environ.get("NO_COLOR"))
    return sys.stdout.isatty() and not dumb


def somebody_looks_on() -> bool:
    """Return whether a person sees the messages, rather than cron."""
    return sys.stderr.isatty()


def is_shown(options: argparse.Namespace, *, changed: bool) -> bool:
    """Return whether a run says what it did.

    It does so if it `changed` something, or if a person watches or asks: cron sends a mail for each
    line.
    """
    return not options.quiet and (changed or options.verbose or somebody_looks_on())


def progress() -> Callable[[str, int, int], None]:
    """Return a function that shows progress on a terminal, up to ten times a second.

    If stderr is not a terminal, it does nothing.
    """
    if not somebody_looks_on():
        return lambda *_: None
    last = 0.0

    def show(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done == total or now - last > 0.1:  # noqa: PLR2004 - seconds
            last = now
            end = "\r\x1b[K" if done == total else ""
            print(f"\r{what} {done}/{total}", end=end, file=sys.stderr, flush=True)

    return show


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems, ordered by path and line."""
    for problem in sorted(problems):
        tell(str(problem))


def print_warnings(problems: Sequence[Problem], *, shown: bool, everything: str) -> None:
    """Print errors always and, if `shown`, the first warnings.

    `everything` is the command that lists all of them.
    """
    print_problems([p for p in problems if p.severity is Severity.ERROR])
    warnings = sorted(p for p in problems if p.severity is Severity.WARNING)
    if not shown:
        return
    print_problems(warnings[:SHOWN_WARNINGS])
    if len(warnings) > SHOWN_WARNINGS:
        more = len(warnings) - SHOWN_WARNINGS
        tell(f"and {more} more warnings; {everything} lists them all")


def print_bytes(content: bytes) -> None:
    """Print a file's content on stdout, unchanged to the byte."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def print_json(report: Mapping[str, object]) -> None:
    """Print one JSON object on stdout."""
    print(json.dumps(report, ensure_ascii=False))


def problems_as_json(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Return problems as `--json` shows them."""
    return [
        {
            "path": problem.path,
            "line": problem.line,
            "field": problem.field,
            "message": problem.message,
            "severity": problem.severity.value,
        }
        for problem in sorted(problems)
    ]


def report_as_json(report: BuildReport) -> dict[str, object]:
    """Return what `--json` shows of every run that writes."""
    return {
        "articles": report.articles,
        "feeds": report.feeds,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "problems": problems_as_json(report.problems),
    }


def failure_as_json(problems: Sequence[Problem]) -> dict[str, object]:
    """Return what `--json` shows of a run that wrote nothing because of errors."""
    return report_as_json(BuildReport(0, 0, (), 0, (), tuple(problems)))
