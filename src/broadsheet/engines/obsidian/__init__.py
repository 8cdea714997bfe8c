"""Obsidian (https://obsidian.md), and Quartz, which publishes vaults.

config.py       a vault and its Quartz → Found
keys.py         properties
dialect.py      notes
permalinks.py   tokens and slugs
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.obsidian.permalinks import (
    PACKAGES,
    PATHS,
    QUARTZ,
    SCHEME,
    TRANSFORMER,
    VAULTS,
    is_quartzs,
    published,
)
from broadsheet.errors import ConfigError
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.engines.links import Links

_SMARTYPANTS = "remark-smartypants"


class Obsidian(Engine):
    """The program Obsidian."""

    name = "obsidian"
    label = "Obsidian"
    scheme = SCHEME
    holds_back = True
    flavour = Flavour(
        options=frozenset({"inline_footnotes"}),
        math=frozenset({"$", "$$"}),
        has_definitions=False,
        callouts="bold",
        embeds="↗",
        has_percent_comments=True,
        has_heading_ids=False,
    )
    settings = (
        *(f"{vault}/app.json" for vault in VAULTS),
        *(f"quartz/{name}" for name in QUARTZ),
        *PACKAGES,
        TRANSFORMER,
        PATHS,
    )
    has_address = False
    finds_by_name = True
    only_markdown = True
    # A vault may be in a site's folder, or a site in a vault.
    is_outranked = True

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration of Quartz, or the folder in which Obsidian keeps its settings."""
        yield from (name for name in QUARTZ if (root / name).is_file())
        for path in VAULTS:
            # Path.is_dir() would raise where the folder cannot be searched; reading it reports that.
            if isdir(root / path):  # noqa: PTH112
                yield path

    def is_likely(self, root: Path) -> bool:
        """Return whether notes link to one another by wiki links; `.obsidian` may be missing."""
        from broadsheet.engines.obsidian.config import is_vault  # noqa: PLC0415

        return is_vault(root)

    def flavour_of(self, config: Config) -> Flavour:
        """Read what Quartz's settings, or else the vault's (https://help.obsidian.md/settings), say."""
        from broadsheet.engines.obsidian.config import (  # noqa: PLC0415
            is_strict,
            own_code,
            package_version,
            quartz,
        )
        from broadsheet.engines.obsidian.quartz_flavour import quartz_flavour  # noqa: PLC0415

        text = quartz(config.root)
        if text:
            version = package_version(config.root, _SMARTYPANTS)
            return quartz_flavour(self.flavour, text, version, own_code(config.root))
        flavour = self.flavour
        try:
            breaks = not is_strict(config.root)
        except ConfigError:
            return flavour
        return replace(flavour, options=flavour.options | {"hardbreaks"}) if breaks else flavour

    def links(self, config: Config) -> Links:
        """Return what finds the pages of tags, and notes that are not there, where Quartz publishes."""
        from broadsheet.engines.links import Links  # noqa: PLC0415
        from broadsheet.engines.obsidian.links import QuartzLinks  # noqa: PLC0415

        return (QuartzLinks if is_quartzs(config.content.permalink or "") else Links)(config)

    def detect_config(self, root: Path) -> Found:
        """Read the settings of the vault and of Quartz."""
        from broadsheet.engines.obsidian.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of notes."""
        from broadsheet.engines.obsidian.dialect import (  # noqa: PLC0415
            ObsidianDialect,
            QuartzDialect,
        )

        is_quartzs_site = is_quartzs(config.content.permalink or "")
        return QuartzDialect(config) if is_quartzs_site else ObsidianDialect(config)

    def file_path(self, path: str, config: Config) -> str:
        """Return the path that Quartz gives a file: `my-picture.png` for `my picture.png`."""
        return published(path) if is_quartzs(config.content.permalink or "") else path
