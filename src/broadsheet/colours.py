"""Colours of e-mails and pages, and whether their contrast suffices. Pure."""

from __future__ import annotations

import colorsys
import re
from functools import cache

READABLE = 4.5
"""Least contrast of text, WCAG 2.2 success criterion 1.4.3."""

READABLE_LARGE = 3.0
"""Least contrast of large text, by the same criterion."""

COMFORTABLE = 7.0
"""Contrast of the enhanced criterion 1.4.6, for colours that are computed."""

_COLOUR = re.compile("#[0-9a-f]{6}")


def is_colour(text: str) -> bool:
    """Return whether a text is a colour as these functions take it: `#rrggbb` in lower case."""
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Mix two colours; `share` (0 to 1) is how much of the second there is."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def quieter(text: str, background: str) -> str:
    """Return the palest tint of a text's colour that still reads well on the background."""
    tints = (mix(text, background, step / 20) for step in range(9, 0, -1))
    return next((tint for tint in tints if contrast(tint, background) >= READABLE + 1), text)


@cache
def for_background(colour: str, background: str) -> str:
    """Return a colour of the same hue, lightened or darkened until it reads well on a background."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(c / 255 for c in _channels(colour)))
    aim = 1 if contrast("#ffffff", background) > contrast("#000000", background) else 0
    for step in range(101):
        moved = lightness + (aim - lightness) * step / 100
        channels = colorsys.hls_to_rgb(hue, moved, saturation)
        found = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
        if contrast(found, background) >= COMFORTABLE:
            break
    return found


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Undo sRGB's gamma (WCAG 2.2, "relative luminance")."""
    limit = 0.04045
    return channel / 12.92 if channel <= limit else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
