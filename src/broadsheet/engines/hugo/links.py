"""How Hugo finds pages: by logical paths, in the language of the page.

https://gohugo.io/methods/page/getpage/ and https://gohugo.io/render-hooks/links/ : what `ref`, `relref`
and the built-in link render hook look for. A logical path is in lower case, without language and suffix.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import unquote

from broadsheet.engines.hugo.config_files import hugo_settings
from broadsheet.engines.hugo.hooks import finds_pages
from broadsheet.engines.links import Links
from broadsheet.engines.settings import Settings
from broadsheet.errors import ConfigError
from broadsheet.language_tags import language_in_name, language_of_folder

_SUFFIXES = (".md", ".markdown", ".mdown", ".html", ".htm")


class HugoLinks(Links):
    """Logical paths after their language, as `de:/docs/faq`; bare names have no slash: `de:faq`."""

    @cached_property
    def in_text(self) -> bool:
        """Return whether a link render hook finds the pages that links name."""
        try:
            settings = hugo_settings(self.config.root)
        except ConfigError:
            settings = Settings.of({})
        has_languages = len(self._languages) > 1
        return finds_pages(self.config.root, settings, has_languages=has_languages)

    def names(self, path: str) -> Iterator[str]:
        """Yield a page's logical path and, since that may be enough, its bare name."""
        logical, language = self._logical(path)
        yield f"{language}:{logical}"
        yield f"{language}:{posixpath.basename(logical)}"

    def wanted(self, kind: str, typed: str, source: str, language: str = "") -> Iterator[str]:
        """Yield paths from the page's own folder, then from the content folder, then the bare name.

        Pages of other languages come last: better than none.
        """
        here, own = self._logical(source)
        folder = here if _stem(source) in {"index", "_index"} else posixpath.dirname(here)
        paths = list(dict.fromkeys(_paths(unquote(typed), folder, bare=bool(kind))))
        for spoken in dict.fromkeys((language.lower() or own, *self._languages)):
            yield from (f"{spoken}:{path}" for path in paths)

    @property
    def _languages(self) -> tuple[str, ...]:
        return tuple(self.config.content.languages)

    def _logical(self, path: str) -> tuple[str, str]:
        content = self.config.content
        path = path.removeprefix(f"{content.path}/")
        of_folder = language_of_folder(path, content.language_folders)
        told = language_in_name(path, content.languages)
        if of_folder:
            path = path.removeprefix(f"{content.language_folders[of_folder]}/")
        path = posixpath.splitext(path)[0]
        path = path[: -len(told) - 1] if told else path
        language = told or of_folder or next(iter(self._languages), "")
        folder, stem = posixpath.split(path)
        return _cased(folder if stem in {"index", "_index"} else path), language.lower()


def _paths(typed: str, folder: str, *, bare: bool) -> Iterator[str]:
    """Yield the logical paths that a reference may mean."""
    typed = typed[: -len(posixpath.splitext(typed)[1])] if typed.endswith(_SUFFIXES) else typed
    stem = posixpath.basename(typed)
    if stem in {"index", "_index"}:
        typed = posixpath.dirname(typed)
    if not typed.startswith("/"):
        yield _cased(f"{folder}/{typed}")
        yield _cased(f"{posixpath.dirname(folder)}/{typed}")
    yield _cased(typed)
    if bare and "/" not in typed.strip("/"):
        yield _cased(typed)[1:]


def _cased(path: str) -> str:
    return posixpath.normpath(f"/{path.lower().replace(' ', '-').strip('/')}")


def _stem(path: str) -> str:
    return posixpath.basename(path).partition(".")[0]
