"""A title for an article without one (such as a microblog note), made from its body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.late import late_pattern
from broadsheet.markdown import Kind, inline_text, scan, without_notes

LONGEST = 80
"""Characters; a title is one line of a list of articles."""

_ENOUGH = 20_000
_CALL = re.compile(
    r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}|^(?:import|export) [^\n]*$", re.MULTILINE
)
_PICTURE = re.compile(r"!\[([^\[\]]+)\][(\[]")
_BEFORE = re.compile(r"(?:(?:[-*+:]|\d+[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?")
"""The mark of an item or a definition, and of a task, before words that are no heading."""

_CALLOUT = re.compile(r"\[![\w-]+\][+-]?[ \t]*(?P<title>[^\n]*)")
_SENTENCE_END = late_pattern(r"[。！？][”’」』）]*|(?<![.!?])[.!?]+[\"”’)]*(?=\s)")
_BLOCKS = frozenset({Kind.FENCED, Kind.INDENTED, Kind.RAW_CODE})


def headline(body: str) -> str:
    """Return the first heading of level one of a body, else its first sentence, cut; "" if none."""
    if title := heading(body):
        return title
    text = _prose(_shown(body))
    words = next(filter(None, map(_words, _pieces(text))), "")
    # A picture's description is the last resort.
    return _cut(words or next(iter(_PICTURE.findall(text)), ""))


def heading(body: str) -> str:
    """Return the words of the first heading of level one of a body, "" if none."""
    if "# " not in body and "#\t" not in body and "\n=" not in body:
        return ""
    scanned = scan(_shown(body))
    first = next((block for block in scanned.each_block() if block.level == 1), None)
    return _words(scanned.words_of(first)) if first else ""


def _shown(body: str) -> str:
    return scan(without_notes(body[:_ENOUGH])).sub(_CALL, lambda _: "")


def _prose(text: str) -> str:
    """Return a text without blocks of code, comments and footnotes."""
    scanned = scan(text)
    code = (span for span in scanned.code if span.kind in _BLOCKS)
    return scanned.without((*code, *scanned.comments, *scanned.notes))


def _pieces(text: str) -> Iterator[str]:
    """Yield what holds words, in order, without the marks before them; of raw HTML each line."""
    scanned = scan(text)
    for span in sorted((*scanned.texts, *scanned.raw_html)):
        typed = text[span.start : span.end]
        if span.kind is Kind.RAW_HTML:
            yield from typed.split("\n")
        elif span.kind is Kind.HEADING:
            yield scanned.words_of(span)
        else:
            before = _BEFORE.match(typed)
            yield _first_line(typed[before.end() :] if before else typed)


def _first_line(paragraph: str) -> str:
    """Return a callout's title, or the lines of a paragraph up to a break, without marks of quotations."""
    if callout := _CALLOUT.match(paragraph):
        paragraph = callout["title"].strip() or paragraph[callout.end() :]
    lines = [line.lstrip(" \t>") for line in paragraph.split("\n")]
    last = next((n for n, line in enumerate(lines) if line.endswith(("  ", "\\"))), len(lines))
    return "\n".join(lines[: last + 1]).rstrip("\\")


def _words(typed: str) -> str:
    """Return Markdown as plain text on one line, "" if it has no words."""
    text = inline_text(typed, of_body=True)
    return text if re.search(r"\w", text) else ""


def _cut(text: str) -> str:
    end = _SENTENCE_END.search(text)
    text = text[: end.end()].rstrip("。.") if end else text
    if len(text) <= LONGEST:
        return text
    head = text[:LONGEST]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:，；：、") + "…"
