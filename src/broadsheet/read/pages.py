"""The addresses of pages that are not articles, such as an undated `about.md`: articles link to them."""

from __future__ import annotations

import posixpath

from broadsheet import urls
from broadsheet.config import Config
from broadsheet.engines import engine_of
from broadsheet.errors import ContentError, UnreadableError
from broadsheet.language_tags import language_in_name, language_of_folder
from broadsheet.read.article import page_permalink
from broadsheet.read.assets import Assets
from broadsheet.source import Source
from broadsheet.stamps import FILE


class PageAddresses:
    """Finds the address of a page by its file, as far as the file and the configuration tell it."""

    def __init__(self, config: Config, assets: Assets) -> None:
        self._config = config
        self._assets = assets
        self._dialect = engine_of(config).dialect(config)
        self._found: dict[str, str] = {}

    def __call__(self, file: str) -> str:
        """Return the address of a file below the site's folder; "" if it is no page, or unknown."""
        # A vault does not say which notes it publishes.
        if engine_of(self._config).finds_by_name:
            return ""
        if self._assets.stamps.kind(file) != FILE:
            return ""
        self._assets.stamps.of(file)
        if file not in self._found:
            self._found[file] = self._address(file)
        return self._found[file]

    def _address(self, file: str) -> str:
        content = self._config.content
        path = file.removeprefix(f"{content.path}/") if content.path else file
        folder, name = posixpath.split(path)
        if name.startswith("_index."):
            of_folder = language_of_folder(path, content.language_folders)
            told = language_in_name(path, content.languages) or of_folder
            top = content.language_folders.get(of_folder, "")
            place = folder.removeprefix(top).strip("/") if of_folder else folder
            place = f"{content.languages.get(told, '')}/{place}".strip("/")
            return urls.folder_url(self._config.articles_url, place)
        source = Source(path, file, self._config.root)
        try:
            text = source.decode(source.read_bytes())
            if self._dialect.dates_needed:
                place = self._dialect.page_address(path, self._dialect.split(text).fields)
                return urls.file_url(self._config.articles_url, place) if place else ""
            return page_permalink(source, text, self._dialect, self._assets)
        except (ContentError, UnreadableError):
            return ""
