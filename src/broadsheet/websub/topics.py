"""Which files of out/ are feeds that somebody may subscribe to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from broadsheet import urls
from broadsheet.archives import FOLDER
from broadsheet.config.records import Config
from broadsheet.feeds import FORMATS

_IN_ARCHIVE = re.compile(rf"(?:^|/){FOLDER}/\d+/[^/]+$")


def topics(paths: Iterable[str], config: Config) -> tuple[str, ...]:
    """Return the URLs of the feeds among `paths` (below out/), in their order, without archives."""
    is_feed = re.compile("|".join(_patterns(config))).fullmatch
    return tuple(
        urls.file_url(config.site.url, path)
        for path in paths
        if is_feed(path) and not _IN_ARCHIVE.search(path)
    )


def _patterns(config: Config) -> Iterator[str]:
    """Yield what the paths of feeds match: their usual names, and the places that `paths` gives them."""
    feeds = config.feeds
    for name in feeds.formats:
        yield f"(?:.*/)?{re.escape(feeds.names.get(name, FORMATS[name].filename))}"
    yield from map(re.escape, feeds.paths.values())
    for custom in feeds.custom.values():
        yield from map(re.escape, custom.paths.values())
    for taxonomy in config.taxonomies.values():
        for place in taxonomy.paths.values():
            # Those of languages lie in folders of their own.
            parts = re.split(r"\{\w+\}", place)
            yield "(?:.+/)?" + ".+".join(map(re.escape, parts))
