"""TeX in Markdown: converters leave it as it is typed, and readers' programs may show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from broadsheet.markdown.formulas.blocks import formula_blocks
from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.splices import Splice, spliced

_MEANT = (ord("\n"), *range(0x21, 0x7F))
_SHIFT = {code: chr(0x100000 + code) for code in _MEANT}
_TYPED = {0x100000 + code: chr(code) for code in _MEANT}
_UNSHIFT = {code: escape(typed, quote=False) for code, typed in _TYPED.items()}
_UNSHIFT_IN_TAGS = {code: escape(typed) for code, typed in _TYPED.items()}
# A paragraph that is one formula: `$$` or `\[` begins it, and `$$` or `\]` ends it.
_DISPLAYED = re.compile(
    "<p>((?:\U00100024\U00100024|\U0010005c\U0010005b)[^<]*"
    "(?:\U00100024\U00100024|\U0010005c\U0010005d))</p>"
)

_PARAGRAPH = re.compile(r"<p>((?:[^<]|<(?!/?p>))*)</p>")
_SET_APART = re.compile(
    "\U00100024\U00100024(?:[^<\U00100024]|\U00100024(?!\U00100024))+\U00100024\U00100024"
    "|\U0010005c\U0010005b(?:[^<\U0010005c]|\U0010005c[^<\U0010005b\U0010005d])*\U0010005c\U0010005d"
)
_BREAK = re.compile(r"<br ?/?>")
_TAG = re.compile(r"<[^<>]*>")

_DOLLAR, _BACKSLASH = "\U00100024", "\U0010005c"
# `$$x$$`, `$x$`, `\[x\]` or `\(x\)`.
_FORMULA = re.compile(
    f"{_DOLLAR}{_DOLLAR}(?P<block>(?:[^<{_DOLLAR}]|{_DOLLAR}(?!{_DOLLAR}))+){_DOLLAR}{_DOLLAR}"
    f"|{_DOLLAR}(?P<inline>(?:[^<{_DOLLAR}{_BACKSLASH}]|{_BACKSLASH}[^<])+){_DOLLAR}"
    f"|{_BACKSLASH}\U0010005b(?P<bracket>(?:[^<{_BACKSLASH}]|{_BACKSLASH}[^<\U0010005b\U0010005d])+)"
    f"{_BACKSLASH}\U0010005d"
    f"|{_BACKSLASH}\U00100028(?P<parenthesis>(?:[^<{_BACKSLASH}]|{_BACKSLASH}[^<\U00100028\U00100029])+)"
    f"{_BACKSLASH}\U00100029"
)
_AROUND = re.compile(r"(?:[ \t>]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])*")
"""The marks of quotations and items that a line may begin with."""

_QUOTED = re.compile(r"\n[ \t]*+> ?")
_MOST_DEEP = 20

_OPTIONS = {"$": "math_dollars", "\\": "math_latex"}
"""What makes comrak look for formulas, by the first character of their delimiters."""

_MOST_AROUND = 1000
_MOST = 100_000
"""Characters of all the formulas of an article that become MathML; those after them stay TeX."""


def shift_math(text: str, openings: frozenset[str], *, only_double: bool = False) -> str:
    """Return a text whose TeX has other characters, which mean nothing to Markdown; see `unshift_math`.

    `openings` are the delimiters that begin TeX. With `only_double`, it gets the delimiters of kramdown's
    output.
    """
    if not has(text, *openings):
        return text
    text = spliced(text, _set_apart(text, openings, only_double=only_double))
    scanned = Scan(text, frozenset(_OPTIONS[opening[0]] for opening in openings))
    return spliced(text, _shifted(scanned, openings, only_double=only_double))


def as_shifted(formula: str) -> str:
    """Return TeX with its delimiters as `shift_math` has it."""
    return formula.translate(_SHIFT)


def _set_apart(text: str, openings: frozenset[str], *, only_double: bool) -> Iterator[Splice]:
    """Yield formulas whose lines comrak would read as blocks."""
    for start, end, before in formula_blocks(text, openings, are_whole=only_double):
        typed = unquoted(text[start:end], before)
        shown = f"\\[{typed[2:-2].strip()}\\]" if only_double else typed
        yield start, end, as_shifted(shown)


def _shifted(scanned: Scan, openings: frozenset[str], *, only_double: bool) -> Iterator[Splice]:
    done = 0
    for span in scanned.elements("span"):
        text, start = scanned.text, span.start
        if start < done:
            continue
        done = end = _end_of_double(text, start) or span.end
        before = text[text.rfind("\n", 0, start) + 1 : start]
        typed = unquoted(text[start:end], before)
        if _opening(typed) in openings:
            shown = _of_kramdown(typed, text, start, end) if only_double else typed
            yield start, end, as_shifted(shown)


def _end_of_double(text: str, start: int) -> int:
    """Return where a formula between `$$` ends, 0 if it is none.

    comrak 0.0.16 counts the columns of its last line without what that, or a line before it, lost.
    """
    end = text.find("$$", start + len("$$")) if text.startswith("$$", start) else -1
    return end + len("$$") if end >= 0 else 0


def unquoted(formula: str, before: str) -> str:
    """Return a formula without the marks of the quotation that its lines are in."""
    around = _AROUND.match(before)
    depth = around[0].count(">") if around and "\n" in formula else 0
    for _ in range(min(depth, _MOST_DEEP)):
        formula = _QUOTED.sub("\n", formula)
    return formula


def _opening(formula: str) -> str:
    return formula[: 1 if formula.startswith("$") and not formula.startswith("$$") else 2]


def _of_kramdown(typed: str, text: str, start: int, end: int) -> str:
    """Return a formula as kramdown shows it: set apart if it is a paragraph (math.rb of kramdown 2.4)."""
    above, _, before = text[max(start - 2 * _MOST_AROUND, 0) : start].rpartition("\n")
    after, _, below = text[end : end + _MOST_AROUND].partition("\n")
    lines = (before, after, above.rpartition("\n")[2], below.partition("\n")[0])
    inside = typed.strip("$").strip()
    is_within = any(_AROUND.sub("", line, count=1).strip() for line in lines)
    return f"\\({inside}\\)" if is_within else f"\\[{inside}\\]"


def unshift_math(html: str, *, ends_paragraphs: bool = False, is_done: bool = False) -> str:
    r"""Put back the TeX that `shift_math` changed, in HTML; a formula set apart is in no paragraph.

    With `ends_paragraphs`, one between `$$` or `\[ \]` never is: the words before and after it are
    paragraphs of their own. With `is_done`, what is set apart already stands in elements of its own.
    """
    if not _has_shifted(html):
        return html
    html = _in_tags(html)
    if ends_paragraphs:
        html = _PARAGRAPH.sub(_split, html)
    html = html if is_done else _DISPLAYED.sub(r"<div>\1</div>", html)
    return html.translate(_UNSHIFT)


def _split(paragraph: re.Match[str]) -> str:
    """Return a paragraph's formulas and what stands between them, except within emphasis and the like."""
    content, parts = paragraph[1], []
    done = place = depth = 0
    for formula in _SET_APART.finditer(content):
        between = _BREAK.sub("", content[place : formula.start()])
        depth += between.count("<") - 2 * between.count("</")
        place = formula.end()
        if depth == 0:
            parts += [content[done : formula.start()], formula[0]]
            done = place
    shown = (part.strip() for part in [*parts, content[done:]])
    return "\n".join(f"<p>{part}</p>" for part in shown if part) if parts else paragraph[0]


def with_mathml(html: str) -> tuple[str, tuple[str, ...]]:
    """Return sanitised HTML whose shifted TeX is MathML, and the formulas that stay as they are."""
    from broadsheet.markdown.formulas.mathml import to_mathml  # noqa: PLC0415 - an extra

    left: list[str] = []
    spent = 0

    def shown(formula: re.Match[str]) -> str:
        nonlocal spent
        kind = formula.lastgroup or ""
        tex = formula[kind].translate(_TYPED).strip()
        spent += len(tex)
        made = to_mathml(tex, is_display=kind in {"block", "bracket"}) if spent <= _MOST else ""
        if not made:
            left.append(tex)
        return made or formula[0]

    return (_FORMULA.sub(shown, _in_tags(html)), tuple(left)) if _has_shifted(html) else (html, ())


def _in_tags(html: str) -> str:
    """Put back the TeX in attributes, whose values no quote of it may end."""
    return _TAG.sub(lambda tag: tag[0].translate(_UNSHIFT_IN_TAGS), html)


def _has_shifted(html: str) -> bool:
    """Return whether HTML has shifted TeX, which begins with one of two characters."""
    return _DOLLAR in html or _BACKSLASH in html
