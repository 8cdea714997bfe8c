"""Which tokens and which pattern belong to which dialect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from broadsheet.permalinks import eleventy, hexo, hugo, jekyll, pelican, plain, zola
from broadsheet.permalinks.pattern import Tokens
from broadsheet.urls import term_slug


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a dialect addresses its articles.

    `pattern` is what holds where none is configured; `term` makes the slug of a term, which stands
    in the addresses of the engine's own feeds; with `fields`, a token may also be the name of any
    front matter field, which with `need` every article has to have: the engine would stop (Pelican),
    or write "undefined" (Hexo).
    """

    tokens: Tokens
    pattern: str
    term: Callable[[str], str] = term_slug
    fields: bool = False
    need: bool = False


SCHEMES: Mapping[str, Scheme] = {
    "eleventy": Scheme(eleventy.TOKENS, eleventy.PATTERN, eleventy.slugify, fields=True),
    "hexo": Scheme(hexo.TOKENS, hexo.PATTERN, hexo.slugize, fields=True, need=True),
    "hugo": Scheme(hugo.TOKENS, hugo.PATTERN, hugo.name_slug),
    "jekyll": Scheme(jekyll.TOKENS, jekyll.PATTERN, lambda name: jekyll.slugify(name).lower()),
    "obsidian": Scheme(plain.TOKENS, plain.PATTERN),
    "pelican": Scheme(pelican.TOKENS, pelican.PATTERN, pelican.slugify, fields=True, need=True),
    "plain": Scheme(plain.TOKENS, plain.PATTERN),
    "zola": Scheme(zola.TOKENS, zola.PATTERN, zola.slugify),
}
