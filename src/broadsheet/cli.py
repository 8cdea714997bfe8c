"""The command `publish`: the only place that prints, exits and reads the clock."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from broadsheet import __version__, dates
from broadsheet.build import load_site, site_files
from broadsheet.config.load import find_root, load_config
from broadsheet.config.records import Config
from broadsheet.errors import ContentError, Problem, PublishError, Severity
from broadsheet.init import write_config
from broadsheet.output.lock import site_lock
from broadsheet.output.writer import WriteReport, write_tree

SHOWN_WARNINGS = 10
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code of the contract (0, 1, 2, 75 or 130)."""
    for stream in (sys.stdout, sys.stderr):
        # File names need not be UTF-8, and a message must never fail for want of a letter.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        return int(options.run(options))
    except PublishError as error:
        _print_problems(error.problems)
        if getattr(options, "json", False):
            _print_json({"command": options.command, "problems": _as_json(error.problems)})
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted; what was published is as it was", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="publish", description="Turn a folder of Markdown articles into feeds."
    )
    parser.add_argument("--version", action="version", version=f"Broadsheet {__version__}")
    parser.add_argument(
        "-C", dest="folder", type=Path, default=Path(), metavar="DIR", help="the site's folder"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    build = commands.add_parser("build", help="write all feeds; made for cron")
    build.set_defaults(run=_build)
    build.add_argument("--out", type=Path, metavar="DIR", help="write there (default: out)")
    build.add_argument(
        "--keep-going",
        action="store_true",
        help="publish the good articles in spite of faulty ones",
    )
    build.add_argument("--drafts", action="store_true", help="publish drafts too")
    build.add_argument("--now", type=_moment, metavar="TIME", help="build as if it were that time")
    build.add_argument(
        "--jobs",
        type=_jobs,
        metavar="N",
        default=0,
        help="how many processes may render (default: one a core)",
    )
    build.add_argument("--no-cache", action="store_true", help="render every article anew")
    build.add_argument("--json", action="store_true", help="print a report as JSON")
    init = commands.add_parser("init", help="write a publish.toml that fits a folder")
    init.set_defaults(run=_init)
    init.add_argument("target", nargs="?", type=Path, metavar="DIR", help="the site's folder")
    return parser


def _moment(text: str) -> datetime:
    try:
        return dates.parse(text, UTC)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _jobs(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        message = f"{text!r} is not a number of processes; write e.g. 2"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _build(options: argparse.Namespace) -> int:
    started = time.monotonic()
    config = load_config(find_root(options.folder))
    out = options.out or config.root / "out"
    with site_lock(config.root):
        loaded = load_site(config, options.now or datetime.now(UTC), drafts=options.drafts)
        problems = list(loaded.problems)
        errors = [p for p in problems if p.severity is Severity.ERROR]
        if errors and not options.keep_going:
            raise ContentError(*problems)
        files = site_files(loaded, problems, _progress())
        report = write_tree(out, files)
    _print_warnings(problems, quiet=not report.written)
    print_report(config, out, report, len(loaded.site.articles))
    if options.json:
        _print_json(
            {
                "command": "build",
                "articles": len(loaded.site.articles),
                "feeds": len(loaded.site.channels) * len(config.feeds.formats),
                "written": list(report.written),
                "unchanged": report.unchanged,
                "removed": list(report.removed),
                "problems": _as_json(problems),
                "seconds": round(time.monotonic() - started, 3),
            }
        )
    return 1 if errors else 0


def _init(options: argparse.Namespace) -> int:
    path, summary = write_config(options.folder / (options.target or Path()))
    print(f"wrote {path}\n{summary}", file=sys.stderr)
    return 0


def print_report(config: Config, out: Path, report: WriteReport, articles: int) -> None:
    """Say what was done, to a person; a run under cron that changed nothing stays silent."""
    if not (report.written or report.removed or sys.stderr.isatty()):
        return
    print(
        f"{config.site.title}: {articles} articles, {len(report.written)} files written, "
        f"{report.unchanged} unchanged, {len(report.removed)} removed, in {out}",
        file=sys.stderr,
    )


def _progress() -> Callable[[str, int, int], None]:
    """Return what shows progress on a terminal, some times a second; elsewhere it does nothing."""
    if not sys.stderr.isatty():
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


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in sorted(problems):
        print(problem, file=sys.stderr)


def _print_warnings(problems: Sequence[Problem], *, quiet: bool) -> None:
    """Print errors always, warnings some, and none when nothing was written and nobody looks on."""
    _print_problems([p for p in problems if p.severity is Severity.ERROR])
    warnings = sorted(p for p in problems if p.severity is Severity.WARNING)
    if quiet and not sys.stderr.isatty():
        return
    _print_problems(warnings[:SHOWN_WARNINGS])
    if len(warnings) > SHOWN_WARNINGS:
        more = len(warnings) - SHOWN_WARNINGS
        print(f"and {more} more warnings; publish build --json lists them all", file=sys.stderr)


def _as_json(problems: Sequence[Problem]) -> list[dict[str, object]]:
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


def _print_json(report: dict[str, object]) -> None:
    print(json.dumps(report, ensure_ascii=False))
