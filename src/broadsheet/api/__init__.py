"""What Broadsheet does, as functions: frozen options in, a frozen report out, errors as exceptions.

    builds       build: write all feeds and pages of a site
    digests      digest: write issues of the newsletter
    checking     check: find problems in articles, feeds and issues; compare with another program's
    beginnings   init: write a publish.toml that fits a folder
    sends        send: hand issues that are due to their readers, each once
    fetches      fetch: keep the entries of the feeds that are sources
    pings        ping: tell the hubs which feeds changed
    site_run     what they share: the site's configuration, output folder, lock and store

None of them prints, exits or reads the clock: the time is given as `now` (aware), and progress goes to
a function. They raise `errors.PublishError`, which carries all `Problem`s of a run. Each is imported when
it is first asked for: a build by cron that has nothing to do needs only `builds`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.api.beginnings import InitReport, init
    from broadsheet.api.builds import BuildOptions, BuildReport, build
    from broadsheet.api.checking import (
        AgainstOptions,
        AgainstReport,
        CheckOptions,
        CheckReport,
        check,
        check_against,
    )
    from broadsheet.api.digests import DigestOptions, DigestReport, digest
    from broadsheet.api.fetches import FetchOptions, FetchReport, fetch
    from broadsheet.api.pings import PingOptions, PingReport, ping
    from broadsheet.api.sends import SendOptions, SendReport, send

_MODULES = {
    "builds": ("BuildOptions", "BuildReport", "build"),
    "digests": ("DigestOptions", "DigestReport", "digest"),
    "checking": (
        "AgainstOptions",
        "AgainstReport",
        "CheckOptions",
        "CheckReport",
        "check",
        "check_against",
    ),
    "beginnings": ("InitReport", "init"),
    "fetches": ("FetchOptions", "FetchReport", "fetch"),
    "pings": ("PingOptions", "PingReport", "ping"),
    "sends": ("SendOptions", "SendReport", "send"),
}

__all__ = [
    "AgainstOptions",
    "AgainstReport",
    "BuildOptions",
    "BuildReport",
    "CheckOptions",
    "CheckReport",
    "DigestOptions",
    "DigestReport",
    "FetchOptions",
    "FetchReport",
    "InitReport",
    "PingOptions",
    "PingReport",
    "SendOptions",
    "SendReport",
    "build",
    "check",
    "check_against",
    "digest",
    "fetch",
    "init",
    "ping",
    "send",
]


def __getattr__(name: str) -> object:
    """Import a name when it is asked for (PEP 562)."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
