"""Whether text can be told from what is behind it. Pure."""

from __future__ import annotations

READABLE = 4.5
"""Least contrast of text (WCAG 2.2, success criterion 1.4.3)."""
READABLE_LARGE = 3.0
"""Least contrast of large text, by the same criterion."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    limit = 0.04045
    return channel / 12.92 if channel <= limit else ((channel + 0.055) / 1.055) ** 2.4
