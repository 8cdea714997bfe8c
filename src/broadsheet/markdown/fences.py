"""Fenced code (CommonMark, section 4.5), taken out of a text before anything else looks at it.

It may stand in quotes and lists, begin on an item's own line, and say whatever it likes behind its
language: `go {linenos=table}`, `js:app.js`, `{r, echo=TRUE}`, `rust,no_run`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_QUOTE = r"(?P<quote>(?: {0,3}> ?)*)"
_OPENING = re.compile(
    _QUOTE + r"(?P<indent>[ ]*)(?P<item>(?:[-*+]|\d{1,9}[.)])[ ]+)?"
    r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})[ ]*(?P<info>.*)"
)
# What may hold fences that are indented by four spaces or more; elsewhere that makes them code.
_CONTAINER = re.compile(r" *(?:[-*+] |\d{1,9}[.)] |\[\^[^\]]+\]:|: )")
_LANGUAGE = re.compile(r"\{[^{}]*?\.([\w+#-]+)|\{?\s*([\w+#.-]++)(?!\s*=)")


@dataclass(frozen=True, slots=True)
class Fence:
    """Code between fences: `language` is "" where none is told, `lines` are those of the text."""

    language: str
    code: str
    lines: tuple[str, ...]


def stash(lines: list[str], keep: Callable[[Fence], str]) -> list[str]:
    """Put what `keep` returns in each fence's place: behind its quote marks and its indentation."""
    if not any("```" in line or "~~~" in line for line in lines):
        return lines
    out: list[str] = []
    number, contained = 0, False
    while number < len(lines):
        line = lines[number].expandtabs(4)
        if line and not line.startswith(" "):
            contained = False
        contained = contained or bool(_CONTAINER.match(line))
        opening = _OPENING.match(line) if "```" in line or "~~~" in line else None
        if opening and (contained or len(opening["indent"]) < 4):  # noqa: PLR2004 - indented code
            end, rest = _end(lines, number + 1, opening)
            place = line[: opening.start("fence")]
            out.append(place + keep(_fence(opening, lines[number:rest], end - number)))
            number = rest
        else:
            out.append(lines[number])
            number += 1
    return out


def _end(lines: list[str], start: int, opening: re.Match[str]) -> tuple[int, int]:
    """Find the line after the code, and the one after its closing fence.

    A fence that is never closed ends with its quote or list item, else with the text.
    """
    fence = opening["fence"]
    closing = re.compile(rf"[> ]*{fence}{fence[0]}*\s*")
    least = opening.start("fence") - opening.end("quote")
    outside = len(lines)
    for number in range(start, len(lines)):
        line = lines[number].expandtabs(4)
        if opening["quote"] and not line.lstrip().startswith(">"):
            return number, number
        if closing.fullmatch(line):
            return number, number + 1
        if least and line.strip() and outside == len(lines) and not line.startswith(" "):
            outside = number
    return outside, outside


def _fence(opening: re.Match[str], lines: list[str], count: int) -> Fence:
    quotes = opening["quote"].count(">")
    before = re.compile(rf"(?: {{0,3}}> ?){{0,{quotes}}}")
    least = opening.start("fence") - opening.end("quote")
    code = [_without_indent(before.sub("", line, count=1), least) for line in lines[1:count]]
    language = _LANGUAGE.match(opening["info"])
    name = (language[1] or language[2]) if language else ""
    return Fence(name.removeprefix("language-"), "\n".join(code), tuple(lines))


def _without_indent(line: str, most: int) -> str:
    """Cut off up to so many columns of white space; tabs that are not cut into stay."""
    text = line.lstrip(" \t")
    white = line[: len(line) - len(text)]
    return white.expandtabs(4)[most:] + text if most else line
