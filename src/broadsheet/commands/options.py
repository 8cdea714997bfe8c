"""Options that commands share, and how their values are read."""

from __future__ import annotations

import argparse
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no other name
else:
    Commands = object

MAX_PORT = 65535

_OF_THE_SITE = timezone(timedelta(), "the site's, which is not known yet")


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that writes to out/."""
    parser.add_argument("--out", type=folder, metavar="DIR", help="write there (default: out)")
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="publish the good articles in spite of faulty ones",
    )
    parser.add_argument("--now", type=moment, metavar="TIME", help="run as if it were that time")
    parser.add_argument("--json", action="store_true", help="print a report as JSON")
    said = parser.add_mutually_exclusive_group()
    said.add_argument(
        "-v", "--verbose", action="store_true", help="say what was done though nothing changed"
    )
    said.add_argument("-q", "--quiet", action="store_true", help="print only errors")


def folder(text: str) -> Path:
    """Read the name of a folder; a variable that is not set names none. Raises ArgumentTypeError."""
    if not text.strip():
        message = f"{text!r} names no folder; write e.g. out, or . for the one you are in"
        raise argparse.ArgumentTypeError(message)
    return Path(text)


def moment(text: str) -> datetime:
    """Read a time, naive where it has no offset (see `in_zone`). Raises ArgumentTypeError."""
    from broadsheet import dates  # noqa: PLC0415 - its parser takes long, and is rarely needed here

    try:
        found = dates.parse(text, _OF_THE_SITE)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return found.replace(tzinfo=None) if found.tzinfo is _OF_THE_SITE else found


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Make a time aware; one without offset is in `zone`."""
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def positive(text: str) -> int:
    """Read a number from 1 on. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        message = f"{text!r} is not a number from 1 on; write e.g. 2"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def port(text: str) -> int:
    """Read a port's number; 0 stands for any that is free. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit()) or int(text) > MAX_PORT:
        message = f"{text!r} is not a port; write e.g. 8000"
        raise argparse.ArgumentTypeError(message)
    return int(text)
