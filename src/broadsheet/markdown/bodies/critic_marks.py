"""Marks of an editor's changes → HTML that every converter keeps; comments for the author are left out.

    {++added++}  {--removed--}  {~~old~>new~~}  {==marked==}  {>>comment<<}

PyMdown's own extension changes code too, and shows comments.
https://facelessuser.github.io/pymdown-extensions/extensions/critic/
"""

from __future__ import annotations

import re

from broadsheet.markdown.scanning.scanner import scan

_MARK = re.compile(
    r"\$[^$\n]+\$|\{\+\+(?P<ins>[^{}\n]*)\+\+\}|\{--(?P<del>[^{}\n]*)--\}|\{==(?P<mark>[^{}\n]*)==\}"
    r"|\{>>(?P<comment>[^{}\n]*)<<\}|\{~~(?P<old>[^{}~\n]*)~>(?P<new>[^{}~\n]*)~~\}"
)


def with_changes(text: str) -> str:
    """Return Markdown in which such marks are HTML; code and formulas stay as typed."""
    return scan(text).sub_words(_MARK, _shown) if _MARK.search(text) else text


def _shown(mark: re.Match[str]) -> str:
    kind = mark.lastgroup
    if kind is None:  # A formula.
        return mark[0]
    if kind == "new":
        return f"<del>{mark['old']}</del><ins>{mark['new']}</ins>"
    return "" if kind == "comment" else f"<{kind}>{mark[kind]}</{kind}>"
