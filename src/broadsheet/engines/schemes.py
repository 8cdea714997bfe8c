"""Which tokens and which pattern belong to which dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.engines.eleventy import permalinks as eleventy
from broadsheet.engines.hexo import permalinks as hexo
from broadsheet.engines.hugo import permalinks as hugo
from broadsheet.engines.jekyll import permalinks as jekyll
from broadsheet.engines.obsidian import permalinks as obsidian
from broadsheet.engines.pelican import permalinks as pelican
from broadsheet.engines.permalinks.pattern import Slugs, Tokens
from broadsheet.engines.plain import permalinks as plain
from broadsheet.engines.zola import permalinks as zola
from broadsheet.urls import term_slug


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a dialect addresses its articles.

    `pattern` is what holds where none is configured; `terms` make the slugs of a term, by the names
    that they have in the addresses of the engine's own feeds; with `fields`, a token may also be the
    name of any front matter field, which with `need` every article has to have: the engine would
    stop (Pelican), or write "undefined" (Hexo).
    """

    tokens: Tokens
    pattern: str
    terms: Slugs = field(default_factory=lambda: {"slug": term_slug})
    fields: bool = False
    need: bool = False


SCHEMES: Mapping[str, Scheme] = {
    "eleventy": Scheme(eleventy.TOKENS, eleventy.PATTERN, {"slug": eleventy.slugify}, fields=True),
    "hexo": Scheme(hexo.TOKENS, hexo.PATTERN, {"slug": hexo.slugize}, fields=True, need=True),
    "hugo": Scheme(hugo.TOKENS, hugo.PATTERN, hugo.TERMS),
    "jekyll": Scheme(jekyll.TOKENS, jekyll.PATTERN, {"slug": jekyll.feed_name}),
    "obsidian": Scheme(obsidian.TOKENS, plain.PATTERN, obsidian.TERMS),
    "pelican": Scheme(pelican.TOKENS, pelican.PATTERN, pelican.TERMS, fields=True, need=True),
    "plain": Scheme(plain.TOKENS, plain.PATTERN),
    "zola": Scheme(zola.TOKENS, zola.PATTERN, zola.TERMS),
}
