"""Tags as kramdown knows them: what it does not take for a tag is text.

Source: lib/kramdown/parser/html.rb of kramdown 2.4, `Constants`, and the names of REXML.
"""

from __future__ import annotations

import re

SPACE = " \t\n\v\f\r"
"""What `\\s` matches in Ruby: ASCII alone, so a line of other spaces is no empty one."""

_NAME = r"(?:[^\W\d][\w.-]*+:)?[^\W\d][\w.-]*+"
_VALUE = r"(?:\w++|\"[^\"]*+\"|'[^']*+')"
TAG = re.compile(
    rf"<(?P<name>{_NAME})(?P<attributes>(?:\s++{_NAME}(?:\s*+=\s*+{_VALUE})?)*)\s*+(?P<closed>/?)>"
)
"""Matches the beginning of an element (HTML_TAG_RE)."""

END = re.compile(rf"</(?P<name>{_NAME})\s*+>")
"""Matches the end of an element (HTML_TAG_CLOSE_RE)."""

_LESS = re.compile("<")
MARKDOWN = re.compile(r"\smarkdown\s*=\s*[\"']?(1|block|span)\b", re.IGNORECASE)
"""Finds the attribute that makes an element's content Markdown."""

SPANS = frozenset(
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q rb "
    "rbc rp rt rtc ruby samp script select small span strong sub sup tt u var".split()
)
"""Elements that begin no block (LAZY_END_HTML_SPAN_ELEMENTS, paragraph.rb)."""

BLOCKS = frozenset(
    "address article aside applet body blockquote caption col colgroup dd div dl dt fieldset figcaption "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html head iframe legend menu li main map nav ol "
    "optgroup p pre section summary table tbody td th thead tfoot tr ul".split()
)
"""Elements that are text within a paragraph (HTML_BLOCK_ELEMENTS)."""

WITH_BLOCKS = frozenset(
    "address applet article aside blockquote body dd details div dl fieldset figure figcaption footer form "
    "header hgroup iframe li main map menu nav noscript object section summary td".split()
)
"""Elements whose content is blocks, if it is Markdown (HTML_CONTENT_MODEL_BLOCK)."""

WITH_SPANS = frozenset(
    "a abbr acronym b bdo big button caption cite del dfn dt em h1 h2 h3 h4 h5 h6 i ins label legend "
    "optgroup p q rb rbc rp rt rtc ruby select small span strong sub sup th tt".split()
)
"""Elements whose content is spans, in a paragraph or if it is Markdown (HTML_CONTENT_MODEL_SPAN)."""


def end_of(name: str) -> re.Pattern[str]:
    """Return what matches the ends of an element."""
    return re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE)


def tags_of(name: str) -> re.Pattern[str]:
    """Return what finds the beginnings of an element, and its ends, whose first group is `/`."""
    return re.compile(rf"<(/?){re.escape(name)}\b", re.IGNORECASE)


def with_text(html: str) -> str:
    """Return HTML in which each `<` that begins no tag is text."""
    if "<" not in html:
        return html
    return _LESS.sub(lambda sign: sign[0] if _begins_tag(html, sign.start()) else "&lt;", html)


def _begins_tag(html: str, at: int) -> bool:
    return html.startswith("<!--", at) or any(kind.match(html, at) for kind in (TAG, END))
