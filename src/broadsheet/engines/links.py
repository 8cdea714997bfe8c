"""How an engine finds the page that a link or a shortcode names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from broadsheet.config import Config


class Links:
    """The names by which a file is found, and those that a reference may mean.

    An engine whose links are more than paths derives from it. Names are opaque to other code. Paths are
    relative to the site's folder.
    """

    publishes_all: ClassVar[bool] = False
    """Whether every file is on the site at its own path, also one that is no article."""

    def __init__(self, config: Config) -> None:
        self.config = config

    @property
    def in_text(self) -> bool:
        """Return whether plain links (`[x](/docs)`) are looked up too, and not only shortcodes."""
        return False

    def names(self, path: str) -> Iterator[str]:
        """Yield the names that lead to a file."""
        yield path

    def wanted(self, kind: str, typed: str, source: str, language: str = "") -> Iterator[str]:
        """Yield the names that a reference may mean, the likeliest first.

        `kind` is the name of the shortcode, "" for a plain link; `typed` has no fragment; `source` is the
        article's path; `language` is the shortcode's, "" for the article's own.
        """
        del kind, source, language
        yield typed.lstrip("/")

    def address(self, reference: str) -> str | None:
        """Return the path (below the site's URL) of a page that has no file, None for other references."""
        del reference
        return None

    def plain(self, reference: str) -> tuple[str, bool]:
        """Return a reference without the engine's own marks, and whether its file is beside the page."""
        return reference, False

    def place(self, path: str, source: str) -> str:
        """Return where on the site the engine looks for a file, if it publishes all of them.

        It is the file's path below the site's URL, or its name if it may be in any folder. `path` is as
        typed, percent-decoded, `source` the article's path.
        """
        del source
        return path

    def fragment(self, fragment: str, path: str) -> str:
        """Return the fragment that a page has for one that was typed, if the engine publishes all files."""
        del path
        return fragment
