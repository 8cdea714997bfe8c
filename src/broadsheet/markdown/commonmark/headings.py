"""The ids of headings, and headings that are links to themselves, in comrak's HTML.

Goldmark, pulldown-cmark and markdown-it-attrs take `## Title {#id .class}` for a heading with an id,
kramdown 2.4 a name alone behind white space (HEADER_ID, lib/kramdown/parser/kramdown/header.rb), comrak
nothing. markdown-it-anchor makes links of headings by `permalink: headerLink()`, and ids of their words:
https://github.com/valeriangalliat/markdown-it-anchor#usage (`slugify`, `uniqueSlugStartIndex`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Set as AbstractSet
from urllib.parse import quote

from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.html.in_text import words_of

ANCHORS = "header_id_prefix"
"""The option of comrak that `linked` needs: it marks the headings that are no raw HTML."""

_HEADING = re.compile(r"(?m)^<h([1-6])>(.*)\{ *([#.][^{}\n]*)\}</h\1>$")
_NAMED = re.compile(r"(?m)^<h([1-6])>(.*)[ \t]\{(#[^\W\d][\w:.-]*)\}</h\1>$")
_ANCHORED = re.compile(
    r'<h([1-6]) id="[^"]*">(.*?)(\{ *[#.][^{}\n]*\})?<a [^<>]* class="anchor"></a></h\1>',
    re.DOTALL,
)
_ID = re.compile(r"#([\w.:-]+)")
_UNESCAPED = "!'()*-._~"
"""What JavaScript's encodeURIComponent leaves as it is, besides letters and digits."""


def with_ids(text: str, *, is_kramdown: bool = False) -> str:
    """Return HTML whose headings have the ids that are typed behind them."""
    found = _NAMED if is_kramdown else _HEADING
    return found.sub(lambda heading: _heading(heading[1], heading[2], _typed(heading[3])), text)


def linked(text: str, flavour: Flavour) -> str:
    """Return HTML, converted with ANCHORS, whose headings of some levels are links to themselves."""
    taken: set[str] = set()
    own = flavour.heading_slugs.maker() if flavour.heading_slugs else None

    def link(heading: re.Match[str]) -> str:
        level, words, attributes = heading[1], heading[2], heading[3] or ""
        words, typed = (
            (words, _typed(attributes)) if flavour.has_heading_ids else (words + attributes, "")
        )
        if int(level) not in flavour.linked_headings:
            return _heading(level, words, typed)
        made = own(words_of(words)) if own and not typed else None
        name = typed or _unique(_slug(words) if made is None else made, taken)
        taken.add(name)
        return _heading(level, f'<a href="#{html.escape(name)}">{words.rstrip()}</a>', name)

    return _ANCHORED.sub(link, text)


def _heading(level: str, words: str, name: str) -> str:
    identifier = f' id="{html.escape(name)}"' if name else ""
    return f"<h{level}{identifier}>{words.rstrip()}</h{level}>"


def _typed(attributes: str) -> str:
    found = _ID.search(attributes)
    return found[1] if found else ""


def _slug(words: str) -> str:
    text = words_of(words).strip().lower()
    return quote(re.sub(r"\s+", "-", text), safe=_UNESCAPED)


def _unique(slug: str, taken: AbstractSet[str]) -> str:
    found, number = slug, 1
    while found in taken:
        found = f"{slug}-{number}"
        number += 1
    return found
