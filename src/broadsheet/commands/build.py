"""`publish build`: write all feeds and pages."""

from __future__ import annotations

import argparse
import contextlib
import time
from functools import partial
from pathlib import Path

from broadsheet import console
from broadsheet.commands import options as option
from broadsheet.commands.runs import (
    failure_as_json,
    has_errors,
    keep_for_hubs,
    locked_run,
    out_folder,
    report_as_json,
    tell_hubs,
)
from broadsheet.config.load import find_root, load_config
from broadsheet.config.records import Config
from broadsheet.errors import ContentError
from broadsheet.idle import Inputs, Report, left_in, past_run, save_left, save_run
from broadsheet.newsletter.existing import existing_issues, is_issue_file
from broadsheet.parallel import processors
from broadsheet.store import Store
from broadsheet.text import counted


def add(commands: option.Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("build", help="write all feeds; made for cron")
    parser.set_defaults(run=run, preview=False, failure=failure_as_json)
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
    parser.add_argument("--no-cache", action="store_true", help="render every article anew")


def run(options: argparse.Namespace) -> int:
    """Build a site. Returns the exit code. Raises PublishError."""
    started = time.monotonic()
    config = load_config(find_root(options.folder))
    options.now = option.in_zone(options.now, config.site.timezone)
    out = out_folder(options, config)
    report = build(options, config, out)
    shown = console.is_shown(options, changed=bool(report.written or report.removed))
    console.print_warnings(report.problems, shown=shown, everything="publish build --json")
    if shown:
        _summarise(config, out, report)
    if options.json:
        seconds = round(time.monotonic() - started, 3)
        console.print_json({"command": "build", **report_as_json(report), "seconds": seconds})
    return int(has_errors(report.problems))


def build(options: argparse.Namespace, config: Config, out: Path) -> Report:
    """Build a site that nobody else builds meanwhile, and tell its hubs. Raises PublishError."""

    def run(store: Store) -> Report:
        return tell_hubs(config, _build(options, config, out, store), send=not options.preview)

    return locked_run(config, run, cached=not options.no_cache)


def _build(options: argparse.Namespace, config: Config, out: Path, store: Store) -> Report:
    issues = existing_issues(out)
    inputs = Inputs(
        config,
        store.stamps,
        drafts=options.drafts,
        precompress=options.precompress,
        issues=issues,
    )
    if past := past_run(store, out, options.now, inputs):
        return past
    from broadsheet.checks.glance import glance  # noqa: PLC0415
    from broadsheet.output.precompress import precompressed  # noqa: PLC0415
    from broadsheet.output.writer import write_tree  # noqa: PLC0415
    from broadsheet.pipeline import load_site, site_files  # noqa: PLC0415 - most runs need it not

    loaded = load_site(config, options.now, store, drafts=options.drafts, jobs=options.jobs)
    problems = list(loaded.problems)
    if not options.keep_going and has_errors(problems):
        raise ContentError(*problems)
    files = site_files(loaded, problems, console.progress(), options.jobs, issues)
    if options.precompress:
        files = precompressed(files)
    written = write_tree(
        out,
        files,
        keep=is_issue_file,
        left=left_in(store, out),
        jobs=options.jobs,
        announce=partial(keep_for_hubs, config),
    )
    save_left(store, out, written.left)
    report = Report(
        articles=len(loaded.site.articles),
        feeds=len(loaded.site.channels) * len(config.feeds.formats),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        problems=tuple(problems),
    )
    save_run(store, out, options.now, loaded.until, inputs, report)
    if report.written and not options.quiet:
        with contextlib.suppress(ContentError):  # It may read an article that has just changed.
            console.tell_if_any(glance(loaded.site, options.now))
    return report


def _summarise(config: Config, out: Path, report: Report) -> None:
    console.tell(
        f"{config.site.title}: {counted(report.articles, 'article')}, "
        f"{counted(len(report.written), 'file')} written, "
        f"{report.unchanged} unchanged, {len(report.removed)} removed, in {out}"
    )
