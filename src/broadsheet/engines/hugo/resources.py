"""Files of a site that its templates ask for: beside a page, in assets/, and data/.

https://gohugo.io/methods/page/resources/ , https://gohugo.io/functions/resources/get/ and
https://gohugo.io/methods/site/data/ . A template learns a file's address, its size in pixels and, of a
text, its content; smaller pictures are made by the engine only.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from broadsheet.engines.settings import read_data
from broadsheet.errors import ConfigError
from broadsheet.images import image_facts, media_type
from broadsheet.markdown import GoTable, LooseTable, SafeHtml
from broadsheet.model import Article
from broadsheet.scripts import UNKNOWN, UnknownResultError
from broadsheet.urls import has_scheme
from broadsheet.walk import leads_out

Read = Callable[[str], str | None]

_SIZED = ("Crop", "Fill", "Filter", "Fit", "Process", "Resize")
_SAME = ("Fingerprint", "Minify")
_DATA = (".toml", ".yaml", ".yml", ".json")
_MOST_FILES = 200
_MOST_DATA = 200_000
"""Bytes of a file of data/."""


class Resources:
    """The files of a site. `themes` are the folders of its themes, `base` is its address."""

    def __init__(self, root: Path, themes: Sequence[str], base: str, read: Read) -> None:
        self._root = root
        self._folders = ("", *themes)
        self._base = f"{base.rstrip('/')}/"
        self._read = read

    def beside(self, article: Article) -> Callable[[list[Any]], GoTable | None]:
        """Return what finds a file beside a page of its own folder."""
        folder, name = posixpath.split(article.source)
        is_bundle = name.startswith("index.")

        def found(given: list[Any]) -> GoTable | None:
            typed = str(given[0])
            if "*" in typed:
                raise UnknownResultError(typed)
            path = self._file(folder, typed) if is_bundle and not typed.startswith("/") else ""
            return self._resource(path, typed, article.permalink) if path else None

        return found

    def asset(self, name: Any) -> GoTable | None:
        """Return a file of assets/, the site's own before those of its themes.

        Raises UnknownResultError for patterns, and files elsewhere.
        """
        typed = str(name).lstrip("/")
        if has_scheme(typed) or "*" in typed:
            raise UnknownResultError(typed)
        places = (posixpath.join(folder, "assets") for folder in self._folders)
        path = next(filter(None, (self._file(place, typed) for place in places)), "")
        return self._resource(path, typed, self._base) if path else None

    def size_of(self, name: Any) -> GoTable:
        """`imageConfig`: the size of a picture, whose path is below the site's folder.

        Raises UnknownResultError if there is no such picture.
        """
        path = self._file("", str(name).lstrip("/"))
        facts = image_facts(self._root / path) if path else None
        if facts is None or not facts.width:
            raise UnknownResultError(name)
        return GoTable({"Width": facts.width, "Height": facts.height})

    def _file(self, folder: str, name: str) -> str:
        """Return the path of a file, "" if there is none in the site."""
        path = posixpath.normpath(posixpath.join(folder, name))
        file = self._root / path
        if not name or path.startswith((".", "/")) or "\0" in path or not file.is_file():
            return ""
        return "" if leads_out(file, self._root) else path

    def _resource(self, path: str, name: str, home: str) -> GoTable:
        kind = media_type(path) or ""
        url = urljoin(home, quote(name, safe="/:@!$&'()*+,;=~%"))
        facts = image_facts(self._root / path) if kind and not path.endswith(".svg") else None
        main, _, sub = kind.partition("/")
        found = GoTable(
            {
                "Content": lambda _: SafeHtml(self._text(path)),
                "Exif": UNKNOWN,
                "Height": facts.height if facts else UNKNOWN,
                "MediaType": GoTable({"MainType": main, "SubType": sub, "Type": kind})
                if kind
                else UNKNOWN,
                "Name": name,
                "Params": LooseTable(),
                "Permalink": url,
                "RelPermalink": urlsplit(url).path or "/",
                "ResourceType": main or UNKNOWN,
                "Title": name,
                "Width": facts.width if facts else UNKNOWN,
            }
        )
        found |= {method: lambda _: found for method in (*_SIZED, *_SAME)}
        return found

    def _text(self, path: str) -> str:
        text = self._read(path)
        if text is None:
            raise UnknownResultError(path)
        return text

    def data_files(self) -> Iterator[str]:
        """Yield the files of data/, those of themes before the site's own, which outrank them."""
        for folder in reversed(self._folders):
            place = self._root / folder / "data"
            files = sorted(place.rglob("*")) if place.is_dir() else []
            for file in [file for file in files if file.suffix in _DATA][:_MOST_FILES]:
                if file.is_file() and not leads_out(file, self._root):
                    yield file.relative_to(self._root).as_posix()

    def data(self) -> LooseTable:
        """Return what data/ holds: a table for each folder, and what each file says by its name."""
        found: dict[str, Any] = {}
        for path in self.data_files():
            file = self._root / path
            try:
                values = (
                    read_data(file, self._root) if file.stat().st_size <= _MOST_DATA else UNKNOWN
                )
            except ConfigError:
                values = UNKNOWN  # A list, perhaps.
            *folders, name = path.rpartition(".")[0].partition("data/")[2].split("/")
            table = found
            for folder in folders:
                table = table.setdefault(folder, {})
                if not isinstance(table, dict):
                    break
            else:
                table[name] = values
        return LooseTable(found)
