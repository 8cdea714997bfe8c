"""The command `publish`: the only place that exits and reads the clock.

It uses argparse. Importing click takes 40 to 90 ms of CPU and argparse 22 (measured on one machine, Python
3.11), and under cron most runs have nothing to do, so that importing is what they cost.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from importlib import import_module
from pathlib import Path

from broadsheet import __version__, console
from broadsheet.attempt import unforeseen
from broadsheet.commands import print_file
from broadsheet.errors import Problem, PublishError, missing_package
from broadsheet.interrupts import interruptible, is_interrupt

COMMANDS = tuple("build digest check init fetch serve ping send subscribers bounces".split())
"""The modules of `commands/`, in the order in which `publish --help` lists them."""

USAGE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code of the contract (0, 1, 2, 75 or 130)."""
    try:
        with interruptible():
            return _run(arguments)
    except KeyboardInterrupt:
        console.tell("interrupted; nothing is half done, so run it again")
        return INTERRUPTED
    finally:
        console.settle_streams()


def _run(arguments: Sequence[str] | None) -> int:
    console.open_streams()
    started = time.monotonic()
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = make_parser(_named(arguments))
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help(sys.stderr)
        return USAGE
    options.clock = partial(datetime.now, UTC)
    options.is_time_given = getattr(options, "now", None) is not None
    options.now = options.now if options.is_time_given else options.clock()
    try:
        code = _outcome(options, started)
        console.flush_results()
    except BrokenPipeError:
        return 1
    except OSError as error:
        console.tell(
            f"{error.filename or 'a file'}: {error.strerror or error}; fix it and run again"
        )
        return 1
    return code


def _outcome(options: argparse.Namespace, started: float) -> int:
    """Run the command that was asked for; what it raises for people is shown to them."""
    try:
        return int(_called(options))
    except PublishError as error:
        console.print_problems(error.problems)
        if getattr(options, "json", False):
            report = getattr(options, "failure", _problems)(error.problems)
            seconds = round(time.monotonic() - started, 3)
            console.print_json({"command": options.command, **report, "seconds": seconds})
        return error.exit_code


def _called(options: argparse.Namespace) -> int:
    """Run the command. Raises PublishError, OSError, KeyboardInterrupt, and nothing else.

    With BROADSHEET_TRACEBACK in the environment, errors that nobody foresaw show where they come from.
    """
    try:
        return int(options.run(options))
    except (PublishError, OSError):
        raise
    except Exception as error:
        if is_interrupt(error):
            raise KeyboardInterrupt from error
        if os.environ.get("BROADSHEET_TRACEBACK"):
            raise
        problem = unforeseen(error, f"publish {options.command}", "run")
        what = problem.message.rpartition("; ")[0]
        bug = f"{what}; this is a bug: report it with what BROADSHEET_TRACEBACK=1 shows"
        raise PublishError(replace(problem, message=missing_package(error) or bug)) from error


def _problems(problems: Sequence[Problem]) -> dict[str, object]:
    return {"problems": console.problems_as_json(problems)}


def _named(arguments: Sequence[str]) -> str:
    """Return the command that a command line begins with, "" if only the parser can find it."""
    rest = arguments[2:] if arguments[:1] == ["-C"] else arguments
    return rest[0] if rest and rest[0] in COMMANDS else ""


@cache
def make_parser(command: str = "") -> argparse.ArgumentParser:
    """Make the parser of the command line; each command's module adds its own part.

    It knows all commands, or one alone: the options of all take a tenth of a run with nothing to do.
    """
    parser = argparse.ArgumentParser(
        prog="publish", description="Turn a folder of Markdown articles into feeds and newsletters."
    )
    parser.add_argument("--version", action="version", version=f"Broadsheet {__version__}")
    parser.add_argument(
        "-C", dest="folder", type=Path, default=Path(), metavar="DIR", help="the site's folder"
    )
    print_file.add(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name in (command,) if command else COMMANDS:
        import_module(f"broadsheet.commands.{name}").add(commands)
    return parser
