"""What Liquid knows of an article and its site: `page`, `site`, `site.data`.

https://jekyllrb.com/docs/variables/ and https://jekyllrb.com/docs/datafiles/
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from broadsheet.config import Config
from broadsheet.errors import UnreadableError
from broadsheet.markdown import UnknownValueError
from broadsheet.model import Article
from broadsheet.parsing import parse_json, parse_toml
from broadsheet.source import yaml_text
from broadsheet.urls import path_of

Read = Callable[[str], str | None]

_SETTINGS = ("_config.yml", "_config.yaml", "_config.toml")
_MADE_OF_SITE = frozenset(
    "categories collections documents html_files html_pages pages posts related_posts static_files tags "
    "time".split()
)
_MADE_OF_PAGE = frozenset({"content", "excerpt", "id", "next", "output", "previous"})
_LONGEST = 60
"""Characters of a name in `_data`; file systems take 255 bytes."""

_DATA = ("yml", "yaml", "json", "csv", "tsv")


def values_of(config: Config, read: Read) -> Callable[[Article], Mapping[str, Any]]:
    """Return what gives the values of an article by name; `read` gives a file below the site's folder."""
    site = _Site(config, read)
    jekyll = {"environment": "production"}
    return lambda article: {"page": _Page(article, config, read), "site": site, "jekyll": jekyll}


class _Values(Mapping[str, Any]):
    """Values that are found one by one. Raises UnknownValueError for those that only Jekyll knows."""

    def __iter__(self) -> Iterator[str]:
        raise UnknownValueError

    def __len__(self) -> int:
        raise UnknownValueError


class _Site(_Values):
    def __init__(self, config: Config, read: Read) -> None:
        self._config = config
        self._read = read

    def __getitem__(self, key: str) -> Any:
        whole = self._config.articles_url.rstrip("/")
        parts = urlsplit(whole)
        if key == "url":
            return f"{parts.scheme}://{parts.netloc}"
        if key == "baseurl":
            return parts.path
        settings = self._settings()
        if key == "data":
            return _Data(self._config, self._read, str(settings.get("data_dir") or "_data"))
        collections = settings.get("collections") or ()
        if key in _MADE_OF_SITE or key in collections:
            raise UnknownValueError(key)
        return settings[key]

    def _settings(self) -> Mapping[str, Any]:
        texts = ((name, self._read(name)) for name in _SETTINGS)
        name, text = next((found for found in texts if found[1] is not None), ("", ""))
        data = _parsed(name.rpartition(".")[2], text or "")
        return data if isinstance(data, Mapping) else {}


class _Data(_Values):
    """The files of `_data` by their names, and its folders."""

    def __init__(self, config: Config, read: Read, folder: str) -> None:
        self._config = config
        self._read = read
        self._folder = folder

    def __getitem__(self, key: str) -> Any:
        if not isinstance(key, str) or "/" in key or key.startswith(".") or len(key) > _LONGEST:
            raise KeyError(key)
        # With a folder of sources, the data lie there.
        for above in dict.fromkeys(("", f"{self._config.content.path}/".removeprefix("./"))):
            path = f"{above}{self._folder}/{key}"
            for suffix in _DATA:
                text = self._read(f"{path}.{suffix}")
                if text is not None:
                    return _parsed(suffix, text)
            if (self._config.root / path).is_dir():
                return _Data(self._config, self._read, f"{self._folder}/{key}")
        raise KeyError(key)


class _Page(_Values):
    def __init__(self, article: Article, config: Config, read: Read) -> None:
        self._article = article
        self._config = config
        self._read = read

    def __getitem__(self, key: str) -> Any:
        if key in _MADE_OF_PAGE:
            raise UnknownValueError(key)
        made = _OF_ARTICLE.get(key)
        if made:
            return made(self._article, self._config)
        terms = dict(self._article.terms)
        return list(terms[key]) if key in terms else self._fields()[key]

    def _fields(self) -> Mapping[str, Any]:
        """Return the header's fields, with the types that YAML gives them."""
        text = self._read(self._article.source) or ""
        header = text.split("\n")[1 : self._article.body_line - 2]
        fields = _parsed("yml", "\n".join(header))
        return fields if isinstance(fields, Mapping) else {}


def _path(article: Article, config: Config) -> str:
    base = path_of(config.articles_url).rstrip("/")
    return "/" + path_of(article.permalink).removeprefix(base).lstrip("/")


_OF_ARTICLE: Mapping[str, Callable[[Article, Config], Any]] = {
    "date": lambda article, config: article.published.astimezone(config.site.timezone),
    "path": lambda article, _: article.source,
    "slug": lambda article, _: article.slug,
    "title": lambda article, _: article.title,
    "url": _path,
}


@lru_cache(maxsize=64)
def _parsed(suffix: str, text: str) -> Any:
    """Return what a file holds. Raises UnknownValueError if it cannot be read."""
    try:
        if suffix in {"csv", "tsv"}:
            rows = csv.DictReader(text.splitlines(), delimiter="\t" if suffix == "tsv" else ",")
            return [dict(row) for row in rows]
        if suffix == "json":
            return parse_json(text)
        return parse_toml(text) if suffix == "toml" else yaml_text.load_values(text)
    except (UnreadableError, csv.Error) as error:
        raise UnknownValueError from error
