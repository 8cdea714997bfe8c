"""MathML that an author typed: the sanitiser would drop it with its words.

A formula that carries its TeX (`<annotation encoding="application/x-tex">`) becomes TeX, like any other.
Another one is taken out, cleaned by itself, and put back behind the sanitiser: as MathML if the site has
that for its formulas, else as its words, which is what programs without MathML show of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from broadsheet.markdown.formulas.safe_mathml import cleaned
from broadsheet.markdown.formulas.tex import as_shifted
from broadsheet.markdown.scanning.html_tags import Tag, tags
from broadsheet.markdown.scanning.splices import Splice, spliced

_TEX = "application/x-tex"
_TAG = re.compile(r"<[^<>]*>")
_EDGE = "\ue07a"
_MARK = re.compile(f"<[^<>]*>|{_EDGE}([0-9]{{1,9}}){_EDGE}")
"""A mark, or a tag: what an author has typed like a mark into an attribute is none."""
_LONGEST = 20_000
"""Characters of a formula; the sanitiser drops longer ones."""


@dataclass(frozen=True, slots=True)
class _TypedFormula:
    """The MathML `html[start:end]`, and the TeX that it carries, with delimiters, or ""."""

    start: int
    end: int
    tex: str


def without_typed_math(html: str) -> tuple[str, dict[str, str]]:
    """Return HTML with TeX or marks in the place of MathML, and the safe MathML by its mark's number."""
    taken: dict[str, str] = {}
    return (spliced(html, _shown(html, taken)) if "<math" in html else html), taken


def with_typed_math(html: str, taken: dict[str, str], *, in_words: bool) -> str:
    """Put each formula in the place of its mark, once; `in_words` without its tags."""

    def formula(mark: re.Match[str]) -> str:
        if mark[1] is None:
            return mark[0]
        found = taken.pop(mark[1], "")
        return _TAG.sub("", found).strip() if in_words else found

    return _MARK.sub(formula, html) if taken else html


def _shown(html: str, taken: dict[str, str]) -> Iterator[Splice]:
    for formula in _formulas(html):
        if formula.tex:
            yield formula.start, formula.end, as_shifted(formula.tex)
        elif formula.end - formula.start <= _LONGEST:
            number = str(len(taken))
            taken[number] = cleaned(html[formula.start : formula.end])
            yield formula.start, formula.end, f"{_EDGE}{number}{_EDGE}"


def _formulas(html: str) -> Iterator[_TypedFormula]:
    """Yield the MathML that is closed."""
    opening: Tag | None = None
    note: Tag | None = None
    tex = ""
    for tag in tags(html):
        if tag.name == "math" and tag.is_end and opening:
            mark = "$$" if opening.attributes.get("display") == "block" else "$"
            yield _TypedFormula(opening.start, tag.end, tex and f"{mark}{tex}{mark}")
            opening = None
        elif tag.name == "math" and not tag.is_end and not opening:
            opening, note, tex = tag, None, ""
        elif tag.name == "annotation" and tag.is_end and note:
            tex = unescape(html[note.end : tag.start]).strip()
            note = None
        elif tag.name == "annotation" and tag.attributes.get("encoding") == _TEX:
            note = tag
