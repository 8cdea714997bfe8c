"""Summaries: plain text on one line, cut where a reader would pause."""

from __future__ import annotations

import re
from html import unescape
from unicodedata import east_asian_width

import nh3

COLUMNS = 200
"""How long an automatic summary may be; Chinese, Japanese and Korean letters count two each."""

_MORE = re.compile(r"<!--\s*more\s*-->")
_NOT_PROSE = re.compile(
    r"\s{0,3}(?:#|>|\||[-*+]\s|\d+[.)]\s|!\[|<|\[\^|\{|```|~~~|---|===|\$\$)|\s{4}"
)
_CODE_BLOCK = re.compile(r"(?ms)^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_STRONG = re.compile(r"(\*\*|__|`|~~)(?=\S)(.+?)(?<=\S)\1")
_TAG = re.compile(
    r"</?(?:a|abbr|b|br|code|del|em|i|img|kbd|p|q|s|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。！？…]+[”’」』）]*|[.!?]+[\"'”’)]*(?=\s)")
_BLOCK_END = re.compile(r"</(?:p|li|h\d|blockquote|div|tr|dd|dt)>|<br>")
_PARAGRAPH = re.compile(r"(?is)<p(?:\s[^<>]*)?>(.*?)(?=</p>|<p[\s>])")
_CJK_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\n(?=[\u2e80-\u9fff\uff00-\uffef])")


def inline_text(typed: str) -> str:
    """Turn a summary that somebody typed, maybe with Markdown or HTML in it, into plain text."""
    text = _FOOTNOTE_MARK.sub("", typed)
    text = _STRONG.sub(r"\2", _LINK.sub(r"\1", text))
    without_tags = _TAG.sub("", text)
    return _one_line(unescape(without_tags) if without_tags != text else text)


def excerpt(body: str) -> tuple[str, bool]:
    """Choose the Markdown that sums an article up, and tell whether the author chose it.

    It is what stands before `<!--more-->`, else the first paragraph, else the first block quote.
    """
    if more := _MORE.search(body):
        return _FOOTNOTE_MARK.sub("", body[: more.start()]), True
    blocks = re.split(r"\n\s*\n", _CODE_BLOCK.sub("\n\n", body[:20_000]))
    prose = (block for block in blocks if block.strip() and not _NOT_PROSE.match(block))
    quotes = (block for block in blocks if block.lstrip().startswith(">"))
    return _FOOTNOTE_MARK.sub("", next(prose, None) or next(quotes, "")), False


def html_excerpt(body: str) -> tuple[str, bool]:
    """Choose the HTML that sums an article up, and tell whether the author chose it.

    It is what stands before `<!--more-->`, else the first paragraph of words, else the beginning.
    """
    if more := _MORE.search(body):
        return body[: more.start()], True
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
    if len(text) * 2 <= columns or len(head := _head(text, columns)) == len(text):
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


def _head(text: str, columns: int) -> str:
    used = 0
    for position, character in enumerate(text):
        used += 2 if east_asian_width(character) in "WF" else 1
        if used > columns:
            return text[:position]
    return text


def _one_line(text: str) -> str:
    return " ".join(text.split())
