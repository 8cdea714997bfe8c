"""What all runs share: the site's configuration, its output folder, the lock, the store and the hubs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from broadsheet.config import Config, find_root, load_config
from broadsheet.engines import resolve
from broadsheet.errors import ArticleError, Problem
from broadsheet.up_to_date import BuildReport

Result = TypeVar("Result")


def config_of(site: Path | Config) -> Config:
    """Return the configuration of a site.

    `site` is its folder or one below it (as `publish -C` takes it), or the configuration itself.
    Raises ConfigError.
    """
    return site if isinstance(site, Config) else load_config(find_root(site), resolve)


def output_folder(config: Config, out: Path | None = None) -> Path:
    """Return the folder that a site is written to, absolute; `out` is what `--out` asks for."""
    return (out or config.root / config.site.out).absolute()


def without_broken(run: Callable[[tuple[Problem, ...]], Result], *, keep_going: bool) -> Result:
    """Call `run` with the problems of the articles that it has to leave out; the first time with none.

    If work on some articles fails, and with `keep_going`, it is called again without them.
    Raises what `run` raises.
    """
    broken: tuple[Problem, ...] = ()
    while True:
        try:
            return run(broken)
        except ArticleError as error:
            known = {problem.path for problem in broken}
            if not keep_going or known >= {problem.path for problem in error.problems}:
                raise
            broken += error.problems


def queue_pings(config: Config, paths: Sequence[str]) -> None:
    """Queue pings about files that are about to be written.

    If the run is killed after that, the next run sends them.
    """
    if config.site.hubs and paths:
        from broadsheet.websub import after_writing  # noqa: PLC0415 - few sites have hubs

        after_writing(config, paths, send=False)


def ping_hubs(config: Config, report: BuildReport, *, send: bool = True) -> BuildReport:
    """Tell the hubs what a run wrote, and return the report with their answers.

    Unless `send`, the pings are queued for the next run.
    """
    if not config.site.hubs:
        return report
    from broadsheet.websub import after_writing  # noqa: PLC0415 - few sites have hubs

    problems = after_writing(config, report.written, send=send and config.websub.notify)
    return replace(report, problems=(*report.problems, *problems))
