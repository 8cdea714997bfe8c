"""Obsidian (https://obsidian.md), and Quartz, which publishes vaults.

config.py       a vault and its Quartz → Found
dialect.py      notes
permalinks.py   tokens and slugs
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.obsidian.permalinks import QUARTZ, SCHEME, VAULTS, is_quartzs, published
from broadsheet.errors import ConfigError
from broadsheet.markdown import Flavour

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.engines.links import Links


_NO_TAGS = re.compile(r"\bparseTags\s*:\s*false\b")
_NO_ARROWS = re.compile(r"\bparseArrows\s*:\s*false\b")
_STRAIGHT = re.compile(r"\benableSmartyPants\s*:\s*false\b")


def _quartzs(vaults: Flavour, config: str) -> Flavour:
    """Return the flavour of Quartz: that of vaults with what its configuration has.

    quartz/plugins/transformers/ofm.ts of Quartz 4.
    """
    has_marks = "ObsidianFlavoredMarkdown(" in config
    return replace(
        vaults,
        options=frozenset(),
        directives=frozenset(),
        callouts="paragraph" if has_marks else "",
        embeds="Link to original" if has_marks else "",
        links_tags=has_marks and not _NO_TAGS.search(config),
        has_highlights=has_marks,
        has_arrows=has_marks and not _NO_ARROWS.search(config),
    )


class Obsidian(Engine):
    """The program Obsidian."""

    name = "obsidian"
    label = "Obsidian"
    scheme = SCHEME
    flavour = Flavour(
        options=frozenset({"inline_footnotes"}),
        math=frozenset({"$", "$$"}),
        has_definitions=False,
        callouts="bold",
        embeds="↗",
        has_heading_ids=False,
    )
    settings = (*(f"{vault}/app.json" for vault in VAULTS), *(f"quartz/{name}" for name in QUARTZ))
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
        """Read what the vault's settings, or Quartz's, say of line breaks and quotes.

        https://help.obsidian.md/settings ; https://quartz.jzhao.xyz/plugins/GitHubFlavoredMarkdown
        """
        from broadsheet.engines.obsidian.config import is_strict, quartz  # noqa: PLC0415

        text = quartz(config.root)
        try:
            breaks = "HardLineBreaks(" in text if text else not is_strict(config.root)
        except ConfigError:
            return self.flavour
        flavour = self.flavour if not text else _quartzs(self.flavour, text)
        if breaks:
            flavour = replace(flavour, options=flavour.options | {"hardbreaks"})
        if "GitHubFlavoredMarkdown(" in text and not _STRAIGHT.search(text):
            flavour = replace(flavour, typography="retext", symbols=frozenset({("–", "—")}))
        return flavour

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
