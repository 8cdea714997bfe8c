"""Broadsheet: a folder of Markdown articles becomes feeds and a newsletter.

The library offers what the command does (docs/api.md): `build`, `digest`, `check`, `init`, `fetch`, `ping`
and `send`, with frozen options in and a frozen report out. They are imported when they are first asked for,
so that `import broadsheet` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from broadsheet.api import (
        BuildOptions,
        BuildReport,
        CheckOptions,
        CheckReport,
        DigestOptions,
        DigestReport,
        FetchOptions,
        FetchReport,
        InitReport,
        PingOptions,
        PingReport,
        SendOptions,
        SendReport,
        build,
        check,
        digest,
        fetch,
        init,
        ping,
        send,
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


def __getattr__(name: str) -> object:
    """Import a name of the API when it is asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from broadsheet import api  # noqa: PLC0415 - most programs need one of them

    return getattr(api, name)
