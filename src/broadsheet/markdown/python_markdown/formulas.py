r"""TeX as the plugin render_math finds it: among the inline marks, after code and before escapes.

`$$x$$` and `\begin{x} … \end{x}` are set apart, `$x$` is in the text. What is between them is no Markdown.
Its version 1.0.5, the extension of Markdown for MathJax.
"""

from __future__ import annotations

from re import Match

from broadsheet.markdown.formulas import as_shifted

Found = tuple[str | None, int | None, int | None]
"""The TeX with other characters (`shift_math`), and where it begins and ends; or nothing."""

DISPLAYED = r"\$\$|\\begin\{([^{}\n]+)\}"
IN_TEXT = r"\$"
_NOTHING = None, None, None
_MOST = 1000
"""Signs of formulas in a paragraph: the rest of it is searched for the end of each."""


def displayed(opening: Match[str], text: str) -> Found:
    """Return the formula set apart that begins at a match of DISPLAYED."""
    environment = opening[1]
    end = f"\\end{{{environment}}}" if environment else "$$"
    found = text.find(end, opening.end() + 1) if text.count(opening[0][:2]) <= _MOST else -1
    if found < 0:
        return _NOTHING
    stop = found + len(end)
    typed = text[opening.start() : stop]
    return as_shifted(f"\\[{typed}\\]" if environment else typed), opening.start(), stop


def in_text(opening: Match[str], text: str) -> Found:
    """Return the formula in the text that begins at a match of IN_TEXT; no white space ends it."""
    found = text.find("$", opening.end() + 1) if text.count("$") <= _MOST else -1
    while found >= 0 and text[found - 1].isspace():
        found = text.find("$", found + 1)
    if found < 0:
        return _NOTHING
    tex = text[opening.end() : found].strip()  # Readers' programs want no white space at a dollar.
    return as_shifted(f"${tex}$"), opening.start(), found + 1
