"""`publish serve`: show what is built, and build again whenever a file changes."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet import BuildOptions, build, console
from broadsheet.api import output_folder
from broadsheet.attempt import unforeseen
from broadsheet.commands.options import Commands, port
from broadsheet.compression import COPIES
from broadsheet.config import find_root, load_config
from broadsheet.engines import resolve
from broadsheet.errors import Problem, PublishError, ServeError, needs
from broadsheet.listening import listen
from broadsheet.output import manifest

if TYPE_CHECKING:
    from broadsheet.newsletter import IssuePreview

LOOPBACK = "127.0.0.1"


def add(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("serve", help="show what is built, and rebuild on change")
    parser.set_defaults(run=run)
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="default: 8000")
    parser.add_argument(
        "--host", default=LOOPBACK, metavar="ADDRESS", help="default: this machine alone"
    )


def run(options: argparse.Namespace) -> int:
    """Serve out/ until interrupted. Raises PublishError, and KeyboardInterrupt at the end."""
    try:
        from broadsheet import serve as server  # noqa: PLC0415 - an extra may be missing
    except ImportError as error:
        problem = Problem("publish serve", 0, "", needs(error.name, "serve"))
        raise ServeError(problem) from error
    root = find_root(options.folder)
    out = output_folder(load_config(root, resolve))
    listener = listen(options.host, options.port, "publish serve")
    host, taken = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    console.tell(f"serving {out} at http://{shown}:{taken}/ until Ctrl-C")
    if not ipaddress.ip_address(host).is_loopback:
        console.tell(f"everybody who can reach {host} can read what is served")
    console.tell(f"issues as e-mails: http://{shown}:{taken}{server.ISSUES}/")
    served = server.Preview(
        root, out, partial(_rebuild, root, out, options.clock), _Issues(root, options.clock)
    )
    server.serve(served, console.tell, listener, options.host)


class _Issues:
    """Makes issues at the present time, between builds."""

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        self._root = root
        self._clock = clock

    def editions(self) -> Sequence[str]:
        """Return the names of all editions. Raises ConfigError."""
        return tuple(load_config(self._root, resolve).digest)

    def preview(self, edition: str, issue: str) -> IssuePreview:
        """Make an issue. Raises PublishError."""
        from broadsheet.api import preview  # noqa: PLC0415 - a tenth of a second

        with _foreseen():
            config = load_config(self._root, resolve)
            return preview(config, edition, issue, now=self._clock())


def _rebuild(root: Path, out: Path, clock: Callable[[], datetime]) -> Sequence[Problem]:
    """Build as `publish build` does, at the present time; print and return the problems.

    Compressed files are kept up to date if they exist.
    """
    try:
        with _foreseen():
            is_packed = any(path.endswith(COPIES) for path in manifest.written_files(out))
            options = BuildOptions(notify=False, precompress=is_packed)
            report = build(load_config(root, resolve), options, now=clock())
    except PublishError as error:
        console.print_problems(error.problems)
        return error.problems
    console.tell_if_any(report.notice)
    console.print_warnings(report.problems, shown=True, everything="publish build --json")
    console.tell(f"built: {len(report.written)} files written, {len(report.removed)} removed")
    return report.problems


@contextlib.contextmanager
def _foreseen() -> Iterator[None]:
    """Raise PublishError for whatever the work raises: the next change may repair what nobody foresaw."""
    try:
        yield
    except PublishError:
        raise
    except Exception as error:
        raise PublishError(unforeseen(error, "publish serve", "run")) from error
