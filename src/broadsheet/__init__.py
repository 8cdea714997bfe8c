"""Broadsheet: a folder of Markdown articles becomes feeds and a newsletter.

The library offers what the command does (docs/api.md): `build`, `digest`, `check`, `init`, `fetch`, `ping`
and `send`, with frozen options in and a frozen report out. They are imported when they are first asked for,
so that `import broadsheet` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.api.beginnings import InitReport, init
    from broadsheet.api.builds import BuildOptions, BuildReport, build
    from broadsheet.api.checking import CheckOptions, CheckReport, check
    from broadsheet.api.digests import DigestOptions, DigestReport, digest
    from broadsheet.api.fetches import FetchOptions, FetchReport, fetch
    from broadsheet.api.pings import PingOptions, PingReport, ping
    from broadsheet.api.sends import SendOptions, SendReport, send
else:
    __getattr__ = lazy(
        __name__,
        {
            "api.builds": "BuildOptions BuildReport build",
            "api.digests": "DigestOptions DigestReport digest",
            "api.checking": "CheckOptions CheckReport check",
            "api.beginnings": "InitReport init",
            "api.fetches": "FetchOptions FetchReport fetch",
            "api.pings": "PingOptions PingReport ping",
            "api.sends": "SendOptions SendReport send",
        },
    )

__version__ = "0.1.0"

__all__ = [
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
    "digest",
    "fetch",
    "init",
    "ping",
    "send",
]
