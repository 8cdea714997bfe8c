"""A title for an article without one (such as a microblog note), made from its body."""

from __future__ import annotations

import re

from broadsheet.markdown import Kind, inline_text, scan, without_notes

LONGEST = 80
"""Characters; a title is one line of a list of articles."""

_ENOUGH = 20_000
_CALL = re.compile(
    r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}|^(?:import|export) [^\n]*$", re.MULTILINE
)
_PICTURE = re.compile(r"!\[([^\[\]]+)\][(\[]")
_BEFORE = re.compile(r"[ \t]*(?:#{1,6}|>|[-*+]|\d+[.)])[ \t]+")
_SENTENCE_END = re.compile(r"[。！？][”’」』）]*|(?<![.!?])[.!?]+[\"”’)]*(?=\s)")
_BLOCKS = frozenset({Kind.FENCED, Kind.INDENTED, Kind.RAW_CODE})


def headline(body: str) -> str:
    """Return the first heading of level one of a body, else its first sentence, cut; "" if none."""
    if title := heading(body):
        return title
    shown = _without_code(_shown(body))
    words = next(filter(None, map(_words, shown.split("\n"))), "")
    # A picture's description is the last resort.
    return _cut(words or next(iter(_PICTURE.findall(shown)), ""))


def heading(body: str) -> str:
    """Return the words of the first heading of level one of a body, "" if none."""
    if "# " not in body and "#\t" not in body and "\n=" not in body:
        return ""
    scanned = scan(_shown(body))
    first = next((block for block in scanned.each_block() if block.level == 1), None)
    return _words(scanned.words_of(first)) if first else ""


def _shown(body: str) -> str:
    return scan(without_notes(body[:_ENOUGH])).sub(_CALL, lambda _: "")


def _without_code(text: str) -> str:
    scanned = scan(text)
    parts, done = [], 0
    for span in sorted((*scanned.code, *scanned.comments)):
        if span.kind in _BLOCKS or span.kind is Kind.COMMENT:
            parts.append(text[done : span.start])
            done = span.end
    return "".join([*parts, text[done:]])


def _words(line: str) -> str:
    """Return a line of Markdown as plain text, "" if it has no words."""
    before = _BEFORE.match(line)
    text = inline_text(line[before.end() :] if before else line, of_body=True)
    return text if re.search(r"\w", text) else ""


def _cut(text: str) -> str:
    end = _SENTENCE_END.search(text)
    text = text[: end.end()].rstrip("。.") if end else text
    if len(text) <= LONGEST:
        return text
    head = text[:LONGEST]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:，；：、") + "…"
