"""Which files of out/ are feeds that somebody may subscribe to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from broadsheet import urls
from broadsheet.archives import FOLDER
from broadsheet.config.records import Config
from broadsheet.feeds import FORMATS

_IN_ARCHIVE = re.compile(rf"(?:^|/){FOLDER}/\d+/[^/]+$")


def topics(paths: Iterable[str], config: Config) -> tuple[str, ...]:
    """Return the URLs of the feeds among `paths` (below out/), in their order, without archives."""
    names = {config.feeds.names.get(n, FORMATS[n].filename) for n in config.feeds.formats}
    return tuple(
        urls.file_url(config.site.url, path)
        for path in paths
        if path.rpartition("/")[2] in names and not _IN_ARCHIVE.search(path)
    )
