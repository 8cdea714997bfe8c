"""`publish serve`: show what is built, and build again whenever a file changes."""

from __future__ import annotations

import argparse
import ipaddress
from collections.abc import Sequence
from pathlib import Path

from broadsheet import console
from broadsheet.commands.build import build
from broadsheet.commands.options import Commands, port
from broadsheet.config.load import find_root, load_config
from broadsheet.errors import Problem, PublishError, ServeError

LOOPBACK = "127.0.0.1"


def add(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("serve", help="show what is built, and rebuild on change")
    parser.set_defaults(
        run=run,
        drafts=False,
        keep_going=False,
        jobs=1,
        no_cache=False,
        precompress=False,
        preview=True,
        quiet=False,
        verbose=False,
    )
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="default: 8000")
    parser.add_argument(
        "--host", default=LOOPBACK, metavar="ADDRESS", help="default: this machine alone"
    )


def run(options: argparse.Namespace) -> int:
    """Serve out/ until interrupted. Raises PublishError, and KeyboardInterrupt at the end."""
    try:
        from broadsheet.serve import run as server  # noqa: PLC0415 - an extra may be missing
    except ImportError as error:
        message = f"needs {error.name}; run: pip install 'broadsheet[serve]'"
        raise ServeError(Problem("publish serve", 0, "", message)) from error
    root = find_root(options.folder)
    out = (root / "out").absolute()
    listener = server.listen(options.host, options.port)
    host, taken = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    console.tell(f"serving {out} at http://{shown}:{taken}/ until Ctrl-C")
    if not ipaddress.ip_address(host).is_loopback:
        console.tell(f"everybody who can reach {host} can read what is served")
    server.run(root, out, lambda: _rebuild(root, out, options), listener)


def _rebuild(root: Path, out: Path, options: argparse.Namespace) -> Sequence[Problem]:
    """Build as `publish build` does, at the present time; tell and return what is at fault."""
    options.now = options.clock()
    try:
        report = build(options, load_config(root), out)
    except PublishError as error:
        console.print_problems(error.problems)
        return error.problems
    console.print_warnings(report.problems, shown=True, everything="publish build --json")
    console.tell(f"built: {len(report.written)} files written, {len(report.removed)} removed")
    return report.problems
