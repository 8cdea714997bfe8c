"""What a flavour of Markdown needs besides its converter: passes over source before it, over HTML after it.

Their order matters: formulas come first, since what is in them is no Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from broadsheet.markdown import kramdown, redcarpet
from broadsheet.markdown.abbreviations import explained, taken
from broadsheet.markdown.bodies.indented import unmarked
from broadsheet.markdown.bodies.taken_fences import as_fenced
from broadsheet.markdown.commonmark.autolinks import with_typed_marked, with_typed_whole
from broadsheet.markdown.commonmark.blank_lines import with_long_paragraphs
from broadsheet.markdown.commonmark.marked import as_marked, with_inline_comments, with_quotations
from broadsheet.markdown.commonmark.marked_lines import with_plain_lines
from broadsheet.markdown.commonmark.marked_lists import with_lists
from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.footnotes import as_typed, has_too_many_notes
from broadsheet.markdown.formulas import shift_math
from broadsheet.markdown.formulas.math_blocks import with_blocks
from broadsheet.markdown.formulas.remark_math import shift_remark_math, show_remark_math
from broadsheet.markdown.html import code_blocks
from broadsheet.markdown.scanning.signs import signs
from broadsheet.markdown.shortcodes import kept_html
from broadsheet.markdown.typography import smartypants
from broadsheet.markdown.vaults.tags_in_text import with_tags

Meanings = Mapping[str, str]
"""An abbreviation → what it means."""

# HTML parsers take quadratic time for thousands of nested elements.
_DEEP = re.compile(
    r"^((?:[ \t]{0,3}(?:>|[-+*] |[0-9]{1,9}[.)] )){100})[ \t>+*0-9.)-]*", re.MULTILINE
)
_MAY_BE_DEEP = re.compile(r"[>+*.)\t-]{100}")
"""Matches the signs of what `_DEEP` matches."""


def prepared(text: str, flavour: Flavour, *, is_commonmark: bool) -> tuple[str, Meanings]:
    """Return an article's Markdown for the converter, and the abbreviations that were defined in it.

    `is_commonmark` says whether the converter is comrak.
    """
    meanings: Meanings = {}
    text = _DEEP.sub(r"\1 ", text) if _MAY_BE_DEEP.search(signs(text)) else text
    text = as_typed(text) if has_too_many_notes(text) else text
    has_own_reader = is_commonmark and flavour.is_old_marked
    if flavour.is_remark_math and is_commonmark:
        text = shift_remark_math(text) if flavour.math else text
    elif not has_own_reader:
        text = shift_math(text, flavour.math, only_double=flavour.only_double)
        text = with_blocks(text) if flavour.has_math_blocks and is_commonmark else text
    text = text if has_own_reader else with_typed_marked(text)
    if flavour.is_kramdown:
        text = kramdown.as_commonmark(text, parses_elements=flavour.parses_elements)
    if flavour.is_redcarpet:
        text = redcarpet.as_commonmark(text)
    if flavour.needs_blank_lines and is_commonmark:
        text = with_long_paragraphs(text)
    if flavour.has_abbreviations:
        text, meanings = taken(text)
    if flavour.widens_tabs:
        text = code_blocks.without_tabs_before(text)
    if flavour.takes_out_code and not has_own_reader:
        text = code_blocks.outdented(as_fenced(text, of_items=flavour.takes_code_of_items))
    if flavour.is_marked and not has_own_reader:
        text = with_quotations(with_lists(text, flavour.marked_version))
        text = with_inline_comments(text, flavour.marked_version)
        text = with_plain_lines(text, flavour.marked_version)
    return code_blocks.without_hidden_lines(text) if flavour.hides_lines else text, meanings


def finished(html: str, flavour: Flavour, meanings: Meanings) -> str:
    """Return a converter's HTML as the site's engine has it; it is not yet safe."""
    html = show_remark_math(html) if flavour.is_remark_math else html
    if flavour.is_marked and not flavour.takes_out_code:
        html = code_blocks.with_spaces(html, flavour.marked_version)
    html = with_typed_whole(kept_html.show(explained(unmarked(html), meanings)))
    if flavour.is_kramdown:
        html = kramdown.as_kramdown(html)
    if flavour.is_redcarpet:
        html = redcarpet.without_marks(html)
    if flavour.links_tags:
        html = with_tags(html, flavour.links_tags)
    if flavour.is_marked:
        html = as_marked(html)
    if flavour.marks_languages:
        html = code_blocks.named_by_first_line(html)
    if flavour.smartypants:
        html = smartypants.educated(html, flavour.smartypants, flavour.without_smartypants)
    return html
