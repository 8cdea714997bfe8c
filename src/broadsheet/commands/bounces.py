"""`publish bounces`: its options. What it does is in `bounces_run`, which other commands need not load."""

from __future__ import annotations

import argparse

from broadsheet.commands import options as option
from broadsheet.errors import Problem, UnavailableError, needs


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "bounces", help="read bounces, complaints and requests to leave; made for cron"
    )
    parser.set_defaults(run=run)
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="mails, or - for one on standard input (default: the mailbox of [send] bounces)",
    )
    parser.add_argument("--idle", action="store_true", help="go on, and wait for new mails (IMAP)")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")


def run(options: argparse.Namespace) -> int:
    """Read mails. Returns the exit code. Raises PublishError."""
    try:
        from broadsheet.commands import bounces_run  # noqa: PLC0415 - an extra may be missing
    except ImportError as error:
        problem = Problem("publish bounces", 0, "", needs(error.name, "send"))
        raise UnavailableError(problem) from error
    return bounces_run.run(options)
