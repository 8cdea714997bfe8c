"""Alerts: quotations whose first line is `[!NOTE]`, perhaps with a title (GitHub has none).

https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.scanning.scanner import Scan

_MARK = re.compile(
    r">[ \t]*(?P<all>\[!(?P<kind>[A-Za-z][\w-]*)\][+-]?(?P<title>[ \t]*|[ \t]+[^\s(\[:][^\n]*))$",
    re.MULTILINE,
)
_GITHUBS_KINDS = frozenset("caution important note tip warning".split())


def alerts(scanned: Scan, *, any_kind: bool) -> Iterator[tuple[int, str]]:
    """Yield the number of each line with which an alert begins, and the line with its title in bold.

    Unless `any_kind` begins one, only GitHub's do, and the line is empty: they have no title.
    """
    text = scanned.text
    number = done = 0
    for quotation in scanned.elements("blockquote") if "[!" in text else ():
        mark = _MARK.match(text, quotation.start)
        if mark and (any_kind or _is_githubs(mark)):
            start = text.rfind("\n", 0, mark.start()) + 1
            number += text.count("\n", done, start)
            done = start
            title = mark["title"].strip() or mark["kind"].capitalize()
            shown = f"**{title}**  " if any_kind else ""
            yield number, f"{text[start : mark.start('all')]}{shown}"


def _is_githubs(mark: re.Match[str]) -> bool:
    return mark["kind"].lower() in _GITHUBS_KINDS and not mark["title"].strip()
