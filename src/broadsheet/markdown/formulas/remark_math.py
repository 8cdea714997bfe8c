"""TeX between dollars as remark-math reads it.

micromark-extension-math 3.1.0: a line that begins with `$$` is a fence, as ``` is (lib/math-flow.js), and
`$x$` or `$$x$$` within a line is read as code between backticks is (lib/math-text.js). So comrak is given
a text with tildes and backticks in the place of dollars, more than the author typed in a row, and says
where they are code.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from broadsheet.markdown.formulas.tex import as_shifted, shift_math, unquoted
from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Kind, Span
from broadsheet.markdown.scanning.splices import Splice, spliced

_DOLLARS = frozenset({"$", "$$"})
_MOST = 20
"""Backticks or tildes in a row that an author may have typed."""

_RUN = re.compile(r"\$+")
_MARKS = re.compile(r"(?:[ \t>]|[-+*][ \t]|[0-9]{1,9}[.)][ \t])*")
"""The marks of quotations and items that a line may begin with."""

_NO_QUOTE = re.compile(r"[^>\s]")
_LANGUAGE = as_shifted("$$")
"""Names the fenced code that stands for a formula."""

_BLOCK = re.compile(f'<pre><code class="language-{re.escape(_LANGUAGE)}">([^<]*)</code></pre>')


class _Run(NamedTuple):
    """Dollars at `text[start:end]`; what stands for them is at `changed[place:place_end]`."""

    start: int
    end: int
    is_first: bool
    is_fence: bool
    place: int = 0
    place_end: int = 0


class _Formula(NamedTuple):
    """A formula, from its first dollars to its `end`; fences may lack the last dollars."""

    first: _Run
    last: _Run
    end: int
    is_closed: bool


def shift_remark_math(text: str) -> str:
    """Return a text whose TeX means nothing to Markdown; what is set apart is fenced code.

    `show_remark_math` shows that code; `unshift_math` puts back the characters.
    """
    if not has(text, "$"):
        return text
    longest = _longest(text)
    if max(longest) > _MOST:
        return shift_math(text, _DOLLARS)
    fence = "~" * (max(longest[1], 2) + 1)
    formulas = _formulas(text, longest)
    return spliced(text, (splice for each in formulas for splice in _splices(text, each, fence)))


def remark_formulas(text: str) -> list[tuple[int, int]]:
    """Return where formulas begin and end, in order."""
    longest = _longest(text) if has(text, "$") else (_MOST + 1,)
    found = _formulas(text, longest) if max(longest) <= _MOST else []
    return [(formula.first.start, formula.end) for formula in found]


def _longest(text: str) -> tuple[int, ...]:
    """Return how many backticks and how many tildes stand in a row at most."""
    return tuple(max(map(len, re.findall(f"{sign}+", text)), default=0) for sign in "`~")


def _formulas(text: str, longest: Sequence[int]) -> list[_Formula]:
    runs = list(_runs(text))
    formulas, unread = _parsed(text, runs, longest)
    if unread:  # They stand so far to the right that they are words of a paragraph.
        runs = [run._replace(is_fence=run.is_fence and run.start not in unread) for run in runs]
        formulas, _ = _parsed(text, runs, longest)
    return formulas


def show_remark_math(html: str) -> str:
    """Return HTML in which the formulas that `shift_remark_math` made fenced code are elements."""
    return _BLOCK.sub(_shown, html) if _LANGUAGE in html else html


def _shown(code: re.Match[str]) -> str:
    tex = as_shifted(f"$$\n{unescape(code[1]).strip()}\n$$")
    return f"<div>{tex}</div>"


def _splices(text: str, formula: _Formula, fence: str) -> Iterator[Splice]:
    """Yield what makes a formula mean nothing to Markdown.

    What follows a fence on its line is not shown by remark-math; here it stays, as TeX.
    """
    first, last, _, is_closed = formula
    before = text[text.rfind("\n", 0, first.start) + 1 : first.start]
    if not first.is_fence:
        yield first.start, last.end, as_shifted(unquoted(text[first.start : last.end], before))
        return
    end = _line_end(text, first.end)
    words = text[first.end : end].strip()
    below = f"\n{_NO_QUOTE.sub(' ', before)}{words}" if words else ""
    yield first.start, end, f"{fence}{_LANGUAGE}{below}"
    if is_closed:
        yield last.start, last.end, fence


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _runs(text: str) -> Iterator[_Run]:
    """Yield the dollars that may begin or end a formula: none in fenced code, and none with a backslash."""
    blocks = [span for span in scan(text).code if span.kind is Kind.FENCED]
    starts = [block.start for block in blocks]
    line_end = -1
    for found in _RUN.finditer(text):
        start, end = found.span()
        is_on_new_line = start > line_end
        if is_on_new_line:
            line_end = _line_end(text, end)
        block = bisect_right(starts, start) - 1
        if block >= 0 and start < blocks[block].end:
            continue
        before = text[max(start - _MOST, 0) : start]
        start += (len(before) - len(before.rstrip("\\"))) % 2
        if start == end:
            continue
        is_first = is_on_new_line and _is_first(text, start)
        is_fence = is_first and end - start > 1 and "$" not in text[end:line_end]
        yield _Run(start, end, is_first, is_fence)


def _is_first(text: str, position: int) -> bool:
    """Return whether nothing but marks stands before a position on its line."""
    marks = _MARKS.match(text, text.rfind("\n", 0, position) + 1, position)
    return marks is not None and marks.end() == position


def _parsed(
    text: str, runs: Sequence[_Run], longest: Sequence[int]
) -> tuple[list[_Formula], set[int]]:
    """Return the formulas, and where fences stand that are in none."""
    changed, placed = _changed(text, runs, longest)
    places = [run.place for run in placed]
    unread = {run.start for run in placed if run.is_fence}
    formulas = []
    for span in Scan(changed).code:
        number = bisect_right(places, span.start) - 1
        after = bisect_right(places, span.end - 1)
        if number < 0 or places[number] != span.start:
            continue
        first, last = placed[number], placed[after - 1]
        if first.is_fence is (span.kind is Kind.FENCED):
            is_closed = last.is_fence and last != first and _is_closed(changed, span)
            end = last.end + max(span.end - last.place_end, 0)
            formulas.append(_Formula(first, last, end, is_closed))
            unread.difference_update(run.start for run in placed[number:after])
    return formulas, unread


def _changed(text: str, runs: Sequence[_Run], longest: Sequence[int]) -> tuple[str, Sequence[_Run]]:
    """Return the text with backticks and tildes for dollars.

    A letter stands before those that would begin fenced code and do not begin a formula set apart.
    """
    parts, placed, done, length = [], [], 0, 0
    for run in runs:
        count = longest[run.is_fence] + run.end - run.start
        between = text[done : run.start] + ("a" if run.is_first and not run.is_fence else "")
        written = "~" * max(count, 3) if run.is_fence else "`" * count
        place = length + len(between)
        length = place + len(written)
        placed.append(run._replace(place=place, place_end=length))
        parts += [between, written]
        done = run.end
    return "".join([*parts, text[done:], "\n"]), placed


def _is_closed(text: str, block: Span) -> bool:
    """Return whether the last line of fenced code is a fence, and none of the code's lines."""
    return block.html.count("\n") < text.count("\n", block.start, block.end)
