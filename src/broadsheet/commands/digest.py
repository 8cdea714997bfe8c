"""`publish digest`: its options. What it does is in `digest_run`, which other commands need not load."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from broadsheet import console
from broadsheet.commands import options as option
from broadsheet.errors import Problem
from broadsheet.newsletter import places
from broadsheet.process import uncollected


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("digest", help="write issues of the newsletter; made for cron")
    parser.set_defaults(run=run, failure=failure)
    parser.add_argument(
        "edition", nargs="?", metavar="EDITION", help="as [digest.EDITION] names it (default: all)"
    )
    parser.add_argument(
        "--period",
        metavar="P",
        help="last (the default: the last one that is over), current, yesterday, or a name: 2025-06-17, "
        "2025-W25, 2025-06",
    )
    parser.add_argument("--since", metavar="T", help="from then on, in place of a period")
    parser.add_argument("--until", metavar="T", help="up to but without then (default: with today)")
    for name in ("tag", "topic"):
        parser.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar="T",
            help=f"only that {name}'s articles",
        )
    parser.add_argument(
        "--term",
        action="append",
        default=[],
        metavar="TAXONOMY=TERM",
        help="only articles of that term of any taxonomy",
    )
    parser.add_argument("--limit", type=option.positive, metavar="N", help="so many articles")
    parser.add_argument(
        "--stdout",
        choices=places.FORMS,
        help="print that form of the issue, and write nothing unless it is asked for by --if-new; "
        "exit code 3 if there is none",
    )
    parser.add_argument(
        "--if-new", action="store_true", help="leave an issue alone that is made already"
    )
    parser.add_argument(
        "--backfill",
        type=option.positive,
        metavar="N",
        default=0,
        help="make the issues that are missing of the last N periods",
    )
    parser.add_argument(
        "--edit",
        action="store_true",
        help="write a draft of the editor's note on the issue, one line per story",
    )
    parser.add_argument("--to", metavar="ADDRESS", help="recipient that `--stdout eml` names")
    option.add_common(parser)


def failure(problems: Sequence[Problem]) -> dict[str, object]:
    """Return what `--json` shows of a run that wrote nothing, because of errors."""
    return {"edition": None, "issue": None, "files": [], **console.failure_as_json(problems)}


def run(options: argparse.Namespace) -> int:
    """Write or print issues. Returns the exit code. Raises PublishError."""
    with uncollected():  # The import makes many objects, and all of them stay.
        from broadsheet.commands import digest_run  # noqa: PLC0415 - a tenth of a second

        return digest_run.run(options)
