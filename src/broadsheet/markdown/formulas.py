"""TeX in Markdown: converters leave it as it is typed, and readers' programs may show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from broadsheet.markdown.scanner import Scan
from broadsheet.markdown.splices import Splice, spliced
from broadsheet.text import may_have_marks

_MEANT = (ord("\n"), *range(0x21, 0x7F))
_SHIFT = {code: chr(0x100000 + code) for code in _MEANT}
_TYPED = {0x100000 + code: chr(code) for code in _MEANT}
_UNSHIFT = {code: escape(typed, quote=False) for code, typed in _TYPED.items()}
_SHIFTED = re.compile("[\U00100021-\U0010007e]")
# A paragraph that is one formula: `$$` or `\[` begins it, and `$$` or `\]` ends it.
_DISPLAYED = re.compile(
    "<p>((?:\U00100024\U00100024|\U0010005c\U0010005b)[^<]*"
    "(?:\U00100024\U00100024|\U0010005c\U0010005d))</p>"
)

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
_MOST = 100_000
"""Characters of all the formulas of an article that become MathML; those after them stay TeX."""


def shift_math(text: str, options: frozenset[str], *, only_double: bool = False) -> str:
    """Return a text whose TeX has other characters, which mean nothing to Markdown; see `unshift_math`.

    With `only_double`, TeX is what stands between `$$`; it gets the delimiters of kramdown's output.
    """
    if not options or ("$" not in text and "\\(" not in text and "\\[" not in text):
        return text
    return spliced(text, _shifted(Scan(text, options), only_double=only_double))


def _shifted(scanned: Scan, *, only_double: bool) -> Iterator[Splice]:
    marks = ("$$",) if only_double else ("$", "\\(", "\\[")
    for span in scanned.elements("span"):
        typed = scanned.text[span.start : span.end]
        if typed.startswith(marks):
            shown = (
                _of_kramdown(typed, scanned.text, span.start, span.end) if only_double else typed
            )
            yield span.start, span.end, shown.translate(_SHIFT)


def _of_kramdown(typed: str, text: str, start: int, end: int) -> str:
    is_block = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    is_block = is_block and text[end : end + 1] in {"", "\n"}
    inside = typed.strip("$").strip()
    return f"\\[{inside}\\]" if is_block else f"\\({inside}\\)"


def unshift_math(html: str) -> str:
    """Put back the TeX that `shift_math` changed, in HTML; a formula set apart is in no paragraph."""
    if not may_have_marks(html) or not _SHIFTED.search(html):
        return html
    return _DISPLAYED.sub(r"<div>\1</div>", html).translate(_UNSHIFT)


def with_mathml(html: str) -> tuple[str, tuple[str, ...]]:
    """Return sanitised HTML whose shifted TeX is MathML, and the formulas that stay as they are."""
    from broadsheet.markdown.mathml import to_mathml  # noqa: PLC0415 - an extra

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

    return (_FORMULA.sub(shown, html), tuple(left)) if may_have_marks(html) else (html, ())
