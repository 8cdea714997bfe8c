"""Pelican (https://getpelican.com).

files.py             the names of the files of settings
config.py            pelicanconf.py → Found
markup.py            extensions of Markdown, and typography
dialect.py           articles
links.py             the targets of links and shortcodes
pages.py             the addresses of pages, which are no articles
permalinks.py        tokens and slugs
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from glob import glob
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.pelican.permalinks import SCHEME
from broadsheet.markdown import Flavour
from broadsheet.walk import beginning

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.engines.links import Links

_HEADER = re.compile(r"\ufeff?(?:[A-Za-z][\w-]*:.*\n(?:[ \t]+\S.*\n)*)*?(?i:title):")
_ENOUGH = 20
"""How many articles are opened."""


class Pelican(Engine):
    """The engine Pelican."""

    name = "pelican"
    label = "Pelican"
    scheme = SCHEME
    markdown = "markdown"
    flavour = Flavour(
        directives=frozenset(),
        marks_languages=True,
        is_python_markdown=True,
        is_docutils_html4=True,
    )
    own_ids = True
    usual_date = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    key_notes = MappingProxyType(
        {"permalinks": '`":lang"` is the pattern of articles in another language than the site\'s.'}
    )

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration."""
        from broadsheet.engines.pelican.files import settings_files  # noqa: PLC0415

        yield from settings_files(root)[:1]

    def hints(self, root: Path) -> Iterator[str]:
        """Yield an article that begins with `Title:`, as no other engine's do."""
        names = sorted(glob("*.md", root_dir=root / "content"))  # noqa: PTH207 - faster by far
        for name in names[:_ENOUGH]:
            if _HEADER.match(beginning(root / "content" / name)):
                yield f"content/{name}"

    def flavour_of(self, config: Config) -> Flavour:
        """Read the extensions of Python-Markdown, the settings of docutils, and the typography."""
        from broadsheet.engines.pelican.markup import flavour  # noqa: PLC0415

        return flavour(config.root, self.flavour)

    def detect_config(self, root: Path) -> Found:
        """Read the files of settings, usually pelicanconf.py and publishconf.py."""
        from broadsheet.engines.pelican.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def links(self, config: Config) -> Links:
        """Return what finds lists of terms."""
        from broadsheet.engines.pelican.links import PelicanLinks  # noqa: PLC0415

        return PelicanLinks(config)

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of articles."""
        from broadsheet.engines.pelican.dialect import PelicanDialect  # noqa: PLC0415

        return PelicanDialect(config)
