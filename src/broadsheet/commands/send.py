"""`publish send`: its options. What it does is in `send_run`, which other commands need not load."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from broadsheet import console
from broadsheet.commands import options as option
from broadsheet.errors import Problem

_MOST_CONNECTIONS = 1000
_UNKNOWN = ("keep", "resend", "sent")


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("send", help="send issues to their readers; made for cron")
    parser.set_defaults(run=run, failure=failure)
    parser.add_argument(
        "edition", nargs="?", metavar="EDITION", help="whatever its schedule (default: what is due)"
    )
    parser.add_argument("--issue", metavar="NAME", help="2025-W25 (default: the last complete one)")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--test", metavar="ADDRESS", help="send one marked proof to that address")
    what.add_argument(
        "--dry-run", action="store_true", help="list who would get what; send nothing"
    )
    what.add_argument("--status", action="store_true", help="print how far each issue is")
    what.add_argument(
        "--worker",
        action="store_true",
        help="wait for issues and send them, beside other workers (needs PostgreSQL)",
    )
    what.add_argument("--check", action="store_true", help="look at relay, keys and DNS")
    parser.add_argument(
        "--received",
        type=argparse.FileType("rb"),
        metavar="FILE",
        help="with --check: read a proof that arrived, as your mailbox saved it (- for standard input)",
    )
    parser.add_argument(
        "--connections", type=_number, metavar="N", help="connections to the relay at a time"
    )
    parser.add_argument(
        "--metrics",
        metavar="[HOST:]PORT",
        help="with --worker: answer /health and /metrics there",
    )
    parser.add_argument(
        "--unknown",
        choices=_UNKNOWN,
        help="what becomes of messages that the relay may have taken before a crash",
    )
    parser.add_argument("--out", type=option.folder, metavar="DIR", help="write issues there")
    parser.add_argument("--now", type=option.moment, metavar="TIME", help="run as if it were then")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")


def _number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _MOST_CONNECTIONS:
        message = f"must be a number from 1 to {_MOST_CONNECTIONS}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def failure(problems: Sequence[Problem]) -> dict[str, object]:
    """Return what `--json` shows of a run that sent nothing, because of problems."""
    return {"issues": [], "problems": console.problems_as_json(problems)}


def run(options: argparse.Namespace) -> int:
    """Send, or show what was sent. Returns the exit code. Raises PublishError."""
    from broadsheet.commands import send_run  # noqa: PLC0415 - a tenth of a second

    return send_run.run(options)
