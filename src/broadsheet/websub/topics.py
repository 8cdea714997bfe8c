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
    for table in (feeds.paths, *(taxonomy.paths for taxonomy in config.taxonomies.values())):
        for place in table.values():
            yield ".+".join(re.escape(part) for part in place.split("{slug}"))
