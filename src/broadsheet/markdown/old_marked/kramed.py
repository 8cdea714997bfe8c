r"""What kramed adds to marked 0.3: formulas between `$$`, footnotes, and looser rules for blocks.

Source: lib/rules/block.js, lib/lex/block.js and lib/renderer.js of kramed 0.5.6
(https://github.com/GitbookIO/kramed).
"""

from __future__ import annotations

import re
from functools import lru_cache

from broadsheet.markdown.old_marked.closers import Closers
from broadsheet.markdown.old_marked.grammar import OLD_NAME, Grammar

_RULE = r"(?: *[-*_]){3,} *(?:\n|\Z)"
_DEFINITION = r" *\[([^\[\]]+)\]: *<?([^\s>]++)>?(?: +([\"(][^\n]+[\")]))? *(?:\n|\Z)"
_BULLET = r"(?:[*+-]|[0-9]+\.)"
_FORMULA = re.compile(r" *(\${2,}) *")
_NOTE = re.compile(r"\[\^([^\[\]]+)\]: ([^\n]+)")
_QUOTE = re.compile(r" *>[^\n]+")
_LINE = re.compile(r"\n([^\n]+)")
_LINES_END = re.compile(r"\n*")
_TICKED, _TICKED_END = "`$", "$`"


@lru_cache
def kramed_grammar() -> Grammar:
    """Return the rules of kramed."""
    blocks = rf"{_RULE}| *#{{1,6}}[^\n]| *>[^\n]|<{OLD_NAME}|{_DEFINITION}"
    return Grammar(
        is_oldest=True,
        is_line_by_line=False,
        has_tasks=False,
        is_kramed=True,
        bullet=_BULLET,
        heading=re.compile(r" *(#{1,6}) *([^\n]+)(?:\n|\Z)"),
        fence=re.compile(r" *(`{3,}+|~{3,}+) *+([^\s]*+) *+\n"),
        underline=re.compile(r"\n *[=-]+([=-]) *(?:\n|\Z)"),
        list_start=re.compile(rf"( *)({_BULLET}) (?=[\s\S])"),
        list_rule=re.compile(r"(?:[-*_] *){3,}(?:\n|\Z)"),
        ends_paragraph=re.compile(rf"{blocks}| *{_BULLET} [\s\S]"),
        ends_quoted=re.compile(_DEFINITION),
        rule=re.compile(_RULE),
        definition=re.compile(_DEFINITION),
    )


def formula_at(text: str, start: int, closers: Closers) -> tuple[str, int] | None:
    """Return the formula that is the block at a place, and where it ends; None if there is none."""
    opening = _FORMULA.match(text, start)
    close = closers.next(_closing(opening[1]), opening.end() + 1) if opening else None
    if opening is None or close is None:
        return None
    tex = text[opening.end() : close.start()]
    return (tex.rstrip() or tex), close.end()


@lru_cache(maxsize=8)
def _closing(dollars: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(dollars)} *(?:\n|\Z)")


def note_at(text: str, start: int) -> tuple[str, str, int] | None:
    """Return the name and the text of the footnote at a place, and where it ends."""
    found = _NOTE.match(text, start)
    return (found[1], found[2], found.end()) if found else None


def loose_quote_end(text: str, start: int, grammar: Grammar) -> int:
    """Return where the quotation ends that begins at a place, 0 if none does.

    All lines up to an empty one belong to it, except definitions of links.
    """
    end = 0
    while first := _QUOTE.match(text, start):
        end = first.end()
        while (line := _LINE.match(text, end)) and not grammar.ends_quoted.match(text, end + 1):
            end = line.end()
        blank = _LINES_END.match(text, end)
        start = end = blank.end() if blank else end
    return end


def with_double_dollars(text: str) -> str:
    """Write formulas between `$ and $` with double dollars, as the engine's plugin does (`formatText`)."""
    parts: list[str] = []
    done = 0
    start = text.find(_TICKED)
    while start >= 0:
        end = text.find(_TICKED_END, start + 2)
        if end < 0:
            break
        line = text.find("\n", start)
        if 0 <= line < end:
            start = text.find(_TICKED, line)
            continue
        parts += [text[done:start], f"$${text[start + 2 : end]}$$"]
        done = end + 2
        start = text.find(_TICKED, done)
    return "".join([*parts, text[done:]])
