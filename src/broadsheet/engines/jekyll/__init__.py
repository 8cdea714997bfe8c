"""Jekyll (https://jekyllrb.com).

config.py       _config.yml → Found, also with jekyll-polyglot
feeds.py        the feeds that a site has already
dialect.py      posts
markdown.py     the converter of Markdown, and its options
links.py        the targets of links and shortcodes
permalinks.py   tokens and slugs
values.py       what Liquid knows of a page and the site
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.engines.engine import Engine
from broadsheet.engines.hexo import OCTOPRESS, is_hexo
from broadsheet.engines.jekyll.permalinks import SCHEME
from broadsheet.errors import ConfigError
from broadsheet.markdown import Flavour
from broadsheet.walk import beginning

if TYPE_CHECKING:
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.engines.links import Links
    from broadsheet.markdown import ArticleTemplates

NAMES = ("_config.yml", "_config.yaml", "_config.toml")


class Jekyll(Engine):
    """The engine Jekyll."""

    name = "jekyll"
    label = "Jekyll"
    scheme = SCHEME
    holds_back = True
    flavour = Flavour(
        has_tags=True,
        has_templates=True,
        runs_in_code=True,
        include_folders=("_includes",),
        typography="kramdown",
        math=frozenset({"$$"}),
        only_double=True,
        is_kramdown=True,
        has_abbreviations=True,
        has_spaced_links=True,
    )
    own_ids = True

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the configuration, unless it is Hexo's, whose file has the same name."""
        name = next((name for name in NAMES if (root / name).is_file()), "")
        text = beginning(root / name) if name else ""
        if not name or is_hexo(text):
            return
        if OCTOPRESS.search(text) or not (root / "source/_posts").is_dir():
            yield name
        elif (root / "_posts").is_dir():
            yield "_posts"

    def hints(self, root: Path) -> Iterator[str]:
        """Yield a post named as only Jekyll names posts; GitHub needs no configuration."""
        posts = sorted((root / "_posts").glob("[0-9]*-[0-9]*-[0-9]*-*.*"))
        found = (post for post in posts if post.is_file())
        yield from (post.relative_to(root).as_posix() for post in islice(found, 1))

    def flavour_of(self, config: Config) -> Flavour:
        """Read the converter of Markdown in _config.yml, and its options."""
        from broadsheet.engines.jekyll.markdown import configured  # noqa: PLC0415
        from broadsheet.engines.settings import load  # noqa: PLC0415

        try:
            return configured(self.flavour, load(config.root, *NAMES))
        except ConfigError:
            return self.flavour

    def detect_config(self, root: Path) -> Found:
        """Read _config.yml."""
        from broadsheet.engines.jekyll.config import detect_config  # noqa: PLC0415

        return detect_config(root)

    def links(self, config: Config) -> Links:
        """Return what finds files and posts, by their names."""
        from broadsheet.engines.jekyll.links import JekyllLinks  # noqa: PLC0415

        return JekyllLinks(config)

    def templates(self, config: Config, read: Callable[[str], str | None]) -> ArticleTemplates:
        """Return what gives `page`, `site` and the like."""
        from broadsheet.engines.jekyll.values import values_of  # noqa: PLC0415 - few articles need it
        from broadsheet.markdown import ArticleTemplates  # noqa: PLC0415

        return ArticleTemplates(values_of(config, read))

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of posts."""
        from broadsheet.engines.jekyll.dialect import JekyllDialect  # noqa: PLC0415

        return JekyllDialect(config)
