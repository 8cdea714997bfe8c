"""CommonMark and GitHub's extensions to it, by comrak.

Its output follows the same rules as Python-Markdown's: Markdown within wrappers is converted,
unused footnotes are dropped, the others stand below the author's heading, and their ids carry the
article's prefix.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.markdown.attributes import (
    without_attributes,
    without_attributes_of_spans,
    without_ends,
)
from broadsheet.markdown.commonmark import (
    comrak_adapter,
    headings,
    linkify,
    lone_tags,
    marked_urls,
    notes_before_links,
    open_parentheses,
    spaced_addresses,
    tabbed_fences,
)
from broadsheet.markdown.commonmark import definitions as definition_lists
from broadsheet.markdown.commonmark.autolinks import (
    apart_from_emphasis,
    apart_from_marks,
    marked_www,
    with_scheme,
)
from broadsheet.markdown.commonmark.emoji_in_alts import with_emoji_in_alts
from broadsheet.markdown.commonmark.figures import with_captions
from broadsheet.markdown.commonmark.long_addresses import restored, shortened
from broadsheet.markdown.commonmark.readable_urls import readable
from broadsheet.markdown.commonmark.tables import widened
from broadsheet.markdown.commonmark.tight_marks import without_spaced
from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.footnotes import tidy, with_defined_names, with_single_words
from broadsheet.markdown.html.code_blocks import captioned, with_titles
from broadsheet.markdown.notes_in_place import can_stand_in_place, in_place
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.splices import spliced
from broadsheet.markdown.typography import typography
from broadsheet.markdown.typography.arrows import with_arrows
from broadsheet.markdown.typography.emoticons import as_emoji
from broadsheet.markdown.typography.line_ends import joined
from broadsheet.markdown.vaults.highlights import with_highlights
from broadsheet.markdown.wrappers import may_have_tags, set_apart, unwrap

_PLACE = "\x02footnotes\x03"
_STASH_MARKS = re.compile("[\x02\x03]")

# Without GitHub's single tildes: they would strike out from one `10~20` to the next.
_TILDES = re.compile(r"\\?~+")
_TILDE = "\ue07e"
_ENCODED_TILDE = "%EE%81%BE"

_SECTION = '<section class="footnotes" data-footnotes>\n'
_REFERENCE = re.compile(
    r'<sup class="footnote-ref"><a href="#fn-([^"]*)" id="fnref-([^"]*)" data-footnote-ref>'
)
_NOTE = re.compile(r'<li id="fn-([^"]*)">')
_BACK = re.compile(r'<a href="#fnref-([^"]*)" class="footnote-backref"[^>]*>')


@dataclass(frozen=True, slots=True)
class _Source:
    """A document as comrak gets it, and what has to be put back into its HTML."""

    text: str
    typed: str
    """The text before addresses with spaces were set aside."""
    undefined: tuple[str, ...]
    addresses: Sequence[str]
    has_tildes: bool
    options: frozenset[str]
    smart: str
    """The converter whose typography is wanted; "" if there is nothing to compose."""


class CommonMark:
    """Converts CommonMark to HTML, not yet safe."""

    def __init__(self, flavour: Flavour | None = None) -> None:
        self._flavour = flavour or Flavour()
        self._options = _options(self._flavour)

    def convert(self, text: str, footnote_prefix: str) -> tuple[str, tuple[str, ...]]:
        """Convert a document; returns its HTML and the footnotes it refers to but does not define."""
        flavour = self._flavour
        source = self._source(text, footnote_prefix)
        html = comrak_adapter.to_html(
            source.text,
            source.options | self._options,
            flavour.lacks | ({"autolink"} if flavour.linkifies else set()),
            definitions=_may_define(source.typed, flavour),
            raw=not flavour.drops_html,
        )
        html = self._with_attributes(lone_tags.without_marks(html), source)
        html = self._with_signs(html, source)
        html = self._with_titles(html, source)
        html = definition_lists.as_engines(html, has_long_terms=flavour.has_long_terms)
        html = joined(html, flavour.joins_lines) if flavour.joins_lines else html
        html = restored(html, source.addresses)
        html = notes_before_links.joined(html) if flavour.notes_before_links else html
        return _with_footnotes(html, footnote_prefix), source.undefined

    def _source(self, text: str, footnote_prefix: str) -> _Source:
        """Set aside what comrak must not see, or would read otherwise than the engine."""
        flavour = self._flavour
        text = _STASH_MARKS.sub("", text) if has(text, "\x02", "\x03") else text
        text = tabbed_fences.with_spaces(text)
        if not (flavour.is_kramdown or flavour.is_marked or flavour.is_redcarpet):
            text = lone_tags.in_paragraphs(text)
        text, undefined = _tidied(text, flavour, footnote_prefix)
        text = with_emoji_in_alts(text) if "shortcodes" in flavour.options else text
        text, addresses = shortened(text)
        if flavour.linkifies:
            text = linkify.with_urls(text)
        elif "autolink" not in flavour.lacks:
            text = marked_urls.with_urls(text) if flavour.links_hosts else text
            text = apart_from_emphasis(text, flavour.www_scheme)
            text = apart_from_marks(text, flavour.www_scheme, flavour.urls_end_at)
            text = marked_www(text) if flavour.www_scheme != "http" else text
        text = without_spaced(text, flavour.options) if flavour.has_tight_marks else text
        has_tildes = has(text, "~") and "subscript" not in flavour.options
        if has_tildes:
            text = _TILDES.sub(lambda found: _TILDE if found[0] == "~" else found[0], text)
        is_smart = flavour.typography and typography.is_wanted(text, flavour.typography)
        text = typography.set_aside(text) if is_smart else text
        shown = open_parentheses.set_aside(text) if flavour.is_marked else text
        return _Source(
            text=spaced_addresses.set_aside(shown, names_alone=not flavour.has_spaced_links),
            typed=text,
            undefined=undefined,
            addresses=addresses,
            has_tildes=has_tildes,
            options=flavour.options | ({"smart"} if is_smart else set()),
            smart=flavour.typography if is_smart else "",
        )

    def _with_attributes(self, html: str, source: _Source) -> str:
        """Take out the lists of attributes, and put captions below pictures."""
        flavour = self._flavour
        if source.text != source.typed:
            html = open_parentheses.restored(spaced_addresses.restored(html))
        html = without_ends(html) if flavour.has_block_attributes else html
        if flavour.has_span_attributes and has(source.typed, "{"):
            html = without_attributes_of_spans(
                html,
                takes_any=flavour.takes_any_attributes,
                has_bracketed=flavour.has_bracketed_spans,
            )
        if flavour.figures and has(source.typed, "!["):
            html = with_captions(html, source.typed, source.options, flavour.figures)
        return html

    def _with_signs(self, html: str, source: _Source) -> str:
        """Show bare URLs, marks, arrows, quotes, dashes and emoji as the engine does."""
        flavour = self._flavour
        html = linkify.with_names(html, flavour.linkifies) if flavour.linkifies else html
        if flavour.has_highlights:
            html = with_highlights(html, is_smart=bool(source.smart))
        html = readable(html, hosts=bool(flavour.linkifies)) if flavour.decodes_urls else html
        html = with_arrows(html) if flavour.has_arrows else html
        if source.smart:
            has_breaks = "hardbreaks" in flavour.options
            html = typography.composed(html, source.smart, flavour.symbols, has_breaks=has_breaks)
        html = as_emoji(html) if flavour.emoticons else html
        return with_scheme(html, flavour.www_scheme)

    def _with_titles(self, html: str, source: _Source) -> str:
        """Show titles of code, and headings with their ids and links."""
        flavour = self._flavour
        html = captioned(html) if flavour.has_captions else html
        html = with_titles(html) if flavour.titles_code else html
        if source.has_tildes:
            html = html.replace(_TILDE, "~").replace(_ENCODED_TILDE, "~")
        if flavour.linked_headings:
            return headings.linked(html, flavour)
        if flavour.has_heading_ids and has(source.typed, "{") and "}</h" in html:
            return headings.with_ids(html, is_kramdown=flavour.is_kramdown)
        return html


def _options(flavour: Flavour) -> frozenset[str]:
    """Return the options of whole documents, which texts of a line, such as captions, do not need."""
    has_info = flavour.has_captions or flavour.titles_code
    options = {"full_info_string"} if has_info else set()
    return frozenset(options | ({headings.ANCHORS} if flavour.linked_headings else set()))


def _may_define(text: str, flavour: Flavour) -> bool:
    """Return whether a text may have definitions; marked's plugin finds none in lists (`rDlSyntax`)."""
    return flavour.has_definitions and (not flavour.is_marked or has(text, "\n: "))


def _tidied(text: str, flavour: Flavour, prefix: str) -> tuple[str, tuple[str, ...]]:
    """Rewrite what comrak reads differently from site engines, except in code."""
    has_notes = has(text, "[^") and "footnotes" not in flavour.lacks
    has_tags = not flavour.drops_html and may_have_tags(text)
    undefined: tuple[str, ...] = ()
    if has_notes or has_tags:
        text = with_defined_names(text) if has_notes and flavour.folds_note_names else text
        if has_notes and flavour.notes_before_links:
            text = notes_before_links.set_apart(text)
        scanned = scan(with_single_words(text) if has_notes else text)
        shown = scanned.shifted
        if has_tags:
            shown = spliced(shown, sorted((*unwrap(scanned), *set_apart(scanned))))
        if has_notes:  # Notes may stand in what was raw HTML.
            noted = scanned if shown == scanned.shifted else scan(shown)
            tidied = tidy(shown, noted, _PLACE, by_any_mark=not flavour.is_kramdown)
            shown, undefined = tidied.text, tidied.undefined
            if flavour.notes_in_place and can_stand_in_place(noted):
                shown = in_place(noted, prefix)
        text = scanned.unshifted(shown)
    if flavour.has_block_attributes and has(text, "{"):
        text = without_attributes(text)
    if _may_define(text, flavour) and comrak_adapter.has_definitions(text):
        text = definition_lists.set_apart(scan(text))
    if flavour.widens_tables and has(text, "|") and "table" not in flavour.lacks:
        text = widened(text)
    return text, undefined


def _with_footnotes(html: str, prefix: str) -> str:
    """Give footnotes the article's ids, and put their list in its place."""
    before, section, notes = html.rpartition(_SECTION)
    notes, is_last, after = notes.rpartition("</section>")
    if not section or not is_last or after.strip():
        return html.replace(f"<p>{_PLACE}</p>\n", "")
    notes = _NOTE.sub(lambda note: f'<li id="fn:{prefix}-{note[1]}">', notes)
    notes = _BACK.sub(lambda back: f'<a href="#fnref:{prefix}-{back[1]}" title="↩">', notes)
    body, mark, rest = before.rpartition(f"<p>{_PLACE}</p>\n")
    # Many authors write a rule above their notes.
    rule = "" if before.endswith("<hr />\n") else "<hr>\n"
    html = f"{body}{notes}{rest}" if mark else f"{before}{rule}{notes}"
    return _REFERENCE.sub(
        lambda mark: f'<sup id="fnref:{prefix}-{mark[2]}"><a href="#fn:{prefix}-{mark[1]}">', html
    )
