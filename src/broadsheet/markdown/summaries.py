"""Summaries: plain text on one line, cut where a reader would pause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import chain

import nh3

from broadsheet.columns import beginning_of
from broadsheet.markdown import comrak_adapter, kept_html
from broadsheet.markdown.scanner import Scan, scan, scan_html
from broadsheet.markdown.spans import Kind, Span

COLUMNS = 200
"""How long an automatic summary may be; Chinese, Japanese and Korean letters count two each."""

_MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)
_NOT_PROSE = re.compile(
    r"\s*(?:\||\{|\$\$|<\?"
    r"|</?(?!(?:p|a|abbr|b|br|code|del|em|i|img|kbd|q|s|span|strong|sub|sup|u)[\s/>])\w)",
    re.IGNORECASE,
)
_PARAGRAPH_TAG = re.compile(r"\s*<p[\s>]", re.IGNORECASE)
_NO_BLOCK = "\ufffc"
_ENOUGH = (1000, 8000)
"""Characters of a body that are searched for a summary: most have one near their beginning."""

_IMAGE_TAG = re.compile(r'<img src="[^"]*"(?: alt="([^"]*)")?[^<>]*>')
_TARGET = r"(?:\((?:[^()\n]|\([^()\n]*\)){0,1000}\)|\[[^\[\]\n]{0,200}\])"
_IMAGE = re.compile(rf"!\[[^\[\]\n]{{0,500}}\]{_TARGET}")
_EMPTY_LINK = re.compile(rf"\[\s{{0,20}}\]{_TARGET}")
_ANY_TAG = re.compile(r"<[/!\w][^<>]*>")
_WORD = re.compile(r"[^\W_]|[^\x00-\x7f\s]")
_DEFINITION = re.compile(
    r"^ {0,3}\*?\[(?!\^)([^\[\]\n]{1,300})\]:[ \t]*(?:<[^<>\n]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
_CONTENTS = re.compile(r"\[\[?_?toc_?\]?\]", re.IGNORECASE)
_FOOTNOTE_MARK = re.compile(r" ?\[\^[^\[\]\s]+\](?=[.,;:!?])|\[\^[^\[\]\s]+\]")
_UNRESOLVED = re.compile(r"\[([^\[\]]*)\]\[[^\[\]]*\]")
_INLINE = re.compile(r"[*_`\[<~\\]|://")
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|code|del|em|i|img|kbd|p|q|s|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？…]+[”’」』）]*|(?<![.!?])[.!?]+[\"'”’)]*(?=\s)")
_BLOCK_END = re.compile(r"</(?:p|li|h\d|blockquote|div|tr|dd|dt)>|<br>")
_PARAGRAPH = re.compile(r"(?is)<p(?:\s[^<>]*)?>(.*?)(?=</p>|<p[\s>])")
_CJK_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\n(?=[\u2e80-\u9fff\uff00-\uffef])")


def inline_text(typed: str, *, of_body: bool = False) -> str:
    """Convert text that an author typed, perhaps with Markdown or HTML, to plain text.

    In a field, entities are text unless there is HTML, and the description of a picture stands for
    it; words `of_body` are Markdown.
    """
    text = _one_line(_FOOTNOTE_MARK.sub("", typed))
    if not _INLINE.search(text) and not (of_body and "&" in text):
        return text
    source = text if of_body or _TAG.search(text) else text.replace("&", "&amp;")
    # The first character keeps the line from being a list or a heading.
    html = comrak_adapter.to_html(f"{_NO_BLOCK}{source}")
    shown = plain_text(html if of_body else _with_alt(html)).replace(_NO_BLOCK, "").strip()
    return _UNRESOLVED.sub(r"\1", shown)


def _with_alt(html: str) -> str:
    return _IMAGE_TAG.sub(lambda image: image[1] or "", html)


def _before_more(look: Callable[[str], Scan], body: str) -> str | None:
    """Return what stands before `<!--more-->`, None if there is none outside of code."""
    more = _MORE.search(look(body).masked) if _MORE.search(body) else None
    return body[: more.start()] if more else None


def excerpt(body: str) -> tuple[str, bool]:
    """Choose the Markdown that sums an article up, and return whether the author chose it.

    It is what stands before `<!--more-->`, else the first paragraph, else the first block quote.
    """
    if (before := _before_more(scan, body)) is not None:
        return _with_links(before, body), True
    quote = ""
    for enough in _ENOUGH:
        for kind, words in _blocks(scan(_beginning(body, enough))):
            if kind is Kind.PARAGRAPH and _is_prose(words):
                return _with_links(words, body), False
            quote = quote or (words if kind is Kind.QUOTE else "")
    return _with_links(quote, body), False


def _blocks(scanned: Scan) -> Iterator[tuple[Kind, str]]:
    """Yield the blocks of a text; what stands between them is raw HTML, of which paragraphs count."""
    done = 0
    end = Span(len(scanned.text), len(scanned.text), Kind.OTHER)
    for block in chain(scanned.each_block(), (end,)):
        between = scanned.text[done : block.start].split("\n\n")
        yield from ((Kind.PARAGRAPH, part) for part in between if _PARAGRAPH_TAG.match(part))
        yield block.kind, scanned.text[block.start : block.end]
        done = max(done, block.end)


def _beginning(body: str, enough: int) -> str:
    """Return the first blocks of a body, of at least so many characters."""
    end = body.find("\n\n", enough)
    return body if end < 0 else body[:end]


def _is_prose(words: str) -> bool:
    """Return whether a block is a paragraph of words; what follows a picture's line is its caption."""
    if _NOT_PROSE.match(kept_html.typed(words)):
        return False
    line = words.strip().partition("\n")[0]
    leads = line.startswith(("![", "[![", "<img"))
    return _has_words(line if leads else words)


def _has_words(markdown: str) -> bool:
    bare = _EMPTY_LINK.sub("", _IMAGE.sub("", _ANY_TAG.sub("", markdown)))
    return bool(_WORD.search(unescape(_DEFINITION.sub("", _CONTENTS.sub("", bare)))))


def _with_links(excerpt: str, body: str) -> str:
    """Remove footnote marks, and add the definitions that the excerpt's links refer to."""
    folded = excerpt.casefold() if "[" in excerpt and "]:" in body else ""
    found = (m for m in _DEFINITION.finditer(body if folded else ""))
    links = [match[0] for match in found if match[1].casefold() in folded]
    return "\n\n".join([_FOOTNOTE_MARK.sub("", excerpt), *links])


def html_excerpt(body: str) -> tuple[str, bool]:
    """Choose the HTML that sums an article up, and return whether the author chose it.

    It is what stands before `<!--more-->`, else the first paragraph of words, else the beginning.
    """
    if (before := _before_more(scan_html, body)) is not None:
        return before, True
    beginning = body[:20_000]
    paragraphs = (match[1] for match in _PARAGRAPH.finditer(beginning))
    return next(filter(plain_text, paragraphs), beginning), False


def plain_text(html: str) -> str:
    """Return the text of an HTML fragment on one line; blocks are set apart by a space."""
    spaced = _BLOCK_END.sub(" ", _CJK_BREAK.sub("", html))
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
