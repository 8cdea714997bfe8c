"""`broadsheet.fetch`: keep the entries of the feeds that are sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.api.site_run import config_of
from broadsheet.config import FILE_NAME, Config
from broadsheet.errors import ConfigError, Problem
from broadsheet.fetching import FetchReport, fetch_feeds

__all__ = ["FetchOptions", "FetchReport", "fetch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """With `force`, feeds are asked too that said to wait, or that they are gone."""

    force: bool = False


def fetch(
    site: Path | Config, options: FetchOptions | None = None, *, now: datetime
) -> FetchReport:
    """Ask the feeds of a site, and keep their entries below `fetched/`.

    A feed that cannot be fetched is a warning in the report, and its earlier entries stay. Raises
    ConfigError if the site names no feed, LockedError, OutputError.
    """
    config, options = config_of(site), options or FetchOptions()
    if not config.content.feed:
        message = 'names no feed; write e.g. feed = "https://example.org/feed.xml" below [content]'
        raise ConfigError(Problem(FILE_NAME, 0, "content.feed", message))
    return fetch_feeds(config, now, force=options.force)
