"""What a site adds to the language of its templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.markdown.render_hooks import RenderHooks, no_hooks
from broadsheet.markdown.shortcodes.site import ShortcodeCall
from broadsheet.model import Article


@dataclass(frozen=True, slots=True)
class TemplateTag:
    """A tag of the site's own. `show` makes a text of its arguments; the content of a paired one is first.

    It raises UnknownResultError.
    """

    show: Callable[[list[Any]], str]
    is_paired: bool = False


@dataclass(frozen=True, slots=True)
class OwnAdditions:
    """Tags and filters of the site's own, by name."""

    tags: Mapping[str, TemplateTag] = field(default_factory=dict)
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)


NO_ADDITIONS = OwnAdditions()
"""A site without any."""


@dataclass(frozen=True, slots=True)
class OwnShortcodes:
    """Shortcodes that have templates of the site's own, for one article.

    `show` returns what a call shows, and whether that is Markdown. It raises UnknownValueError.
    """

    names: frozenset[str] = frozenset()
    show: Callable[[ShortcodeCall], tuple[str, bool]] = lambda _: ("", False)


NO_SHORTCODES = OwnShortcodes()
"""A site without any."""


@dataclass(frozen=True, slots=True)
class ArticleTemplates:
    """What an article's template language knows by name: values, and the site's own tags and filters.

    `own` returns these for an article; its second argument makes HTML of Markdown. `shortcodes` returns
    the site's own shortcodes in the same way. `signature` changes with the files that they are made of.
    `hooks` returns the site's own templates for parts of Markdown. `languages` names those that run before
    Markdown in one article, such as `njk`; None if they are those of the site.
    """

    values: Callable[[Article], Mapping[str, Any]] = lambda _: {}
    own: Callable[[Article, Callable[[str], str]], OwnAdditions] = lambda *_: NO_ADDITIONS
    shortcodes: Callable[[Article, Callable[[str], str]], OwnShortcodes] = lambda *_: NO_SHORTCODES
    hooks: Callable[[Article, Callable[[str], str]], RenderHooks] = no_hooks
    signature: str = ""
    languages: Callable[[Article], frozenset[str] | None] = lambda _: None
