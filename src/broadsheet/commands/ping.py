"""`publish ping`: tell the hubs which feeds changed, once they are where readers find them."""

from __future__ import annotations

import argparse

from broadsheet import console
from broadsheet.commands.options import Commands, folder
from broadsheet.config import find_root, load_config
from broadsheet.engines import resolve


def add(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("ping", help="tell the hubs which feeds changed (WebSub)")
    parser.set_defaults(run=run)
    parser.add_argument("--all", action="store_true", help="tell them of every feed in out/")
    parser.add_argument("--out", type=folder, metavar="DIR", help="with --all: look there")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")


def run(options: argparse.Namespace) -> int:
    """Tell the hubs. Returns 1 if one could not be told. Raises PublishError."""
    from broadsheet import PingOptions, ping  # noqa: PLC0415 - other commands do not need it

    config = load_config(find_root(options.folder), resolve)
    report = ping(config, PingOptions(every_feed=options.all, out=options.out))
    console.print_problems(report.problems)
    if report.taken or console.somebody_looks_on():
        console.tell(f"{config.site.title}: hubs took {report.taken} pings")
    if options.json:
        console.print_json(
            {
                "command": "ping",
                "taken": report.taken,
                "pending": report.pending,
                "problems": console.problems_as_json(report.problems),
            }
        )
    return 1 if report.problems else 0
