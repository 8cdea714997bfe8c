"""The pings that hubs have to get: which written files are feeds, and which pings wait."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.feeds import FORMATS
from broadsheet.output import STATE_FOLDER
from broadsheet.site import ARCHIVE
from broadsheet.walk import MAX_TEXT, read_file

NAME = "websub.json"

Ping = tuple[str, str]
"""A hub and a topic, both URLs."""

_IN_ARCHIVE = re.compile(rf"(?:^|/){ARCHIVE}/\d+/[^/]+$")


@dataclass(frozen=True, slots=True)
class PendingPings:
    """The pings of a site that no hub has accepted yet, kept in its state folder.

    Whoever writes them holds the site's lock.
    """

    root: Path

    @property
    def _file(self) -> Path:
        return self.root / STATE_FOLDER / NAME

    def read(self) -> tuple[Ping, ...]:
        """Return the pings; a missing or damaged file counts as empty."""
        try:
            data = json.loads(read_file(self._file, MAX_TEXT))
            return tuple((str(hub), str(topic)) for hub, topic in data["pending"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return ()

    def write(self, pings: Iterable[Ping]) -> None:
        """Keep pings for the next run; nothing is written if nothing changes."""
        pending = tuple(dict.fromkeys(pings))
        if pending != self.read():
            self._file.parent.mkdir(exist_ok=True)
            made = self._file.with_suffix(".new")
            made.write_text(json.dumps({"pending": pending}, indent=0) + "\n", "utf-8")
            made.replace(self._file)


def topics(paths: Iterable[str], config: Config) -> tuple[str, ...]:
    """Return the URLs of the feeds among `paths` (below out/), in their order, without archives."""
    is_feed = re.compile("|".join(_patterns(config))).fullmatch
    return tuple(
        urls.file_url(config.site.url, path)
        for path in paths
        if is_feed(path) and not _IN_ARCHIVE.search(path)
    )


def _patterns(config: Config) -> Iterator[str]:
    """Yield patterns of the paths of feeds: their usual names, and those that `paths` sets."""
    feeds = config.feeds
    for name in feeds.formats:
        yield f"(?:.*/)?{re.escape(feeds.names.get(name, FORMATS[name].filename))}"
    yield from map(re.escape, feeds.paths.values())
    for custom in feeds.custom.values():
        yield from map(re.escape, custom.paths.values())
    for taxonomy in config.taxonomies.values():
        for place in taxonomy.paths.values():
            # A language has a folder of its own.
            parts = re.split(r"\{\w+\}", place)
            yield "(?:.+/)?" + ".+".join(map(re.escape, parts))
