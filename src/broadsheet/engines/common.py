"""What the modules of several engines need."""

from __future__ import annotations

import re
from collections.abc import Mapping

from broadsheet.engines.found import FoundFeed
from broadsheet.engines.permalinks.pattern import check
from broadsheet.engines.schemes import SCHEMES
from broadsheet.engines.settings import Settings


def web_address(text: str) -> str:
    """Return a text that is a web address, but for a machine's own, else "".

    One without a scheme is taken for a safe one.
    """
    text = f"https:{text}" if text.startswith("//") else text
    if re.match(r"https?://(?:localhost|127\.)", text):
        return ""
    return text if text.startswith(("http://", "https://")) else ""


def checked_pattern(engine: str, pattern: str, settings: Settings, name: str) -> str:
    """Return a pattern all of whose tokens are known. Raises ConfigError, which names its line."""
    scheme = SCHEMES[engine]
    try:
        check(pattern, scheme.tokens, fields=scheme.fields)
    except ValueError as error:
        raise settings.fault(name, str(error)) from error
    return pattern


def disabled_languages(settings: Settings) -> list[str]:
    """Name the languages that a site has, but does not show."""
    listed = [str(name).lower() for name in settings.get("disableLanguages") or ()]
    table = settings.table("languages")
    off = (name for name, _ in table.items() if table.table(name).get("disabled") is True)
    return list(dict.fromkeys((*listed, *off)))


def found_languages(settings: Settings, default: str) -> dict[str, str]:
    """Return the folder of each language's addresses; nothing for a site of one language."""
    off = disabled_languages(settings)
    table = settings.get("languages")
    pairs = table.items() if isinstance(table, dict) else ()
    names = [str(name) for name, value in pairs if isinstance(value, dict)]
    folders = {name.lower(): name for name in names if name.lower() not in off}
    default = default.lower()
    if not folders.keys() - {default}:
        return {}
    inside = settings.get("defaultContentLanguageInSubdir") is True
    folders[default] = default if inside else ""
    return dict(sorted(folders.items(), key=lambda pair: (pair[0] != default, pair[0])))


def language_feeds(languages: Mapping[str, str], settings: Settings) -> dict[str, FoundFeed]:
    """Return the feed of each language but the main one, which has the site's own."""
    table = settings.table("languages")
    return {
        name: FoundFeed(
            table.table(name).text_of("title")
            or f"{settings.text_of('title')} · {name}".strip(" ·"),
            {"languages": (name,)},
            folder,
            name,
        )
        for name, folder in languages.items()
        if folder
    }
