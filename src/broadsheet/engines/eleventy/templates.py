"""What templates in articles know by name: their fields, the site's data, and shortcodes of its own.

https://www.11ty.dev/docs/data/ and https://www.11ty.dev/docs/data-eleventy-supplied/
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

from broadsheet.config import Config
from broadsheet.engines.eleventy.data import parsed_data
from broadsheet.engines.eleventy.layouts import folder_named
from broadsheet.engines.eleventy.markup import modules
from broadsheet.engines.eleventy.permalinks import without_date
from broadsheet.engines.eleventy.programs import Convert
from broadsheet.engines.eleventy.shortcodes import Additions, result
from broadsheet.engines.eleventy.slug_functions import usual_filters
from broadsheet.engines.javascript import Computed
from broadsheet.engines.javascript_files import Module
from broadsheet.errors import UnreadableError
from broadsheet.markdown import ArticleTemplates, OwnAdditions, TemplateTag, UnknownValueError
from broadsheet.model import Article
from broadsheet.scripts import as_shown, called, measured
from broadsheet.urls import path_of

Read = Callable[[str], str | None]

_MADE = frozenset({"collections", "content", "pagination", "eleventy"})
_DATA = (".json", ".yaml", ".yml", ".js", ".cjs", ".mjs")
_INCLUDES = re.compile(r"\{%-?\s{0,9}(?:include|render|import|from)\b")
_OVERRIDE = re.compile(r"(?m)^templateEngineOverride[ \t]{0,9}:[ \t]{0,9}([^\n]{1,60})")
"""https://www.11ty.dev/docs/languages/#overriding-the-template-language"""

_LONGEST = 60
"""Characters of a name in `_data`."""


def templates_of(config: Config, read: Read) -> ArticleTemplates:
    """Return what templates know; `read` gives the text of a file below the site's folder."""
    found = modules(config.root)
    additions = Additions(found, config.root)
    usual = usual_filters(config.root)
    folder = posixpath.normpath(posixpath.join(config.content.path, data_folder(found)))

    def values(article: Article) -> Mapping[str, Any]:
        return _Values(article, config, read, folder)

    def address(path: str, *_: Any) -> str:
        base = config.articles_url.rstrip("/")
        return f"{base}{path}" if path.startswith("/") else path

    def own(article: Article, convert: Convert) -> OwnAdditions:
        this = {"page": page_of(article, config)}
        copies = _Copies()
        tags: dict[str, TemplateTag] = {}
        filters: dict[str, Callable[..., Any]] = {
            **usual,
            "url": address,
            "inputPathToUrl": str,  # The path of a file is resolved as in a link.
        }
        # A file that is included may call any of them.
        text = None if _INCLUDES.search(article.body) else article.body
        for name, function in additions.functions(additions.program(convert), text):
            if function.is_filter:
                filters[name] = _filter(function.call, this, copies)
            else:
                tags[name] = TemplateTag(
                    _shown(function.call, this, copies), "Paired" in function.kind
                )
        return OwnAdditions(tags, filters)

    def languages(article: Article) -> frozenset[str] | None:
        lines = (read(article.source) or "").split("\n", article.body_line)
        found = _OVERRIDE.search("\n".join(lines[: article.body_line - 1]))
        return frozenset(re.findall(r"\w+", found[1])) if found else None

    signature = hashlib.sha256("\0".join(each.text for each in found).encode()).hexdigest()
    return ArticleTemplates(values, own, signature=signature, languages=languages)


def data_folder(found: Sequence[Module]) -> str:
    """Return the folder of global data, below that of the templates."""
    return (folder_named(found[0].text, "data") if found else "") or "_data"


class _Copies:
    """What functions are given, which they may change: other articles have the same lists and tables."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Any, Any]] = {}

    def of(self, given: Iterable[Any]) -> list[Any]:
        """Return copies of values, those of a list or table always the same."""
        return [self._of(each) if isinstance(each, list | dict) else each for each in given]

    def _of(self, value: Any) -> Any:
        # The value is kept too, so that no other one has its identity.
        if id(value) not in self._made:
            self._made[id(value)] = (value, deepcopy(value))
        return self._made[id(value)][1]


def _shown(function: Any, this: Any, copies: _Copies) -> Callable[[list[Any]], str]:
    return lambda given: result(function, copies.of(given), this)


def _filter(function: Any, this: Any, copies: _Copies) -> Callable[..., Any]:
    def made(value: Any, *given: Any) -> Any:
        found = called(function, copies.of([value, *given]), this)
        return as_shown(found) if isinstance(found, str) else measured(found)

    return made


def page_of(article: Article, config: Config) -> Mapping[str, Any]:
    """Return `page` (https://www.11ty.dev/docs/data-eleventy-supplied/#page-variable)."""
    base = path_of(config.articles_url).rstrip("/")
    inner = article.source.removeprefix(f"{config.content.path.rstrip('/')}/")
    stem = posixpath.splitext(inner)[0]
    folder, _, name = stem.rpartition("/")
    name = without_date(name)
    slug = without_date(folder.rpartition("/")[2]) if name == "index" else name
    return {
        "url": "/" + path_of(article.permalink).removeprefix(base).lstrip("/"),
        "fileSlug": slug,
        "filePathStem": f"/{folder}/{name}".replace("//", "/"),
        "inputPath": f"./{article.source}",
    }


class _Values(Mapping[str, Any]):
    """Values that are found one by one. Raises UnknownValueError for those that only Eleventy knows."""

    def __init__(self, article: Article, config: Config, read: Read, folder: str) -> None:
        self._article = article
        self._config = config
        self._read = read
        self._folder = folder
        self._fields: Mapping[str, Any] | None = None

    def __iter__(self) -> Iterator[str]:
        raise UnknownValueError

    def __len__(self) -> int:
        raise UnknownValueError

    def __getitem__(self, key: str) -> Any:
        if key in _MADE:
            raise UnknownValueError(key)
        if key == "page":
            return page_of(self._article, self._config)
        if self._fields is None:
            self._fields = self._own()
        if key in self._fields:
            return self._fields[key]
        if key == "title":
            return self._article.title
        return self._global(key)

    def _own(self) -> Mapping[str, Any]:
        """Return the header's fields, with the types that YAML gives them."""
        text = self._read(self._article.source) or ""
        header = text.split("\n")[1 : self._article.body_line - 2]
        found = _parsed("\n".join(header), ".yml")
        return found if isinstance(found, Mapping) else {}

    def _global(self, key: str) -> Any:
        """Return what a file of the data folder holds."""
        if "/" in key or key.startswith(".") or len(key) > _LONGEST:
            raise KeyError(key)
        for suffix in _DATA:
            text = self._read(f"{self._folder}/{key}{suffix}")
            if text is not None:
                return _parsed(text, suffix)
        if key == "pkg":
            return _parsed(self._read("package.json") or "{}", ".json")
        raise KeyError(key)


class _PartlyKnown(dict[str, Any]):
    """A table of which some values are known. Raises UnknownValueError for the others."""

    def get(self, key: str, default: Any = None) -> Any:
        value = super().get(key, default)
        if isinstance(value, Computed):
            raise UnknownValueError(key)
        return value


@lru_cache(maxsize=64)
def _parsed(text: str, suffix: str) -> Any:
    """Return what a file holds. Raises UnknownValueError if it cannot be known."""
    try:
        found = parsed_data(text, suffix)
    except UnreadableError as error:
        raise UnknownValueError from error
    if found is None:
        raise UnknownValueError
    return _known(found)


def _known(value: Any) -> Any:
    if isinstance(value, dict):
        return _PartlyKnown({str(key): _known(each) for key, each in value.items()})
    return [_known(each) for each in value] if isinstance(value, list) else value
