"""What shortcodes get from the site: its own ones, which have templates, and its other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FindPage = Callable[[str, str, str], str]
"""Returns the URL of the page that a shortcode names, by kind, typed name and language; "" for none."""


def _no_page(kind: str, typed: str, language: str) -> str:
    del kind, typed, language
    return ""


@dataclass(frozen=True, slots=True)
class ShortcodeCall:
    """A call of a shortcode: `typed` are its arguments, `body` what it encloses, without shortcodes.

    `kind` is `<` or `%` for `{{< x >}}` and `{{% x %}}`, "" for other syntaxes. `place` tells it from the
    others of the text, and `outer` is the call that encloses it, whose body is not known yet.
    """

    name: str
    typed: str
    body: str
    kind: str = ""
    place: int = 0
    outer: ShortcodeCall | None = None


@dataclass(frozen=True, slots=True)
class SiteShortcodes:
    """A site's own shortcodes, and what finds its pages.

    `make` returns what stands for a call of one of the own `names`, None if that is not known.
    """

    names: frozenset[str] = frozenset()
    make: Callable[[ShortcodeCall], str | None] = lambda _: None
    find_page: FindPage = _no_page
    title_of: Callable[[str], str] = lambda _: ""


NO_SITE = SiteShortcodes()
