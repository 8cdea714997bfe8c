"""Hugo's `permalinks`: by section, in each language, or as a list of patterns with targets.

https://gohugo.io/configuration/permalinks/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from broadsheet.engines.hugo.permalinks import SCHEME
from broadsheet.engines.settings import Settings

_HUGOS_OWN = "/:folders/:basename"
"""Hugo's addresses without a pattern."""
_SECTION = re.compile(r"\{?/?([\w-]+(?:/[\w-]+)*)/\*\*?\}?")


def permalinks(settings: Settings, languages: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Return the pattern of all articles, "" for Hugo's default, and those of sections.

    The patterns of one language are named `posts:de`, and replace all of the site's.
    `languages` begin with the main one, whose settings are among the site's. Raises ConfigError if a
    token is unknown.
    """
    patterns = dict(_patterns(settings))
    sections_of_site = dict.fromkeys((n for n in patterns if ":" not in n), _HUGOS_OWN)
    for language in list(languages)[1:]:
        told = settings.table("languages").table(language)
        if told.get("permalinks") is not None:
            own = {**sections_of_site, **dict(_patterns(told))}
            patterns |= {f"{section}:{language}": text for section, text in own.items()}
    ugly, sections = settings.get("uglyURLs"), settings.table("uglyURLs")
    for name, value in sections.items():
        if value is True:
            patterns.setdefault(name, _HUGOS_OWN)
    found = {}
    for name, pattern in patterns.items():
        text = "/" + pattern.lstrip("/")
        is_ugly = ugly is True or sections.get(name.partition(":")[0]) is True
        text = f"{text.rstrip('/')}{'.html' if is_ugly else '/'}"
        found[name] = settings.checked(text, SCHEME, f"permalinks.{name}")
    return found.pop("", f"{_HUGOS_OWN}.html" if ugly is True else ""), found


def unknown_targets(settings: Settings) -> Iterator[str]:
    """Return the targets of patterns that select more than a section."""
    for target in _targets(settings):
        path = str(target.get("path", ""))
        if path and not _SECTION.fullmatch(path):
            yield path


def _patterns(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield sections, "" for all and "/" for none, and their patterns; of several the last counts."""
    told = settings.get("permalinks")
    if isinstance(told, list):
        for entry in reversed([table for table in told if isinstance(table, dict)]):
            yield from _entry(Settings.of(entry))
        return
    table = settings.table("permalinks")
    for patterns in (table, table.table("page")):
        yield from ((name, text) for name, text in patterns.items() if isinstance(text, str))


def _entry(entry: Settings) -> Iterator[tuple[str, str]]:
    target = entry.table("target")
    path = target.text_of("path")
    match = _SECTION.fullmatch(path)
    if (path and not match) or target.text_of("kind") not in {"", "page"}:
        return
    section = match[1] if match else ""
    languages = target.table("sites").table("matrix").get("languages")
    names = (
        [f"{section}:{name}" for name in languages] if isinstance(languages, list) else [section]
    )
    yield from ((name, entry.text_of("pattern")) for name in names)


def _targets(settings: Settings) -> Iterator[Mapping[str, Any]]:
    told = settings.get("permalinks")
    entries = told if isinstance(told, list) else []
    return (Settings.of(e).table("target").data for e in entries if isinstance(e, dict))
