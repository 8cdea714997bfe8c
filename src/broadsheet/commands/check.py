"""`publish check`: find problems before readers do."""

from __future__ import annotations

import argparse
from pathlib import Path

from broadsheet.commands import options as option


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "check", help="find problems in articles, feeds and newsletter issues"
    )
    parser.set_defaults(run=run)
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="check only these files and folders"
    )
    parser.add_argument("--strict", action="store_true", help="exit 1 on warnings too")
    parser.add_argument("--all", action="store_true", help="show more than 5 problems of a rule")
    parser.add_argument(
        "--fix", action="store_true", help="correct dates, aliased terms and paths of images"
    )
    parser.add_argument(
        "--diff", action="store_true", help="show what --fix would change, and change nothing"
    )
    parser.add_argument(
        "--against",
        type=Path,
        metavar="PATH",
        help="compare with what another program publishes: a feed, or the folder of a rendered site",
    )
    parser.add_argument(
        "--selector",
        default="",
        metavar="CSS",
        help="with --against: what holds the article in a page (default: main or article)",
    )
    parser.add_argument("--format", choices=("human", "github"), default="human")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")
    parser.add_argument(
        "--out", type=option.folder, metavar="DIR", help="the output folder (default: out)"
    )
    parser.add_argument(
        "--now", type=option.moment, metavar="TIME", help="run as if it were that time"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code. Raises PublishError."""
    from broadsheet.commands import check_run  # noqa: PLC0415 - importing it takes 0.1 s

    return check_run.run(options)
