"""A site's store, open while a run works: for runs that write the output, and for those that only read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from broadsheet.config import Config
from broadsheet.errors import ChangedError, LockedError, OutputError
from broadsheet.output import STATE_FOLDER, site_lock
from broadsheet.process import uncollected
from broadsheet.stamps import Stamps
from broadsheet.store import Store, with_store

Result = TypeVar("Result")

ATTEMPTS = 3
"""How often a run is tried if articles change while it works."""


def locked_run(config: Config, run: Callable[[Store], Result], *, cached: bool = True) -> Result:
    """Call `run` with the site's store while no other run works on the site.

    Without `cached` the store is empty, and what is saved in it is dropped. If an article changes during
    the run, it is tried again, up to ATTEMPTS times. Raises LockedError, OutputError and what `run` raises.
    """
    with site_lock(config.root) as now_ns, uncollected():
        folder = config.root / STATE_FOLDER if cached else None
        for _ in range(ATTEMPTS - 1):
            with contextlib.suppress(ChangedError):
                return with_store(folder, Stamps(config.root, now_ns), run)
        return with_store(folder, Stamps(config.root, now_ns), run)


def with_site_store(config: Config | None, work: Callable[[Store], Result]) -> Result:
    """Call `work` with the site's store, or with an empty one.

    The store is empty if there is no site, a build holds the lock, or the folder is read-only.
    """
    if config is not None:
        try:
            with site_lock(config.root) as now_ns:
                folder = config.root / STATE_FOLDER
                return with_store(folder, Stamps(config.root, now_ns), work)
        except (LockedError, OutputError):
            pass
    root = config.root if config else Path()
    return with_store(None, Stamps(root, 0), work)
