"""Rules for how a letter's text looks (WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.checks.letters.letter import LETTER, Letter
from broadsheet.checks.rule import Fault
from broadsheet.colours import READABLE, contrast

SMALLEST = 12
LARGE_TEXT, LARGE_BOLD_TEXT = 24.0, 18.66
"""Pixels from which WCAG calls text large."""

READABLE_LARGE = 3.0
"""Least contrast of large text (WCAG 2.2, success criterion 1.4.3)."""


@LETTER.warning(
    "letter-contrast",
    why="People with weak eyes, and everybody in the sun, cannot read it.",
    bad='<p style="color:#aaaaaa; background-color:#ffffff">Pale</p>',
    good='<p style="color:#444444; background-color:#ffffff">Dark</p>',
)
def letter_contrast(letter: Letter) -> Iterator[Fault]:
    """Find text too like what is behind it (WCAG 2.2, 1.4.3), once for each pair of colours."""
    seen: set[tuple[str, str]] = set()
    for text in letter.markup.texts:
        look = text.look
        large = look.size >= (LARGE_BOLD_TEXT if look.bold else LARGE_TEXT)
        ratio = contrast(look.colour, look.background)
        pair = (look.colour, look.background)
        if not look.hidden and ratio < (READABLE_LARGE if large else READABLE) and pair not in seen:
            seen.add(pair)
            message = (
                f"{look.colour} on {look.background} has a contrast of {ratio:.1f}; "
                f"make it {READABLE} or more"
            )
            yield Fault(message, letter.in_html(text.place))


@LETTER.warning(
    "letter-small",
    why="On a telephone nobody can read it, and some enlarge it and break the layout.",
    bad='<p style="font-size:9px">Small print</p>',
    good='<p style="font-size:14px">Small print</p>',
)
def letter_small(letter: Letter) -> Iterator[Fault]:
    """Find text smaller than 12 pixels, once for each size."""
    seen: set[float] = set()
    for text in letter.markup.texts:
        size = text.look.size
        if size < SMALLEST and not text.look.hidden and size not in seen:
            seen.add(size)
            message = f"the text is {size:g} pixels high; write 14 or more"
            yield Fault(message, letter.in_html(text.place))
