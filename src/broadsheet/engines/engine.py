"""The protocol that the room of every site engine implements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from broadsheet.engines.permalinks import Scheme
from broadsheet.markdown import Flavour

if TYPE_CHECKING:  # These need YAML; a run with nothing to do gets by without.
    from broadsheet.config import Config
    from broadsheet.engines.dialect import Dialect
    from broadsheet.engines.found import Found
    from broadsheet.engines.links import Links
    from broadsheet.markdown import ArticleTemplates


class Engine(Protocol):
    """Everything that differs from one site engine to another.

    To add an engine:

    1. Make a folder `engines/NAME/`. Its `__init__.py` holds a class that derives from this protocol,
       sets `name`, `label` and `scheme`, those of the traits below whose default is wrong, and has the
       methods below. It imports the room's other modules within its methods only, since every run
       imports it.
    2. `permalinks.py` has the tokens of the engine's patterns of addresses, the pattern that it follows
       where none is configured, and how it makes the slug of a term: together the `scheme`.
    3. `dialect.py` has a class that derives from `Dialect` and overrides what the engine does in
       another way: which files are articles, how a header is written, what a date without offset means.
    4. `config.py` has `detect_config`, which reads the engine's own configuration, as data only, into
       a `Found`. `publish init` writes publish.toml from it. Feeds that the engine makes already, whose
       addresses have to stay, are usually read in `feeds.py`.
    5. Add an instance to `ENGINES` in `engines/registry.py`, a page to docs/migrating/, a small real
       site to tests/engines/sites, and a comparison with what the engine itself makes of it.

    No other code compares an engine's name: what it needs to know is a trait here.
    """

    name: str
    """Its name in publish.toml (`[content] dialect`)."""

    label: str
    """Its name for people."""

    scheme: Scheme
    """How it makes the addresses of articles and the slugs of terms."""

    markdown: str = "commonmark"
    """Which value of `[markdown] engine` comes nearest to the engine's own converter."""

    is_engine: bool = True
    """Whether it is a program; False for a plain folder of articles."""

    has_address: bool = True
    """Whether its configuration usually names the site's address."""

    flavour: Flavour = Flavour()
    """Its flavour of Markdown, unless its configuration says otherwise (`flavour_of`)."""

    settings: tuple[str, ...] = ()
    """The paths that `settings_of` returns, if they are the same for every site."""

    has_asset_folders: bool = False
    """Whether the files of `a.md` may lie in a folder `a/`."""

    has_bundles: bool = False
    """Whether `/x.png` may mean a file beside an `index.md`, whose translations share its files."""

    finds_by_name: bool = False
    """Whether links name files without their folders, as wiki links do."""

    holds_back: bool = False
    """Whether pages dated in the future, or expired, are not on the site."""

    only_markdown: bool = False
    """Whether the engine makes articles of Markdown files only."""

    own_ids: bool = False
    """Whether the ids in its feeds may differ from the addresses of the articles."""

    is_outranked: bool = False
    """Whether a folder that also shows signs of another engine belongs to that one."""

    usual_date: str = ""
    """A regular expression for dates that the engine's documentation writes, besides ISO 8601."""

    key_notes: Mapping[str, str] = {}
    """What the engine adds to the documentation of keys of `[content]`, by key."""

    def signs(self, root: Path) -> Iterator[str]:
        """Yield the files or folders below `root` that only a site of this engine has."""
        ...

    def hints(self, root: Path) -> Iterator[str]:
        """Yield files that suggest this engine if a folder shows signs of none."""
        del root
        yield from ()

    def is_likely(self, root: Path) -> bool:
        """Return whether a folder without signs and hints looks like this engine's; may read many files."""
        del root
        return False

    def flavour_of(self, config: Config) -> Flavour:
        """Return its flavour of Markdown, as far as its configuration can be read."""
        del config
        return self.flavour

    def settings_of(self, config: Config) -> tuple[str, ...]:
        """Return the files that `flavour_of` reads, besides those at the top and in config/."""
        del config
        return self.settings

    def links(self, config: Config) -> Links:
        """Return how it finds the pages that links name."""
        from broadsheet.engines.links import Links  # noqa: PLC0415 - few runs need it

        return Links(config)

    def templates(self, config: Config, read: Callable[[str], str | None]) -> ArticleTemplates:
        """Return what an article's templates know by name.

        `read` returns the text of a file below the site's folder.
        """
        del config, read
        from broadsheet.markdown import ArticleTemplates  # noqa: PLC0415 - of few articles

        return ArticleTemplates()

    def file_path(self, path: str, config: Config) -> str:
        """Return the path, below the site's URL, at which the engine puts a file that is no page."""
        del config
        return path

    def detect_config(self, root: Path) -> Found:
        """Read the engine's configuration. Raises ConfigError if it cannot be read."""
        ...

    def dialect(self, config: Config) -> Dialect:
        """Return the reader of articles for a site."""
        ...
