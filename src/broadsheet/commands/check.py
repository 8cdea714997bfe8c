"""`publish check`: find faults before readers do."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from broadsheet import console
from broadsheet.check.books import all_rules
from broadsheet.check.report import human, machine
from broadsheet.check.run import Report, check_site
from broadsheet.commands import options as option
from broadsheet.config.load import find_root, load_config
from broadsheet.errors import Severity

SHOWN = 5
"""Findings of one rule that a person is shown, without --all."""


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("check", help="find faults in articles, feeds and letters")
    parser.set_defaults(run=run)
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="look at these files and folders only"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 on warnings too")
    parser.add_argument("--all", action="store_true", help="show every finding, not some a rule")
    parser.add_argument("--format", choices=("human", "github"), default="human")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")
    parser.add_argument(
        "--now", type=option.moment, metavar="TIME", help="run as if it were that time"
    )


def run(options: argparse.Namespace) -> int:
    """Check what was asked for; returns 1 where there are errors. Raises PublishError."""
    started = time.monotonic()
    root = find_root(options.folder)
    config = load_config(root)
    only = [Path(os.path.relpath(path.absolute(), root)).as_posix() for path in options.paths]
    report = check_site(config, options.now, only)
    _show(report, options, time.monotonic() - started)
    return int(_failed(report, strict=options.strict))


def _failed(report: Report, *, strict: bool) -> bool:
    return any(strict or finding.severity is Severity.ERROR for finding in report.findings)


def _show(report: Report, options: argparse.Namespace, seconds: float) -> None:
    if options.json:
        counts = {f"{name}s": number for name, number in report.looked_at.items()}
        problems = machine.as_json(report.findings)
        seconds = round(seconds, 3)
        console.print_json({"command": "check", **counts, "problems": problems, "seconds": seconds})
    elif options.format == "github":
        console.show(machine.as_github(report.findings))
    else:
        style = human.COLOURED if console.has_colour() else human.PLAIN
        limit = 0 if options.all else SHOWN
        console.show(human.report(report.findings, all_rules(), style, limit))
    console.tell(human.summary(report.findings, report.looked_at))
