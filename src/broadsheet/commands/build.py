"""`publish build`: write all feeds and pages."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from broadsheet import BuildOptions, BuildReport, build, console
from broadsheet.api import output_folder
from broadsheet.commands import options as option
from broadsheet.config import Config, find_root, load_config
from broadsheet.engines import resolve
from broadsheet.errors import has_errors
from broadsheet.process import processors
from broadsheet.text import counted


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("build", help="write all feeds; made for cron")
    parser.set_defaults(run=run, failure=console.failure_as_json)
    option.add_common(parser)
    parser.add_argument("--drafts", action="store_true", help="publish drafts too")
    parser.add_argument(
        "--jobs",
        type=option.positive,
        metavar="N",
        default=processors(),
        help="how many processes may render (default: one a core)",
    )
    parser.add_argument(
        "--precompress", action="store_true", help="write .br and .gz beside each text, for servers"
    )
    parser.add_argument(
        "--offline", action="store_true", help="do not ask the feeds of [content] feed"
    )
    parser.add_argument("--no-cache", action="store_true", help="render every article anew")


def run(options: argparse.Namespace) -> int:
    """Build a site. Returns the exit code. Raises PublishError."""
    started = time.monotonic()
    config = load_config(find_root(options.folder), resolve)
    now = option.in_zone(options.now, config.site.timezone)
    report = build(config, _options(options), now=now, progress=console.progress())
    shown = console.is_shown(options, changed=bool(report.written or report.removed))
    console.tell_if_any(report.notice)
    console.print_warnings(report.problems, shown=shown, everything="publish build --json")
    if shown:
        _summarise(config, output_folder(config, options.out), report)
    if options.json:
        seconds = round(time.monotonic() - started, 3)
        console.print_json(
            {"command": "build", **console.report_as_json(report), "seconds": seconds}
        )
    return int(has_errors(report.problems))


def _options(options: argparse.Namespace) -> BuildOptions:
    return BuildOptions(
        out=options.out,
        keep_going=options.keep_going,
        drafts=options.drafts,
        jobs=options.jobs,
        cached=not options.no_cache,
        offline=options.offline,
        precompress=options.precompress,
        quick_check=not options.quiet,
    )


def _summarise(config: Config, out: Path, report: BuildReport) -> None:
    console.tell(
        f"{config.site.title}: {counted(report.articles, 'article')}, "
        f"{counted(len(report.written), 'file')} written, "
        f"{report.unchanged} unchanged, {len(report.removed)} removed, in {out}"
    )
