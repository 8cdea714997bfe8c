"""Rules for Markdown that readers would see as bare signs: emphasis, footnotes, shortcodes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from broadsheet.checks.content.pages import ARTICLE_RULES, ArticlePage
from broadsheet.engines import engine_of
from broadsheet.errors import Problem
from broadsheet.late import late_pattern
from broadsheet.markdown import expand, scan

_STRONG = re.compile(r"\*\*(?=[^\s*])(?:[^*]|\*(?!\*))*?(?<=[^\s*])\*\*(?!\*)")
# A ** between two spaces is an operator; a ## counts only where a heading could begin.
_LITERAL = late_pattern(
    r"(?<![\\*\s])\*\*(?!\*)|(?<![\\*])\*\*(?![*\s])|(?m:(?<=^[>*|+-] )|(?<=^\*\*))#{2,6}(?= )"
)
_MEANT = late_pattern(
    r"\"[!#-~]{0,40}?(?:\*\*|##)[!#-~]{0,40}\"|'[!-&(-~]{0,40}?(?:\*\*|##)[!-&(-~]{0,40}'"
    r"|[“‘「](?:\*\*|#{2,6})[”’」]"
)
"""Quoted signs that a text is about, and patterns for paths."""

_SUSPICIOUS = ("**", "> ##", "* ##", "**##", "| ##", "+ ##", "- ##")
"""One of these is in every body with a literal sign; searching for them is faster than the pattern."""
_TAG = re.compile(r"(<[^<>]*>)")
_CODE_TAG = re.compile(r"<(/?)(?:pre|code)\b")
_RAW_BLOCK = late_pattern(
    r" {0,3}<(?:p|table|details|ul|ol|li|blockquote|figure|h[1-6]|dl)\b", re.IGNORECASE
)
_MARKDOWN = re.compile(r"\*\*[^\s*][^*\n]*\*\*|(?<!!)\[[^\[\]\n]+\]\([^()\s]+\)|\[\^\w+\](?!:)")
# A mark contains no spaces, but some authors write them: `[^RSS feed]`.
_SPACED = re.compile(r"\[\^(\w[^\]\n ]{0,200} [^\]\n]{0,200})\](:?)")
_TEXT = late_pattern(r"[\w.!?”’。！？]")
"""What stands before the mark of a footnote; a comma is left out because of “such as, [^5]”."""
_INDENT = 200
"""A definition is indented less than this."""
_CALL = r"\{(?:%-?|\{[<%]?-?)\s*(?:include\s+(?:[^\s}]*/)?)?"

SHOWN = 5
MOST_RENDERED = 200
"""Suspicious paragraphs of an article that are rendered; each takes a millisecond."""


@ARTICLE_RULES.warning(
    "markup-literal",
    why="Readers see the bare signs, ** or ##, instead of bold text or a heading.",
    bad="---\nThis is ** not bold** at all.",
    good="---\nThis is **bold** indeed.",
)
def markup_literal(page: ArticlePage) -> Iterator[Problem]:
    """Find `**` and `##` that readers see as they are, at most one per paragraph.

    A paragraph that looks suspicious is rendered, to see whether the sign is really shown.
    """
    bare = _STRONG.sub("x", page.prose)
    if not any(sign in bare for sign in _SUSPICIOUS):
        return
    blocks = ((s, b) for s, b in page.paragraphs if not _RAW_BLOCK.match(b))
    odd = ((s, b, sign) for s, b in blocks if (sign := _odd_sign(b)))
    for start, block, sign in islice(odd, MOST_RENDERED):
        if sign[0] in _shown(page, start, block):
            place = page.at(start + sign.start(), len(sign[0]))
            yield place.problem(f"{sign[0]} is shown as it is; remove spaces inside the signs")


def _odd_sign(block: str) -> re.Match[str] | None:
    """Return the first sign that has no partner and begins no heading."""
    return _LITERAL.search(_STRONG.sub(_crossed_out, _MEANT.sub(_crossed_out, block)))


def _crossed_out(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _shown(page: ArticlePage, start: int, block: str) -> str:
    """Return the text of a block as readers see it, without code."""
    body = textwrap.dedent(page.body[start : start + len(block)])
    html = page.site.renderer.render(replace(page.article, text=lambda: body)).html
    texts, depth = [], 0
    for piece in _TAG.split(html):
        tag = _CODE_TAG.match(piece)
        if tag:
            depth += -1 if tag[1] else 1
        texts.append(" " if piece.startswith("<") or depth > 0 else piece)
    return "".join(texts)


@ARTICLE_RULES.warning(
    "markup-swallowed",
    why="Markdown inside an HTML block is not converted: readers see its signs.",
    bad="---\n<p>\nThis is **not bold**.\n</p>",
    good="---\n<p>This is <b>bold</b>.</p>",
)
def markup_swallowed(page: ArticlePage) -> Iterator[Problem]:
    """Find Markdown inside an HTML block that readers see as it is."""
    raw = ((start, block) for start, block in page.paragraphs if _RAW_BLOCK.match(block))
    found = ((s, b, match) for s, b in raw if (match := _swallowed(page, b)))
    for start, block, match in islice(found, MOST_RENDERED):
        if match[0] in _shown(page, start, block):
            message = f"{match[0]} is not converted inside HTML; leave a blank line before it"
            yield page.at(start + match.start(), len(match[0])).problem(message)


def _swallowed(page: ArticlePage, block: str) -> re.Match[str] | None:
    """Return the first Markdown of a block; a footnote's mark counts only if the note exists."""
    found = _MARKDOWN.finditer(block)
    return next((m for m in found if m[0][:2] != "[^" or m[0][2:-1] in _footnotes(page)[1]), None)


@ARTICLE_RULES.warning(
    "footnote-undefined",
    why="Readers see the bare mark, [^1], in the middle of the sentence.",
    bad="---\nAs others have shown.[^1]",
    good="---\nAs others have shown.[^1]\n\n[^1]: In a book.",
)
def footnote_undefined(page: ArticlePage) -> Iterator[Problem]:
    """Find marks of footnotes that are not defined.

    In an article without footnotes only numbers count as marks, and only if [^1] is one of them or a
    word stands before the mark: `[^abc]` is a regular expression that the article explains.
    """
    marks, notes = _footnotes(page)
    for name, position in marks.items():
        before = page.prose[max(position - 1, 0) : position]
        numbered = name.isdigit() and ("1" in marks or _TEXT.match(before))
        if name not in notes and (notes or numbered):
            message = f"footnote [^{name}] is not defined; write [^{name}]: and its text"
            if " " in name:
                message = f"[^{name}] has a space, so it is no mark; write a mark for each note"
            yield page.at(position, len(name) + 3).problem(message)


@ARTICLE_RULES.warning(
    "footnote-unused",
    why="Most engines leave out a footnote without a mark in the text: readers do not see it.",
    bad="---\nNo mark here.\n\n[^1]: In a book.",
    good="---\nA mark.[^1]\n\n[^1]: In a book.",
)
def footnote_unused(page: ArticlePage) -> Iterator[Problem]:
    """Find footnotes that no mark refers to; at most one problem per article."""
    marks, notes = _footnotes(page)
    unused = [name for name in notes if name not in marks]
    if unused:
        names = ", ".join(f"[^{name}]" for name in unused[:SHOWN])
        more = f" and {len(unused) - SHOWN} more" if len(unused) > SHOWN else ""
        message = f"nothing refers to {names}{more}; add the marks to the text"
        yield page.at(notes[unused[0]], len(unused[0]) + 3).problem(message)


@lru_cache(maxsize=1)
def _footnotes(page: ArticlePage) -> tuple[dict[str, int], dict[str, int]]:
    """Return the positions of each footnote's first mark and of its definition."""
    if "[^" not in page.prose:
        return {}, {}
    scanned = scan(page.body)
    notes = {note.name: note.start for note in reversed(scanned.notes)}
    marks = {
        mark.name: mark.start
        for mark in reversed(scanned.note_marks)
        if page.prose[mark.start] == "["  # Shortcodes with code are no prose.
    }
    for match in _SPACED.finditer(page.prose):
        defines = match[2] and _begins_line(page.prose, match.start())
        (notes if defines else marks).setdefault(match[1], match.start())
    return marks, notes


def _begins_line(text: str, position: int) -> bool:
    start = max(position - _INDENT, 0)
    line = text.rfind("\n", start, position) + 1
    return (line > 0 or start == 0) and not text[line:position].strip()


@ARTICLE_RULES.warning(
    "shortcode-unknown",
    why="Broadsheet leaves out shortcodes that it does not know: readers never see them.",
    bad="---\nBefore {{< sparkle >}} after.",
    good='---\nBefore {{< youtube "w7Ft2ymGmfc" >}} after.',
)
def shortcode_unknown(page: ArticlePage) -> Iterator[Problem]:
    """Find shortcodes and template tags that are left out of feeds."""
    if page.article.is_rst:
        return
    # Outputs such as `{{ release.url }}` are not reported.
    flavour = replace(engine_of(page.site.config).flavour, has_templates=False, has_calls=False)
    found = expand(page.body, "", flavour, is_html=page.article.is_html)
    for name, count in found.unknown.items():
        times = "" if count == 1 else f" ({count} times)"
        message = f"shortcode {name} is unknown and left out{times}; {found.advice(name)}"
        yield page.at(_position(page, name), len(name)).problem(message)


def _position(page: ArticlePage, name: str) -> int:
    """Return where the name of a shortcode is in its first call, or where the braces begin."""
    expression = name.removeprefix("{{ ").removesuffix(" }}")
    call = re.compile(rf"{_CALL}(?P<name>{re.escape(expression)})(?![\w-])")
    found = call.search(page.prose) or call.search(page.body)
    if not found:
        return 0
    return found.start() if expression != name else found.start("name")
