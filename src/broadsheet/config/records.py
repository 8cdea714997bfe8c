"""publish.toml as records: `Config`, and the record of each of its tables.

Each field's `key(...)` says how its value is read, and documents it. To add a key, add a field. The
reader, the error for unknown keys, docs/configuration.md and the JSON Schema for editors (`make docs`)
follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from broadsheet.config import values
from broadsheet.config.digest import DEFAULT_EDITIONS, Colours, DigestConfig, Fonts, Show
from broadsheet.config.feeds import (
    DEFAULT_TAXONOMIES,
    RESERVED_TAXONOMIES,
    CheckConfig,
    CustomFeed,
    FeedsConfig,
    PagesConfig,
    TaxonomyConfig,
    WebSubConfig,
)
from broadsheet.config.keys import Filter, key
from broadsheet.config.send import RelayAddress, SendConfig, SendTime
from broadsheet.config.site import FETCHED, UTC, ContentConfig, MarkdownConfig, SiteConfig
from broadsheet.config.subscribe import SubscribeConfig
from broadsheet.errors import UsageError

__all__ = [
    "DEFAULT_EDITIONS",
    "FETCHED",
    "RESERVED_TAXONOMIES",
    "UTC",
    "CheckConfig",
    "Colours",
    "Config",
    "ContentConfig",
    "CustomFeed",
    "DigestConfig",
    "FeedsConfig",
    "FetchConfig",
    "Filter",
    "Fonts",
    "MarkdownConfig",
    "PagesConfig",
    "RelayAddress",
    "SendConfig",
    "SendTime",
    "Show",
    "SiteConfig",
    "SubscribeConfig",
    "TaxonomyConfig",
    "WebSubConfig",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchConfig:
    """`[fetch]`: how the feeds of `[content] feed` are fetched."""

    every: int = key(
        values.positive,
        "Minutes between two requests for a feed at the start of `publish build`; `publish fetch` asks "
        "at once.",
        15,
    )
    timeout: int = key(values.positive, "Seconds that a feed may take.", 30)
    max_mb: int = key(values.positive, "Megabytes that a feed may have, unpacked.", 20)
    allow_private: bool = key(
        values.flag, "Whether a feed may be in a private network or on this machine.", False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A site's whole configuration; `root` is the folder that holds publish.toml."""

    root: Path
    site: SiteConfig = key(values.tables, "", table=SiteConfig, required=True, single=True)
    content: ContentConfig = key(
        values.tables, "", ContentConfig(), table=ContentConfig, single=True
    )
    markdown: MarkdownConfig = key(
        values.tables, "", MarkdownConfig(), table=MarkdownConfig, single=True
    )
    taxonomies: Mapping[str, TaxonomyConfig] = key(
        values.tables, "", DEFAULT_TAXONOMIES, table=TaxonomyConfig
    )
    feeds: FeedsConfig = key(values.tables, "", FeedsConfig(), table=FeedsConfig, single=True)
    pages: PagesConfig = key(values.tables, "", PagesConfig(), table=PagesConfig, single=True)
    check: CheckConfig = key(values.tables, "", CheckConfig(), table=CheckConfig, single=True)
    websub: WebSubConfig = key(values.tables, "", WebSubConfig(), table=WebSubConfig, single=True)
    fetch: FetchConfig = key(values.tables, "", FetchConfig(), table=FetchConfig, single=True)
    send: SendConfig = key(values.tables, "", SendConfig(), table=SendConfig, single=True)
    subscribe: SubscribeConfig = key(
        values.tables, "", SubscribeConfig(), table=SubscribeConfig, single=True
    )
    digest: Mapping[str, DigestConfig] = key(
        values.tables, "", DEFAULT_EDITIONS, table=DigestConfig
    )

    @property
    def articles_url(self) -> str:
        """The address below which articles are published, ending in `/`."""
        return self.content.url or self.site.url

    def edition(self, name: str) -> DigestConfig:
        """Return the configuration of an edition. Raises UsageError if there is no such edition."""
        if name not in self.digest:
            known = ", ".join(self.digest) or "none; write [digest.weekly]"
            raise UsageError("EDITION", f'"{name}" is not configured; known here: {known}')
        return self.digest[name]

    def editions(self, name: str) -> tuple[str, ...]:
        """Return the editions that a name means: all for "", those of a table with `each`, or itself."""
        if not name:
            return tuple(self.digest)
        return tuple(each for each, one in self.digest.items() if one.table == name) or (name,)

    def identity(self, url: str) -> str:
        """Return the URL of a page for use in ids: below `id_url` if the page is this site's."""
        if self.feeds.id_url:
            for base in (self.articles_url, self.site.url):
                if url.startswith(base):
                    return self.feeds.id_url + url.removeprefix(base)
        return url
