"""Hexo (https://hexo.io).

config.py       _config.yml → Found
dialect.py      posts, and their headers
links.py        the targets of links and shortcodes
markup.py       the renderer of Markdown, and its options
permalinks.py   tokens and slugs
tabs.py         YAML that is indented with tabs
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.hexo.permalinks import SCHEME
from broadsheet.markdown import Flavour
from broadsheet.walk import beginning

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.engines.links import Links

NAMES = ("_config.yml", "_config.yaml")

_SETTING = re.compile(r"(?m)^(?:new_post_name|source_dir|public_dir|skip_render)\s*:")
OCTOPRESS = re.compile(r"(?m)^source\s*[:=]")
"""In a Jekyll site's _config.yml; Octopress has its posts in source/_posts."""


def is_hexo(config: str) -> bool:
    """Return whether a _config.yml has a setting that only Hexo has."""
    return bool(_SETTING.search(config))


class Hexo(Engine):
    """The engine Hexo."""

    name = "hexo"
    label = "Hexo"
    scheme = SCHEME
    flavour = Flavour(
        has_tags=True,
        sets_tags_apart=True,
        has_templates=True,
        has_comments=True,
        directives=frozenset(),
        options=frozenset({"hardbreaks"}),
        typography="marked",
        takes_out_code=True,
        is_marked=True,
        links_hosts=True,
        urls_end_at="spaces",
        has_captions=True,
        joins_lines="breaks",
        has_heading_ids=False,
    )
    has_asset_folders = True

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration, unless it is Jekyll's, whose file has the same name."""
        name = next((name for name in NAMES if (root / name).is_file()), "")
        text = beginning(root / name) if name else ""
        if is_hexo(text):
            yield name
        elif name and not OCTOPRESS.search(text) and (root / "source/_posts").is_dir():
            yield "source/_posts" if (root / "_posts").is_dir() else name

    def flavour_of(self, config: Config) -> Flavour:
        """Read which renderer the site has, and its options in _config.yml."""
        from broadsheet.engines.hexo.markup import flavour  # noqa: PLC0415

        return flavour(config.root, NAMES, self.flavour)

    def detect_config(self, root: Path) -> Found:
        """Read _config.yml."""
        from broadsheet.engines.hexo.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def links(self, config: Config) -> Links:
        """Return what finds posts by their names."""
        from broadsheet.engines.hexo.links import HexoLinks  # noqa: PLC0415

        return HexoLinks(config)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of posts."""
        from broadsheet.engines.hexo.dialect import HexoDialect  # noqa: PLC0415

        return HexoDialect(config)
