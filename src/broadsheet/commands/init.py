"""`publish init`: write a publish.toml that fits a folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from broadsheet import console
from broadsheet.commands.options import Commands
from broadsheet.engines import ENGINES


def add(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("init", help="write a publish.toml that fits a folder")
    parser.set_defaults(run=run)
    parser.add_argument(
        "--engine",
        choices=sorted(ENGINES),
        default="",
        help="where the folder has signs of several",
    )
    parser.add_argument("target", nargs="?", type=Path, metavar="DIR", help="the site's folder")


def run(options: argparse.Namespace) -> int:
    """Write the file and say what was found. Raises PublishError."""
    from broadsheet import init  # noqa: PLC0415 - other commands do not need it

    report = init(options.folder / (options.target or Path()), options.engine)
    console.tell(f"wrote {report.path}\n{report.summary}")
    return 0
