"""The parts of bodies from the site's files: snippets, own shortcodes, rendered pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from broadsheet.markdown.liquid.language import ArticleTemplates
from broadsheet.model import Article

PageFinder = Callable[[str, str, Article, str], str]
"""Returns the URL of the page that a shortcode names, by its kind, the typed name, article and language."""

OwnShortcode = Callable[[str, Mapping[str, str], str, Article], str]
"""Returns the HTML of a shortcode's own template, by name, arguments, body (HTML) and article."""


@dataclass(frozen=True, slots=True)
class BodyParts:
    """The site's parts of bodies; by default none.

    `title_of` returns the title of the article at a URL, "" for other URLs. `snippet` returns the text of
    a file that an article includes, None if there is none. `own_shortcode` renders one of `own_names`.
    `templates` is what an article's template language knows by name.
    `find_note` returns the visible article that a reference in an article names, None if there is none.
    `rendered` returns the HTML that the site's engine has made of an article, None if that is not wanted
    or not there (`wants_rendered`). What these depend on, except files that they ask for, is in
    `signature`.
    """

    find_page: PageFinder = lambda *_: ""
    title_of: Callable[[str], str] = lambda _: ""
    find_note: Callable[[str, Article], Article | None] = lambda *_: None
    snippet: Callable[[str, Article], str | None] = lambda *_: None
    templates: ArticleTemplates = ArticleTemplates()
    own_shortcode: OwnShortcode = lambda *_: ""
    own_names: frozenset[str] = frozenset()
    rendered: Callable[[Article], str | None] = lambda _: None
    wants_rendered: bool = False
    signature: str = ""


NO_PARTS = BodyParts()
"""A site without any."""
