"""What shortcodes get from the site: its own ones, which have templates, and its other pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

FindPage = Callable[[str, str, str], str]
"""Returns the URL of the page that a shortcode names, by kind, typed name and language; "" for none."""


def _no_page(kind: str, typed: str, language: str) -> str:
    del kind, typed, language
    return ""


@dataclass(frozen=True, slots=True)
class SiteShortcodes:
    """A site's own shortcodes, and what finds its pages.

    `make` returns a mark for one of the own `names`, by name, arguments and body.
    """

    names: frozenset[str] = frozenset()
    make: Callable[[str, Mapping[str, str], str], str | None] = lambda *_: None
    find_page: FindPage = _no_page
    title_of: Callable[[str], str] = lambda _: ""


NO_SITE = SiteShortcodes()
