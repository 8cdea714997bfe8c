"""`publish subscribers`: one subcommand for each operation on readers."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from broadsheet.commands.options import Commands, port, positive

Options = argparse.Namespace


def add(commands: Commands) -> None:
    """Add the command and its parts."""
    parser = commands.add_parser(
        "subscribers",
        help="add, import, export and look up readers; without a PART, show how the list grows",
    )
    parser.set_defaults(run=_run(""))
    parser.add_argument(
        "--host",
        default="",
        metavar="ADDRESS",
        help="show it as a page with plots instead, at this address of this machine: 127.0.0.1",
    )
    parser.add_argument("--port", type=port, default=8002, metavar="N", help="default: 8002")
    parts = parser.add_subparsers(dest="part", metavar="PART")
    _add_new(parts)
    _add_one(parts)
    _add_files(parts)
    listing = parts.add_parser("list", help="list subscriptions")
    listing.set_defaults(run=_run("list"))
    listing.add_argument("--edition", default="", metavar="E", help="only of this edition")
    _add_server(parts)
    for part in {id(each): each for each in parts.choices.values()}.values():
        part.add_argument("--json", action="store_true", help="print a report as JSON")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")


def _add_new(parts: Commands) -> None:
    adding = parts.add_parser("add", help="add readers who asked for it")
    adding.set_defaults(run=_run("add"))
    adding.add_argument("addresses", nargs="+", metavar="ADDRESS")
    importing = parts.add_parser("import", help="import readers from another program's file")
    importing.set_defaults(run=_run("import"))
    importing.add_argument("file", metavar="FILE", help="CSV, or an export of this command")
    importing.add_argument(
        "--keep-going", action="store_true", help="import the good lines in spite of wrong ones"
    )
    adding.add_argument("--edition", required=True, metavar="E", help="the edition they get")
    importing.add_argument("--edition", default="", metavar="E", help="the edition they get")
    for part in (adding, importing):
        part.add_argument(
            "--basis",
            required=part is adding,
            default="",
            metavar="TEXT",
            help="why they may be written to; kept as their consent",
        )


def _add_one(parts: Commands) -> None:
    """Add the parts that concern one reader."""
    for name, help_text in (
        ("show", "show what is known of a reader"),
        ("leave", "end a reader's subscriptions"),
        ("erase", "forget a reader; only an HMAC stays, so that no import brings them back"),
        ("suppress", "never write to an address again"),
    ):
        part = parts.add_parser(name, help=help_text)
        part.set_defaults(run=_run(name))
        part.add_argument("address", metavar="ADDRESS")
        if name == "leave":
            part.add_argument("--edition", default="", metavar="E", help="only this one")


def _add_files(parts: Commands) -> None:
    exporting = parts.add_parser("export", help="print all readers")
    exporting.set_defaults(run=_run("export"))
    exporting.add_argument(
        "--format", choices=("csv", "json"), default="csv", help="json has their history too"
    )
    backing = parts.add_parser("backup", help="copy the database while it is in use")
    backing.set_defaults(run=_run("backup"))
    backing.add_argument("file", type=Path, metavar="FILE")
    copying = parts.add_parser("copy", help="move everything to another database")
    copying.set_defaults(run=_run("copy"))
    copying.add_argument("to", metavar="DATABASE", help="a new file, or postgresql://…")


def _add_server(parts: Commands) -> None:
    serving = parts.add_parser("serve", help="answer the subscription pages and send their mails")
    serving.set_defaults(run=_run("serve"))
    serving.add_argument("--port", type=port, default=8001, metavar="N", help="default: 8001")
    serving.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="default: this machine alone"
    )
    serving.add_argument(
        "--workers", type=positive, default=1, metavar="N", help="processes that answer; default: 1"
    )


def _run(part: str) -> Callable[[Options], int]:
    """Return what runs a part; its module is imported only then."""

    def run(options: Options) -> int:
        if not part and options.host:
            from broadsheet.commands import subscribers_page  # noqa: PLC0415 - an extra

            return subscribers_page.run(options)
        if part == "serve":
            from broadsheet.commands import subscribers_serve  # noqa: PLC0415 - an extra

            return subscribers_serve.run(options)
        from broadsheet.commands import subscribers_run  # noqa: PLC0415 - other commands need it not

        return subscribers_run.run(part, options)

    return run
