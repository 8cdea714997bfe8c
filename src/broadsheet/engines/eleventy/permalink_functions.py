"""Addresses that a function of a data file makes of an article's data.

https://www.11ty.dev/docs/permalinks/ and https://www.11ty.dev/docs/data-computed/
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from broadsheet.engines.eleventy.permalink_filters import PermalinkFilters
from broadsheet.engines.eleventy.permalinks import TOKENS, FindFilter, without_date
from broadsheet.engines.eleventy.programs import Program
from broadsheet.engines.javascript import default_code
from broadsheet.engines.javascript_files import Module
from broadsheet.scripts import UNKNOWN, UnknownResultError, as_shown, called
from broadsheet.source import Address, Document
from broadsheet.walk import beginning

FUNCTION = ":permalinkfunction"
"""The field that holds where the function of an article's permalink stands."""

HANDED_ON = "/handed-on/"
"""What a function makes that makes no addresses of its own."""

_LONGEST = 200_000
_COMPUTED = "eleventyComputed"
_SAMPLE = "content/posts/2025-01-02-a"
"""An article by which a function shows whether its results are known."""


def function_of_permalink(file: Path, place: str) -> tuple[str, str | bool]:
    """Return a text that names a data file with a function of permalinks, and changes with it.

    It is "" if the file has none. Also return what the function makes of a plain article, as `made_address`
    does; HANDED_ON if it has no address but the one that the article has already.
    """
    text = beginning(file, _LONGEST)
    if file.suffix == ".json" or "permalink" not in text:
        return "", ""
    root = file.parents[len(Path(place).parts) - 1]
    day = datetime(2025, 1, 2, tzinfo=UTC)
    sample = {
        "title": "A title",
        "date": day,
        "slug": "a",
        "tags": ["posts", "a"],
        "page": _page(f"{_SAMPLE}.md", _SAMPLE, day, "a"),
    }
    module = Module(root, place, text)
    try:
        if _function(module) is None:
            return "", ""
    except UnknownResultError:
        return "", ""
    find = PermalinkFilters(root).of_article()
    made = _made(module, _Fields(sample), find)
    if made == "" and _made(module, _Fields({**sample, "permalink": HANDED_ON}), find) == HANDED_ON:
        made = HANDED_ON
    name = f"{hashlib.sha256(text.encode()).hexdigest()[:16]} {place}"
    return name, made


class _Fields(dict[str, Any]):
    """Fields by their names in lower case, whatever the case that a function asks for."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key, super().get(key.lower(), default))


@lru_cache(maxsize=32)
def _module(root: Path, place: str, name: str) -> Module:
    del name  # It changes with the file.
    return Module(root, place, beginning(root / place, _LONGEST))


def made_address(
    root: Path,
    document: Document,
    address: Address | None = None,
    find: FindFilter = lambda _: None,
) -> str | bool:
    """Return the address that the function of an article's data file makes, False for no page.

    It is "" if there is no such function, or its result is not known. Without `address`, the article's
    date is not known. `find` returns the filters that the function may call, as `this.slugify`.
    """
    name = document.fields.get(FUNCTION)
    if not isinstance(name, str):
        return ""
    module = _module(root, name.partition(" ")[2], name)
    return _made(module, _data(document, address), find)


def _made(module: Module, data: Mapping[str, Any], find: FindFilter) -> str | bool:
    try:
        function = _function(module)
        found = called(function, [data], _This(find)) if function else UNKNOWN
        return as_shown(found) if isinstance(found, str) else found is not False and ""
    except UnknownResultError:
        return ""


class _This:
    """What functions of data files are called with: the filters, by their names.

    https://www.11ty.dev/docs/data-computed/#using-javascript
    """

    def __init__(self, find: FindFilter) -> None:
        self.members = _FiltersByName(find)


class _FiltersByName(dict[str, Any]):
    def __init__(self, find: FindFilter) -> None:
        super().__init__()
        self._find = find

    def get(self, key: str, default: Any = None) -> Any:
        found = self._find(key)
        return default if found is None else lambda given, _: _known(found(*given))


def _known(value: Any) -> Any:
    return UNKNOWN if value is None else value


def _function(module: Module) -> Any:
    """Return the function of permalinks that a file exports, None if there is none.

    The file may be a function that returns its data, or hold what is computed alone.
    """
    table = Program(lambda text: text).value(module, default_code(module.text))
    if callable(table):
        table = called(table, [UNKNOWN], {})
    table = table if isinstance(table, Mapping) else {}
    computed = table.get(_COMPUTED)
    computed = computed if isinstance(computed, Mapping) else {}
    found = (each.get("permalink") for each in (computed, table))
    return next((each for each in found if callable(each)), None)


def _data(document: Document, address: Address | None) -> Mapping[str, Any]:
    """Return the data of an article (https://www.11ty.dev/docs/data-eleventy-supplied/)."""
    date: datetime | Any = address.date if address else UNKNOWN
    name = document.path.rpartition("/")[2]
    slug = TOKENS["fileslug"](address) if address else without_date(name)
    page = _page(document.source.site_path, document.path, date, slug)
    words = {"true": True, "false": False}
    typed = {
        key: words.get(value, value) if isinstance(value, str) else value
        for key, value in document.fields.items()
    }
    title = {"title": address.title} if address else {}
    return _Fields({**title, **typed, "page": page, "collections": UNKNOWN, "date": date})


def _page(place: str, path: str, date: Any, slug: str) -> Mapping[str, Any]:
    folder, _, name = path.rpartition("/")
    stem = f"/{folder}/{without_date(name)}".replace("//", "/")
    return {"inputPath": f"./{place}", "fileSlug": slug, "filePathStem": stem, "date": date}
