"""`publish check`: find faults before readers do."""

from __future__ import annotations

import argparse
from pathlib import Path

from broadsheet.commands import options as option


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("check", help="find faults in articles, feeds and letters")
    parser.set_defaults(run=run)
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="look at these files and folders only"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 on warnings too")
    parser.add_argument("--all", action="store_true", help="show every finding, not some a rule")
    parser.add_argument(
        "--fix", action="store_true", help="mend what is safe: dates, aliased terms, image paths"
    )
    parser.add_argument(
        "--diff", action="store_true", help="show what --fix would change, and change nothing"
    )
    parser.add_argument("--format", choices=("human", "github"), default="human")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")
    parser.add_argument(
        "--now", type=option.moment, metavar="TIME", help="run as if it were that time"
    )


def run(options: argparse.Namespace) -> int:
    """Check what was asked for; returns 1 where there are errors. Raises PublishError."""
    from broadsheet.commands import check_run  # noqa: PLC0415 - a tenth of a second

    return check_run.run(options)
