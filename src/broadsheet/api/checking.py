"""`broadsheet.check`: find problems in articles, feeds and newsletter issues."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from broadsheet.api.site_run import config_of, output_folder
from broadsheet.checks import CheckOptions, CheckReport
from broadsheet.checks import check as run_check
from broadsheet.comparison import AgainstOptions, AgainstReport
from broadsheet.comparison import check_against as run_against
from broadsheet.config import Config
from broadsheet.model import Progress, no_progress

__all__ = [
    "AgainstOptions",
    "AgainstReport",
    "CheckOptions",
    "CheckReport",
    "check",
    "check_against",
]


def check(
    site: Path | Config | None,
    options: CheckOptions | None = None,
    *,
    now: datetime,
    progress: Progress = no_progress,
) -> CheckReport:
    """Check a site, or the files in `options.paths`, and change nothing.

    `site` is None for feeds that belong to no site; then `options` name them. Problems that are found are
    in the report. Raises ConfigError if publish.toml cannot be used, ContentError if there is no content.
    """
    config = None if site is None else config_of(site)
    chosen = options or CheckOptions()
    if config and chosen.out is None:
        chosen = replace(chosen, out=output_folder(config))
    return run_check(config, chosen, now=now, progress=progress)


def check_against(
    site: Path | Config,
    options: AgainstOptions,
    *,
    now: datetime,
    progress: Progress = no_progress,
) -> AgainstReport:
    """Compare a site's articles with what another program publishes of them, and change nothing.

    Raises ConfigError, ContentError if there is nothing to compare, UsageError if `options.target`
    does not exist.
    """
    return run_against(config_of(site), options, now=now, progress=progress)
