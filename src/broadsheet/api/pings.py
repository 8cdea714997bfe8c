"""`broadsheet.ping`: tell the hubs which feeds changed (WebSub)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from broadsheet.api.site_run import config_of, output_folder
from broadsheet.config import FILE_NAME, Config
from broadsheet.errors import ConfigError, Problem
from broadsheet.output import manifest, site_lock
from broadsheet.websub import tell_hubs, topics


@dataclass(frozen=True, slots=True, kw_only=True)
class PingOptions:
    """Which feeds the hubs are notified about.

    By default, the feeds of which earlier runs could not tell them; with `every_feed`, all feeds in
    the output folder, which `out` names (default: `out` in the site's folder).
    """

    every_feed: bool = False
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class PingReport:
    """How many pings hubs accepted, how many wait for the next run, and what went wrong (warnings)."""

    taken: int
    pending: int
    problems: tuple[Problem, ...]


def ping(site: Path | Config, options: PingOptions | None = None) -> PingReport:
    """Tell the hubs of a site. Raises ConfigError if it names no hub, LockedError, OutputError."""
    config, options = config_of(site), options or PingOptions()
    if not config.site.hubs:
        message = 'names no hub; write e.g. hubs = ["https://pubsubhubbub.appspot.com/"]'
        raise ConfigError(Problem(FILE_NAME, 0, "site.hubs", message))
    out = output_folder(config, options.out)
    with site_lock(config.root):
        changed = topics(sorted(manifest.written_files(out)), config) if options.every_feed else ()
        told = tell_hubs(config, changed)
    return PingReport(told.taken, len(told.pending), told.problems)
