"""The feed formats, and where the documents of a feed lie. To add a format: a module and a line."""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.config import records
from broadsheet.feeds.atom import Atom
from broadsheet.feeds.format import Format
from broadsheet.feeds.jsonfeed import JsonFeed
from broadsheet.feeds.rss import Rss
from broadsheet.model import Channel

FORMATS: Mapping[str, Format] = {
    "atom": Atom(),
    "rss": Rss(),
    "json": JsonFeed(),
}
"""Every format by its name in `[feeds] formats`."""


def feed_path(folder: str, name: str, config: records.FeedsConfig) -> str:
    """Return the path below out/ of a feed in the format `name`.

    `folder` is "" for out/ itself, and has no slash at either end.
    """
    file = config.names.get(name, FORMATS[name].filename)
    return f"{folder}/{file}" if folder else file


def document_path(channel: Channel, folder: str, name: str, config: records.FeedsConfig) -> str:
    """Return the path below out/ of one document of a channel's feed in the format `name`.

    `folder` is the channel's own, or that of an archive document.
    """
    own = folder == channel.path and name in channel.paths
    return channel.paths[name] if own else feed_path(folder, name, config)
