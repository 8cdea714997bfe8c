"""Definition lists as Goldmark and kramdown have them, where comrak differs.

Each line above a definition is a term, and a definition may have several paragraphs of which the first
stands by itself. comrak 0.0.16 takes the lines for one term, and runs the paragraphs of a definition right
below its term together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = "\ue07f"
"""Begins the first paragraph of a definition that stands right below its term."""

_QUOTED = re.compile(r"(?: {0,3}>)* *")
_BLOCK = re.compile(r"(?:[-+*>]|[0-9]{1,9}[.)]|#{1,6})(?:\s|$)|`{3}|~{3}|>|<|\||$")
_TERMS = re.compile(r"<dt>((?:(?!</?d[dt]>).)*\n(?:(?!</?d[dt]>).)*)</dt>", re.DOTALL)
_FIRST = f"<dd>\n<p>{_MARK}"
_TAG = re.compile(r"<(/?)([a-z]+[1-6]?)\b[^<>]*>")
_VOID = frozenset({"br", "img", "input", "wbr"})


def set_apart(lines: list[str]) -> list[str]:
    """Put an empty line above each definition that has none, and mark it. No line may be code."""
    if not any(line.lstrip(" >").startswith((": ", ":\t")) for line in lines):
        return lines
    return list(_set_apart(lines))


def _set_apart(lines: list[str]) -> Iterator[str]:
    above = ""
    for line in lines:
        quote = _QUOTED.match(line)
        marks, bare = (quote[0], line[quote.end() :]) if quote else ("", line)
        if bare.startswith((": ", ":\t")) and above.strip(" >"):
            yield marks.rstrip()
            text = bare[1:].lstrip()
            mark = "" if _BLOCK.match(text) else _MARK
            yield line[: len(line) - len(text)] + mark + text
        else:
            yield line
        above = line


def as_engines(html: str) -> str:
    """Rewrite the lists that comrak made of marked definitions as site engines write them."""
    if "<dl>" not in html:
        return html
    if "\n" in html:
        html = _TERMS.sub(_separate, html)
    first, *others = html.split(_FIRST)
    shown = [first]
    for other in others:
        inline, _, rest = other.partition("</p>")
        shown += ["<dd>", inline, rest.removeprefix("\n") if rest.startswith("\n</dd>") else rest]
    return "".join(shown).replace(_MARK, "")


def _separate(terms: re.Match[str]) -> str:
    """Make each line a term, unless an element spans lines."""
    lines = [line.removesuffix("<br />") for line in terms[1].split("\n")]
    if not all(map(_is_balanced, lines)):
        return terms[0]
    return "\n".join(f"<dt>{line}</dt>" for line in lines)


def _is_balanced(line: str) -> bool:
    depth = sum(-1 if end else 1 for end, name in _TAG.findall(line) if name not in _VOID)
    return depth == 0
