"""Summaries: plain text on one line, cut where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge
from html import unescape

import nh3

from broadsheet.columns import beginning_of
from broadsheet.late import late_pattern
from broadsheet.markdown.commonmark import comrak_adapter
from broadsheet.markdown.html.nesting import without_bombs
from broadsheet.markdown.scanning.hidden import without_hidden
from broadsheet.markdown.scanning.html_tags import tags
from broadsheet.markdown.scanning.scanner import Scan, scan, scan_html
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import FootnoteSpan, Kind, Span
from broadsheet.markdown.scanning.splices import spliced
from broadsheet.markdown.shortcodes import kept_html

COLUMNS = 200
"""How long an automatic summary may be; Chinese, Japanese and Korean letters count two each."""

_PHRASES = frozenset("a abbr b br code del em i img kbd p q s span strong sub sup u".split())
"""HTML elements in a paragraph of words."""
_NO_PROSE = ("|", "{", "$$", "<?")
_NO_BLOCK = "\ufffc"
_STOPS = (".", ",", ";", ":", "!", "?")
_ENOUGH = (1000, 8000)
"""Characters of a body that are searched for a summary: most have one near their beginning."""

_IMAGE_TAG = re.compile(r'<img src="[^"]*"(?: alt="([^"]*)")?[^<>]*>')
_WORD = re.compile(r"[^\W_]|[^\x00-\x7f\s]")
_INLINE = ("*", "_", "`", "[", "<", "~", "\\", "://")
_REFERENCE = re.compile(r"(?:\[([^\[\]\n]*))?\]\[([^\[\]\n]*)\]")
"""Ends words in brackets, perhaps a picture, that are a link if the text defines its address."""
_SENTENCE_END = re.compile(r"[。！？…]+[”’」』）]*|(?<![.!?])[.!?]+[\"'”’)]*(?=\s)")
_BLOCK_EDGE = re.compile(
    r"</?(?:p|li|h\d|blockquote|div|t[dhr]|d[dt]|figcaption|figure|pre|section|summary|[ou]l)\b[^<>]*>"
    r"|<br ?/?>",
    re.IGNORECASE,
)
_CJK_BREAK = late_pattern(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])\n(?=[\u2e80-\u9fff\uff00-\uffef])"
    r"|(?<=[\u3001-\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f])<br ?/?>(?=[\u2e80-\u9fff\uff00-\uffef])"
)
"""A line end between two Chinese or Japanese letters, or a break behind a sign that has its own space."""


def inline_text(typed: str, *, of_body: bool = False) -> str:
    """Convert text that an author typed, perhaps with Markdown or HTML, to plain text.

    In a field, entities are text unless there is HTML, and the description of a picture stands for
    it; words `of_body` are Markdown.
    """
    text = _one_line(_without_notes(typed.replace("\\\n", "\n")))
    if not has(text, *_INLINE) and not (of_body and "&" in text):
        return text
    has_html = of_body or any(tag.name in _PHRASES for tag in tags(text))
    source = text if has_html else text.replace("&", "&amp;")
    # The first character keeps the line from being a list or a heading.
    html = comrak_adapter.to_html(f"{_NO_BLOCK}{source}{_addresses(source)}")
    html = without_hidden(scan_html(html), is_markdown=False)
    return plain_text(html if of_body else _with_alt(html)).replace(_NO_BLOCK, "").strip()


def _addresses(source: str) -> str:
    """Return definitions for references of a text to what is defined elsewhere: their words are shown."""
    labels = dict.fromkeys(found[2] or found[1] or "" for found in _REFERENCE.finditer(source))
    return "".join(f"\n\n[{label}]: /" for label in labels if label)


def _with_alt(html: str) -> str:
    return _IMAGE_TAG.sub(lambda image: image[1] or "", html)


def _without_notes(markdown: str) -> str:
    """Remove the marks of footnotes, with a space before one that a stop follows."""
    if "[^" not in markdown:
        return markdown
    marks = scan(markdown).note_marks
    return spliced(
        markdown,
        ((m.start - _is_spaced(markdown, m), m.end, "") for m in marks),
    )


def _is_spaced(markdown: str, mark: FootnoteSpan) -> bool:
    return markdown.startswith(_STOPS, mark.end) and markdown.endswith(" ", 0, mark.start)


def _before_more(scanned: Scan) -> str | None:
    """Return what stands before `<!--more-->`, None if there is none outside of code."""
    more = scanned.comment("more")
    return scanned.text[: more.start] if more else None


def excerpt(body: str) -> tuple[str, bool]:
    """Choose the Markdown that sums an article up, and return whether the author chose it.

    It is what stands before `<!--more-->`, else the first paragraph, else the first block quote.
    """
    body = without_hidden(scan(body))
    if (before := _before_more(scan(body))) is not None:
        return _with_links(before, body), True
    quote = ""
    for enough in _ENOUGH:
        scanned = scan(_beginning(body, enough))
        for block in _blocks(scanned):
            words = scanned.text[block.start : block.end]
            if block.kind is Kind.PARAGRAPH and _is_prose(words, body):
                return _with_links(words, body), False
            quote = quote or (words if block.kind is Kind.QUOTE else "")
    return _with_links(quote, body), False


def _blocks(scanned: Scan) -> Iterator[Span]:
    """Yield the blocks of a text, among them the paragraphs that are raw HTML."""
    raw = scanned.raw_html if has(scanned.text, "<p", "<P") else ()
    paragraphs = (
        html._replace(kind=Kind.PARAGRAPH) for html in raw if _is_paragraph(scanned, html)
    )
    yield from merge(scanned.each_block(), paragraphs)


def _is_paragraph(scanned: Scan, html: Span) -> bool:
    first = next(tags(scanned.text[html.start : html.end]), None)
    return not html.level and first is not None and first.name == "p" and not first.is_end


def _beginning(body: str, enough: int) -> str:
    """Return the first blocks of a body, of at least so many characters."""
    end = body.find("\n\n", enough)
    return body if end < 0 else body[:end]


def _is_prose(words: str, body: str) -> bool:
    """Return whether a block is a paragraph of words; what follows a picture's line is its caption."""
    typed = kept_html.typed(words).lstrip()
    first = next(tags(typed), None) if typed.startswith("<") else None
    if typed.startswith(_NO_PROSE) or (first and first.name not in _PHRASES):
        return False
    leads = typed.startswith(("![", "[![", "<img"))
    line = words.strip().partition("\n")[0] if leads else words
    if _WORD.search(unescape(line.partition("[")[0].partition("<")[0])):
        return True
    return bool(_WORD.search(plain_text(comrak_adapter.to_html(_with_links(line, body)))))


def _with_links(excerpt: str, body: str) -> str:
    """Remove footnote marks, and add the definitions that the excerpt's links refer to."""
    folded = excerpt.casefold() if "[" in excerpt and "]:" in body else ""
    found = (link for link in scan(body).definitions if link.has_title_alone) if folded else ()
    links = (body[link.start : link.end] for link in found if link.label.casefold() in folded)
    return "\n\n".join([_without_notes(excerpt), *links])


def html_excerpt(body: str) -> tuple[str, bool]:
    """Choose the HTML that sums an article up, and return whether the author chose it.

    It is what stands before `<!--more-->`, else the first paragraph of words, else the beginning.
    """
    body = without_hidden(scan_html(body), is_markdown=False)
    if (before := _before_more(scan_html(body))) is not None:
        return before, True
    beginning = body[:20_000]
    return next(filter(plain_text, _paragraphs(beginning)), beginning), False


def _paragraphs(html: str) -> Iterator[str]:
    """Yield what is in the paragraphs of HTML that are no code and in no comment."""
    start = -1
    for tag in tags(scan_html(html).masked):
        if tag.name == "p":
            if start >= 0:
                yield html[start : tag.start]
            start = -1 if tag.is_end else tag.end


def plain_text(html: str) -> str:
    """Return the text of an HTML fragment on one line; blocks are set apart by a space."""
    html, _ = without_bombs(html)
    spaced = _BLOCK_EDGE.sub(" ", _CJK_BREAK.sub("", html))
    bare = nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style", "svg"})
    return _one_line(unescape(bare))


def cut(text: str, columns: int = COLUMNS) -> str:
    """Shorten text to so many columns: at a sentence's end, else at a word's with an ellipsis."""
    if len(text) * 2 <= columns or len(head := beginning_of(text, columns)) == len(text):
        return text
    ends = [
        match.end()
        for match in _SENTENCE_END.finditer(text[: len(head) + 1])
        if match.end() <= len(head)
    ]
    if ends and ends[-1] > len(head) // 3:
        return head[: ends[-1]]
    space = head.rfind(" ")
    if space > len(head) // 2 and head[-1:].isascii() and text[len(head)].isascii():
        head = head[:space]
    return head.rstrip(" ,;:，；：、（(") + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split())
