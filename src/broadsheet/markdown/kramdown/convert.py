"""From kramdown to CommonMark, and back to what kramdown shows.

Source: lib/kramdown/parser/kramdown/link.rb of kramdown 2.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.markdown.kramdown.blocks import normalised, without_marks
from broadsheet.markdown.kramdown.elements import TEXT
from broadsheet.markdown.kramdown.tables import headless
from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.splices import Splice, spliced

_MOST_SPACES = 20
_LONGEST_NAME = 100


def as_commonmark(text: str, *, parses_elements: bool = False) -> str:
    """Return Markdown that means to CommonMark what a text means to kramdown; see `as_kramdown`.

    With `parses_elements`, raw HTML holds Markdown (kramdown's option `parse_block_html`).
    """
    scanned = scan(normalised(text, parses_elements=parses_elements))
    return spliced(scanned.text, sorted(_references(scanned)))


def as_kramdown(html: str) -> str:
    """Take away from HTML what `as_commonmark` added to its source."""
    return headless(without_marks(html))


def _references(scanned: Scan) -> Iterator[Splice]:
    """Let the last definition of a link count, and take addresses and labels as kramdown does."""
    last = {_label(found.label): found for found in scanned.definitions}
    for found in scanned.definitions:
        _, _, _, address, rest = last[_label(found.label)]
        address = address.replace("\\", "/")
        if address.count("(") != address.count(")"):
            address = address.replace("(", "\\(").replace(")", "\\)")
        yield found.start, found.end, f"[{found.label}]: {address}{rest}"
    yield from _joined(scanned) if last else ()


def _label(typed: str) -> str:
    return " ".join(typed.split()).casefold()


def _joined(scanned: Scan) -> Iterator[Splice]:
    """Put references together with the labels that stand apart from them: `[text] [label]`.

    The mark of a footnote is no text of a link, which comrak takes it for: `[^1][label]`.
    """
    text = scanned.text
    complete = -1
    for start, end, *_ in scanned.elements("a"):
        if text.startswith("[^", start):
            behind = text.find("]", start, end) + 1
            yield behind, behind, TEXT
            continue
        before = text[max(start - _MOST_SPACES, 0) : start]
        bracket = start - len(before) + len(before.rstrip())
        is_label = text.startswith("[", start) and text.find("]", start, end) == end - 1
        is_apart = bracket < start and text.startswith("]", bracket - 1) and bracket != complete
        is_apart = is_apart and not _is_note(text, bracket)
        if is_label and is_apart:
            yield bracket, start, ""
        complete = end if is_apart or not is_label else complete


def _is_note(text: str, end: int) -> bool:
    """Return whether the mark of a footnote ends at a place."""
    return text.startswith("[^", text.rfind("[", max(end - _LONGEST_NAME, 0), end))
