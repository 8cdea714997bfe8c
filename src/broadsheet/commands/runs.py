"""What the commands that write to out/ have in common: the lock, the store, and what they report."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from broadsheet import console
from broadsheet.config.records import Config
from broadsheet.errors import ChangedError, Problem, Severity
from broadsheet.garbage import uncollected
from broadsheet.idle import Report
from broadsheet.output.lock import STATE_FOLDER, site_lock
from broadsheet.stamps import Stamps
from broadsheet.store import Store, with_store

Result = TypeVar("Result")

ATTEMPTS = 3


def out_folder(options: argparse.Namespace, config: Config) -> Path:
    """Return where a run writes, absolute."""
    return Path(options.out or config.root / "out").absolute()


def locked_run(config: Config, run: Callable[[Store], Result], *, cached: bool = True) -> Result:
    """Run with the site's store, while no other run does; without `cached`, with an empty one.

    Where an article is changed meanwhile, it is run again, up to so many ATTEMPTS.
    """
    with site_lock(config.root) as now_ns, uncollected():
        folder = config.root / STATE_FOLDER if cached else None
        for _ in range(ATTEMPTS - 1):
            with contextlib.suppress(ChangedError):
                return with_store(folder, Stamps(config.root, now_ns), run)
        return with_store(folder, Stamps(config.root, now_ns), run)


def keep_for_hubs(config: Config, paths: Sequence[str]) -> None:
    """Keep what hubs are to be told of files that are about to be written.

    Who kills the run then makes them miss nothing: the next run tells them.
    """
    if config.site.hubs and paths:
        from broadsheet.websub.notify import after_writing  # noqa: PLC0415 - few sites have hubs

        after_writing(config, paths, send=False)


def tell_hubs(config: Config, report: Report, *, send: bool = True) -> Report:
    """Tell hubs what a run wrote or, unless `send`, keep it for the next; adds what they answer."""
    if not config.site.hubs:
        return report
    from broadsheet.websub.notify import after_writing  # noqa: PLC0415 - few sites have hubs

    problems = after_writing(config, report.written, send=send and config.websub.notify)
    return replace(report, problems=(*report.problems, *problems))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether articles are at fault, which stops a run without `--keep-going`."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def report_as_json(report: Report) -> dict[str, object]:
    """Return what `--json` shows of every run that writes."""
    return {
        "articles": report.articles,
        "feeds": report.feeds,
        "written": report.written,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "problems": console.problems_as_json(report.problems),
    }


def failure_as_json(problems: Sequence[Problem]) -> dict[str, object]:
    """Return what `--json` shows of a run that wrote nothing, being at fault."""
    return report_as_json(Report(0, 0, (), 0, (), tuple(problems)))
