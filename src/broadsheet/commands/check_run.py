"""What `publish check` does; apart from its options, since other commands need none of it."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import TypeVar

from broadsheet import console
from broadsheet.checks.articles import read_pages
from broadsheet.checks.books import all_rules
from broadsheet.checks.fix import FixedFile, fixes, write
from broadsheet.checks.report import human, machine
from broadsheet.checks.run import Report, Run, check
from broadsheet.checks.targets import Targets, named_targets, site_targets
from broadsheet.commands.options import in_zone
from broadsheet.config.load import find_root, load_config
from broadsheet.config.records import Config
from broadsheet.errors import ConfigError, LockedError, OutputError, Severity
from broadsheet.output.lock import STATE_FOLDER, site_lock
from broadsheet.parallel import processors
from broadsheet.stamps import Stamps
from broadsheet.store import Store, with_store

Result = TypeVar("Result")

SHOWN = 5
"""Findings of one rule that a person is shown, without --all."""


def run(options: argparse.Namespace) -> int:
    """Check what was asked for; returns 1 where there are errors. Raises PublishError."""
    started = time.monotonic()
    config, targets = _targets(options)
    options.now = in_zone(options.now, config.site.timezone if config else UTC)
    if config and (options.fix or options.diff):
        return _fix(config, targets, options, started)
    jobs, progress = processors(), console.progress()
    report = _with_store(
        config, lambda store: check(targets, Run(config, options.now, store, jobs, progress))
    )
    _show(report, config, options, started)
    return int(_failed(report, strict=options.strict))


def _fix(config: Config, targets: Targets, options: argparse.Namespace, started: float) -> int:
    """Show what can be mended as a diff on stdout, or count it in JSON, and with --fix mend it."""

    def look(store: Store) -> list[FixedFile]:
        pages = read_pages(config, options.now, store, processors())
        return [file for file in fixes(pages) if targets.has_article(file.path)]

    found = _with_store(config, look)
    if options.json:
        _print_json({"articles": len(found)}, [], started, written=len(found) if options.fix else 0)
    else:
        console.show(file.diff().removesuffix("\n") for file in found)
    if options.fix:
        write(config.root, found)
    count = "1 article" if len(found) == 1 else f"{len(found)} articles"
    console.tell(f"{'mended' if options.fix else 'could mend'} {count}")
    return 0


def _with_store(config: Config | None, work: Callable[[Store], Result]) -> Result:
    """Give `work` the site's store; an empty one where a build is at work, or nothing may be written."""
    if config is not None:
        try:
            with site_lock(config.root) as now_ns:
                folder = config.root / STATE_FOLDER
                return with_store(folder, Stamps(config.root, now_ns), work)
        except (LockedError, OutputError):
            pass
    root = config.root if config else Path()
    return with_store(None, Stamps(root, 0), work)


def _targets(options: argparse.Namespace) -> tuple[Config | None, Targets]:
    """Return the site, None where feeds are named and there is none, and what is looked at."""
    try:
        root = find_root(options.folder)
    except ConfigError:
        if not options.paths:
            raise
        return None, named_targets(options.paths, None)
    config = load_config(root)
    if not options.paths:
        return config, site_targets(config)
    return config, named_targets([_found(path, root) for path in options.paths], config)


def _found(path: Path, root: Path) -> Path:
    """Return a path that somebody named: from the current folder, or else from the site's."""
    return path if path.exists() or not (root / path).exists() else root / path


def _failed(report: Report, *, strict: bool) -> bool:
    return any(strict or finding.severity is Severity.ERROR for finding in report.findings)


def _show(
    report: Report, config: Config | None, options: argparse.Namespace, started: float
) -> None:
    if options.json:
        counts = {f"{name}s": number for name, number in report.looked_at.items()}
        _print_json(counts, machine.as_json(report.findings), started)
    elif options.format == "github":
        console.show(machine.as_github(report.findings, lambda path: _from_here(path, config)))
    else:
        style = human.COLOURED if console.has_colour() else human.PLAIN
        limit = 0 if options.all else SHOWN
        console.show(human.report(report.findings, all_rules(), style, limit))
    console.tell(human.summary(report.findings, report.looked_at))


def _print_json(
    counts: dict[str, int], problems: list[dict[str, object]], started: float, written: int = 0
) -> None:
    files = {"written": written, "unchanged": 0, "removed": 0}
    seconds = round(time.monotonic() - started, 3)
    all_counts = {"articles": 0, "feeds": 0, **counts, **files}
    console.print_json({"command": "check", **all_counts, "problems": problems, "seconds": seconds})


def _from_here(path: str, config: Config | None) -> str:
    """Return a finding's path relative to the current folder, as GitHub wants it."""
    if config is None or not (config.root / path).exists():
        return path
    return Path(os.path.relpath(config.root / path)).as_posix()
