"""A site's language: its words, its dates and numbers (Unicode CLDR by Babel), its direction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal

from broadsheet.config import Config
from broadsheet.i18n.catalogue import Catalogue, read_catalogue
from broadsheet.language_tags import direction_of, is_language_code, script_named
from broadsheet.templating import FOLDER

CJK = frozenset({"zh", "ja", "ko", "yue"})


class Language:
    """The language of a site. `tag` is a tag of BCP 47; the locale of the process has no effect."""

    def __init__(
        self, tag: str, root: Path, templates: str = FOLDER, *, follow_links: bool = False
    ) -> None:
        """`root` is the site's folder, `templates` its folder of templates, whose words/ may hold texts.

        Unless `follow_links`, these are no links that lead out of `root`.
        """
        self.tag = tag
        self._root = root
        self._templates = templates
        self._follow_links = follow_links
        self._locale = _locale(tag)

    @classmethod
    def of_site(cls, config: Config, tag: str = "") -> Language:
        """Return a language with the site's own words; the site's language if `tag` is ""."""
        return cls(
            tag or config.site.language,
            config.root,
            config.site.templates,
            follow_links=config.content.follow_links,
        )

    @property
    def code(self) -> str:
        """Return the language's own code, e.g. zh."""
        return self.tag.partition("-")[0].lower()

    @property
    def name(self) -> str:
        """Return the language's own name, e.g. Deutsch; the tag if it is unknown."""
        return str(self._locale.get_display_name(self._locale) or self.tag)

    @property
    def is_cjk(self) -> bool:
        """Return whether it is written in Chinese characters, kana or Hangul."""
        return self.code in CJK

    @property
    def script(self) -> str:
        """Return its script, e.g. Hans; "" if that is unknown."""
        return _script(self.tag)

    @cached_property
    def direction(self) -> str:
        """Return `rtl` if it is written from right to left, else `ltr`."""
        return direction_of(self.tag)

    @cached_property
    def _catalogue(self) -> Catalogue:
        names = tuple(_names(self.tag))
        follow_links = self._follow_links
        return read_catalogue(self._root, names, self._templates, follow_links=follow_links)

    @property
    def has_words(self) -> bool:
        """Return whether the language has its own catalogue; otherwise all texts are English."""
        return self._catalogue.is_own

    def say(self, key: str, **values: object) -> str:
        """Return a text of the catalogue, with `values` in its braces; `n` chooses the plural form.

        Raises TemplateError if a catalogue is wrong, KeyError if there is no such text.
        """
        number = values.get("n")
        values = {name: self.isolate(v) if isinstance(v, str) else v for name, v in values.items()}
        category = "other"
        if isinstance(number, int):
            category = self._locale.plural_form(number)
            values["n"] = self.number(number)
        return self._catalogue.text(key, category).format(**values)

    def isolate(self, text: str) -> str:
        """Isolate the direction of a text from the text around it (Unicode Bidirectional Algorithm, 2.4).

        Only languages written from right to left need it: a name such as `2025-W25` would change places
        with its neighbours.
        """
        return f"\u2068{text}\u2069" if self.direction == "rtl" else text

    def isolated(self, texts: Iterable[str]) -> list[str]:
        """Return the texts that are not empty, each isolated, to be joined."""
        return [self.isolate(text) for text in texts if text]

    def number(self, number: int) -> str:
        """Write a whole number."""
        return format_decimal(number, locale=self._locale)

    def day(self, day: date) -> str:
        """Write a day without its year: `6月16日`, `Jun 16`."""
        return format_skeleton("MMMd", day, locale=self._locale)

    def full_date(self, day: date) -> str:
        """Write a day with its year: `2025年6月16日`, `June 16, 2025`."""
        return format_date(day, "long", locale=self._locale)

    def month(self, first: date) -> str:
        """Write a month: `2025年6月`, `June 2025`."""
        return format_skeleton("yMMMM", first, locale=self._locale)

    def span(self, first: date, last: date) -> str:
        """Write a range of days, both included: `2025年6月16日至22日`, `Jun 16 – 22, 2025`."""
        if first == last:
            return self.full_date(first)
        return format_interval(first, last, "yMMMd", locale=self._locale)


def language_of_country(code: str) -> str:
    """Return the tag of a country's main language, e.g. zh-CN for cn; "" if `code` is no country."""
    likely = str(get_global("likely_subtags").get(f"und_{code.upper()}", "")).split("_")
    return f"{likely[0]}-{likely[-1]}" if len(likely) > 1 else ""


def tag_of(name: str, default: str) -> str:
    """Return the tag of what a site calls a language, else `default`; many write a country (`jp`)."""
    code = name.partition("-")[0]
    return name if is_language_code(code) else language_of_country(code) or default


def _locale(tag: str) -> Locale:
    """Return Babel's locale of a tag, else of its language, else English."""
    for name in _names(tag):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _names(tag: str) -> Iterator[str]:
    """Yield a tag and the more general ones: zh-TW, zh-Hant, zh."""
    language = tag.partition("-")[0].lower()
    names = (tag, f"{language}-{script}" if (script := _script(tag)) else tag, language)
    yield from dict.fromkeys(names)


def _script(tag: str) -> str:
    """Return the script that a tag names, or its likely one by CLDR: zh-TW and zh-HK have Hant."""
    if named := script_named(tag):
        return named
    try:
        script = Locale.parse(tag, sep="-").script
    except (UnknownLocaleError, ValueError):
        script = None
    likely = get_global("likely_subtags").get(tag.partition("-")[0].lower(), "")
    return script or script_named(str(likely))
