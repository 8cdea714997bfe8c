"""Colours and fonts of an issue, from its configuration and language. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.colours import for_background, mix, quieter
from broadsheet.config import records
from broadsheet.i18n import Language

_SANS = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_SERIF = "Georgia,'Times New Roman',serif"

# The language's own fonts come first, or Chinese would be set in Japanese forms, and so on.
_OWN = {
    "zh-Hans": (
        "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC'",
        "'Songti SC','Noto Serif CJK SC','Microsoft YaHei'",
    ),
    "zh-Hant": (
        "'PingFang TC','Microsoft JhengHei','Noto Sans CJK TC'",
        "'Songti TC','Noto Serif CJK TC','Microsoft JhengHei'",
    ),
    "ja": (
        "'Hiragino Sans','Yu Gothic','Noto Sans CJK JP'",
        "'Hiragino Mincho ProN','Yu Mincho','Noto Serif CJK JP'",
    ),
    "ko": (
        "'Apple SD Gothic Neo','Malgun Gothic','Noto Sans CJK KR'",
        "AppleMyungjo,Batang,'Noto Serif CJK KR'",
    ),
    "Arab": (
        "'Geeza Pro','Segoe UI',Tahoma,'Noto Sans Arabic'",
        "'Geeza Pro','Noto Naskh Arabic','Times New Roman'",
    ),
}

_SPARSE = frozenset({"Latn", "Cyrl", "Grek", ""})


@dataclass(frozen=True, slots=True)
class Shades:
    """The colours of one mode, each `#rrggbb`; all text among them reads well on `background`."""

    accent: str
    background: str
    around: str
    text: str
    quiet: str
    line: str
    faint: str
    """As `quiet`, on `around`."""


@dataclass(frozen=True, slots=True)
class Style:
    """The style of an issue: colours of both modes, and CSS values for `font-family` and `line-height`."""

    light: Shades
    dark: Shades
    sans: str
    serif: str
    leading: str
    """Line height as a multiple of the font size: most scripts need more than Latin."""


def make_style(colours: records.Colours, fonts: records.Fonts, language: Language) -> Style:
    """Make the style of an edition."""
    dark_accent = colours.dark_accent or for_background(colours.accent, colours.dark_background)
    sans, serif = _fonts(language)
    sans, serif = fonts.text or sans, fonts.heading or serif
    return Style(
        light=_shades(colours.accent, colours.background, colours.around, colours.text),
        dark=_shades(dark_accent, colours.dark_background, colours.dark_around, colours.dark_text),
        sans=sans,
        serif=serif,
        leading="1.6" if language.script in _SPARSE else "1.75",
    )


def _shades(accent: str, background: str, around: str, text: str) -> Shades:
    return Shades(
        accent=accent,
        background=background,
        around=around,
        text=text,
        quiet=quieter(text, background),
        line=mix(background, text, 0.15),
        faint=quieter(text, around),
    )


def _fonts(language: Language) -> tuple[str, str]:
    key = language.script if language.code == "zh" else language.code
    own = _OWN.get(f"zh-{key}" if language.code == "zh" else key) or _OWN.get(language.script)
    if own is None:
        return _SANS, _SERIF
    fallback = ",sans-serif", ",serif"
    return own[0] + fallback[0], own[1] + fallback[1]
