"""`publish fetch`: keep the entries of the feeds that are sources."""

from __future__ import annotations

import argparse

from broadsheet import console
from broadsheet.commands import options as option
from broadsheet.config import find_root, load_config
from broadsheet.engines import resolve
from broadsheet.text import counted


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("fetch", help="keep the entries of [content] feed as articles")
    parser.set_defaults(run=run)
    parser.add_argument(
        "--force", action="store_true", help="ask also feeds that said to wait, or are gone"
    )
    parser.add_argument("--now", type=option.moment, metavar="TIME", help="run as if it were then")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")


def run(options: argparse.Namespace) -> int:
    """Fetch. Returns 1 if a feed could not be fetched. Raises PublishError."""
    from broadsheet import FetchOptions, fetch  # noqa: PLC0415 - other commands do not need it

    config = load_config(find_root(options.folder), resolve)
    now = option.in_zone(options.now, config.site.timezone)
    report = fetch(config, FetchOptions(force=options.force), now=now)
    console.print_problems(report.problems)
    if report.added or report.updated or console.somebody_looks_on():
        console.tell(
            f"{config.site.title}: {counted(len(report.added), 'new article')}, "
            f"{len(report.updated)} updated"
        )
    if options.json:
        console.print_json(
            {
                "command": "fetch",
                "added": report.added,
                "updated": report.updated,
                "failed": report.failed,
                "problems": console.problems_as_json(report.problems),
            }
        )
    return 1 if report.failed else 0
