"""`publish build`: write all feeds and pages."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from broadsheet import console
from broadsheet.build import load_site, site_files
from broadsheet.commands import options as option
from broadsheet.config.load import find_root, load_config
from broadsheet.config.records import Config
from broadsheet.errors import ContentError, Severity
from broadsheet.output.lock import site_lock
from broadsheet.output.writer import WriteReport, write_tree


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("build", help="write all feeds; made for cron")
    parser.set_defaults(run=run)
    option.add_common(parser)
    parser.add_argument("--drafts", action="store_true", help="publish drafts too")
    parser.add_argument(
        "--jobs",
        type=option.positive,
        metavar="N",
        default=0,
        help="how many processes may render (default: one a core)",
    )
    parser.add_argument("--no-cache", action="store_true", help="render every article anew")


def run(options: argparse.Namespace) -> int:
    """Build a site; `options.now` is aware. Returns the exit code. Raises PublishError."""
    started = time.monotonic()
    config = load_config(find_root(options.folder))
    out = options.out or config.root / "out"
    with site_lock(config.root):
        loaded = load_site(config, options.now, drafts=options.drafts)
        problems = list(loaded.problems)
        errors = [p for p in problems if p.severity is Severity.ERROR]
        if errors and not options.keep_going:
            raise ContentError(*problems)
        files = site_files(loaded, problems, console.progress())
        report = write_tree(out, files)
    articles = len(loaded.site.articles)
    quiet = not report.written
    console.print_warnings(problems, quiet=quiet, everything="publish build --json")
    _summarise(config, out, report, articles)
    if options.json:
        console.print_json(
            {
                "command": "build",
                "articles": articles,
                "feeds": len(loaded.site.channels) * len(config.feeds.formats),
                "written": list(report.written),
                "unchanged": report.unchanged,
                "removed": list(report.removed),
                "problems": console.problems_as_json(problems),
                "seconds": round(time.monotonic() - started, 3),
            }
        )
    return 1 if errors else 0


def _summarise(config: Config, out: Path, report: WriteReport, articles: int) -> None:
    """Say what was done, to a person; a run under cron that changed nothing stays silent."""
    if report.written or report.removed or console.somebody_looks_on():
        console.tell(
            f"{config.site.title}: {articles} articles, {len(report.written)} files written, "
            f"{report.unchanged} unchanged, {len(report.removed)} removed, in {out}"
        )
