"""`publish ping`: tell the hubs which feeds changed, once they are where readers find them."""

from __future__ import annotations

import argparse

from broadsheet import console
from broadsheet.commands.options import Commands, folder
from broadsheet.config.load import FILE_NAME, find_root, load_config
from broadsheet.errors import ConfigError, Problem
from broadsheet.output import manifest
from broadsheet.output.lock import site_lock


def add(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("ping", help="tell the hubs which feeds changed (WebSub)")
    parser.set_defaults(run=run)
    parser.add_argument("--all", action="store_true", help="tell them of every feed in out/")
    parser.add_argument("--out", type=folder, metavar="DIR", help="with --all: look there")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")


def run(options: argparse.Namespace) -> int:
    """Tell the hubs; returns 1 where one could not be told. Raises PublishError."""
    from broadsheet.websub.notify import tell_hubs  # noqa: PLC0415 - other commands need it not
    from broadsheet.websub.topics import topics  # noqa: PLC0415

    config = load_config(find_root(options.folder))
    if not config.site.hubs:
        message = 'names no hub; write e.g. hubs = ["https://pubsubhubbub.appspot.com/"]'
        raise ConfigError(Problem(FILE_NAME, 0, "site.hubs", message))
    out = options.out or config.root / "out"
    with site_lock(config.root):
        changed = topics(sorted(manifest.read(out)), config) if options.all else ()
        told = tell_hubs(config, changed)
    console.print_problems(told.problems)
    if told.taken or console.somebody_looks_on():
        console.tell(f"{config.site.title}: hubs took {told.taken} pings")
    if options.json:
        console.print_json(
            {
                "command": "ping",
                "taken": told.taken,
                "pending": len(told.pending),
                "problems": console.problems_as_json(told.problems),
            }
        )
    return 1 if told.problems else 0
