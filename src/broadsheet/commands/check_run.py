"""What `publish check` does. It is a module of its own, so that other commands do not import it."""

from __future__ import annotations

import argparse
import os
import time
from datetime import UTC
from pathlib import Path

from broadsheet import CheckOptions, CheckReport, check, console
from broadsheet.api import output_folder
from broadsheet.checks import all_rules, fix_articles
from broadsheet.commands import check_report
from broadsheet.commands.options import in_zone
from broadsheet.config import Config, find_root, load_config
from broadsheet.engines import resolve
from broadsheet.errors import NoSiteError, UsageError
from broadsheet.process import processors
from broadsheet.text import counted

SHOWN = 5
"""Problems of one rule that are shown without --all."""


def run(options: argparse.Namespace) -> int:
    """Check the site or the paths in `options`. Returns the exit code. Raises PublishError."""
    started = time.monotonic()
    config = _config(options)
    out = output_folder(config, options.out) if config else None
    chosen = CheckOptions(tuple(options.paths), out, processors())
    options.now = in_zone(options.now, config.site.timezone if config else UTC)
    if options.against:
        return _against(config, options, started)
    if config and (options.fix or options.diff):
        return _fix(config, chosen, options, started)
    report = check(config, chosen, now=options.now, progress=console.progress())
    if config is None and not (report.feeds or report.issues):
        message = (
            "there is no feed and no issue, and no publish.toml here or above; check a site's files"
        )
        raise UsageError("PATH", message, "check")
    _show(report, config, options, started)
    return int(report.has_errors or (options.strict and bool(report.problems)))


def _against(config: Config | None, options: argparse.Namespace, started: float) -> int:
    """Compare the site with what another program publishes of it."""
    from broadsheet.commands import check_against  # noqa: PLC0415 - few checks need it

    if config is None or options.paths or options.fix or options.diff:
        message = "compares a whole site; name no other path, and run it where publish.toml is"
        raise UsageError("--against", message, "check")
    return check_against.run(config, options, started)


def _config(options: argparse.Namespace) -> Config | None:
    """Return the configuration of the site here or above, else of the site that the paths lie in.

    None if there is neither, as for feeds of another program. Raises UsageError for paths of two sites.
    """
    try:
        return load_config(find_root(options.folder), resolve)
    except NoSiteError:
        if not options.paths:
            raise
    starts = (path if path.is_dir() else path.absolute().parent for path in options.paths)
    roots = {root for start in starts if (root := _root_of(start))}
    if len(roots) > 1:
        names = " and ".join(sorted(map(str, roots)))
        raise UsageError("PATH", f"the paths lie in {names}; check each site by itself", "check")
    return load_config(roots.pop(), resolve) if roots else None


def _root_of(folder: Path) -> Path | None:
    try:
        return find_root(folder)
    except NoSiteError:
        return None


def _fix(config: Config, chosen: CheckOptions, options: argparse.Namespace, started: float) -> int:
    """Correct articles with --fix; print what changes as a diff, or a count as JSON."""
    fixed = fix_articles(config, chosen, now=options.now, write=options.fix)
    if options.json:
        _print_json({"articles": len(fixed)}, [], started, written=len(fixed) if options.fix else 0)
    else:
        console.show(file.diff().removesuffix("\n") for file in fixed)
    verb = "fixed" if options.fix else "could fix"
    console.tell(f"{verb} {counted(len(fixed), 'article')}")
    return 0


def _show(
    report: CheckReport, config: Config | None, options: argparse.Namespace, started: float
) -> None:
    if options.json:
        counts = {"articles": report.articles, "feeds": report.feeds, "letters": report.issues}
        _print_json(counts, check_report.as_json(report.problems), started)
    elif options.format == "github":
        lines = check_report.as_github(report.problems, lambda path: _from_here(path, config))
        console.show(lines)
    else:
        style = check_report.COLOURED if console.has_colour() else check_report.PLAIN
        limit = 0 if options.all else SHOWN
        reasons = {name: rule.why for name, rule in all_rules().items()}
        console.show(check_report.as_text(report.problems, reasons, style, limit))
    console.tell(check_report.summary(report))


def _print_json(
    counts: dict[str, int], problems: list[dict[str, object]], started: float, written: int = 0
) -> None:
    files = {"written": written, "unchanged": 0, "removed": 0}
    seconds = round(time.monotonic() - started, 3)
    all_counts = {"articles": 0, "feeds": 0, **counts, **files}
    console.print_json({"command": "check", **all_counts, "problems": problems, "seconds": seconds})


def _from_here(path: str, config: Config | None) -> str:
    """Return a path relative to the current folder, as GitHub expects it."""
    if config is None or not (config.root / path).exists():
        return path
    return Path(os.path.relpath(config.root / path)).as_posix()
