"""A parsed file: the fields of its front matter, and those that it inherits."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from broadsheet.language_tags import language_in_name
from broadsheet.source.files import Source
from broadsheet.source.front_matter import FrontMatter


@dataclass(frozen=True, slots=True)
class Inherited:
    """The fields that an article inherits, and the file and line of each."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, tuple[str, int]] = field(default_factory=dict)


NOTHING = Inherited()


@dataclass(frozen=True)
class Document:
    """The input of a dialect: `fields` are the file's own and the inherited ones together.

    `language` is that of the file's name or folder, "" for none. `top` is the folder of all files in that
    language, "" if they have none; paths are relative to it.
    """

    source: Source
    matter: FrontMatter
    fields: Mapping[str, Any]
    inherited: Inherited = NOTHING
    language: str = ""
    top: str = ""

    def place(self, name: str) -> tuple[str, int]:
        """Return the file and the line (from 1) that give a field its value."""
        if name in self.matter.lines:
            return self.source.site_path, self.matter.lines[name]
        return self.inherited.origins.get(name, (self.source.site_path, 1))

    @property
    def _file(self) -> str:
        return self.source.path.removeprefix(f"{self.top}/") if self.top else self.source.path

    @cached_property
    def path(self) -> str:
        """Return the file's path below the content folder, without extension and language."""
        path = posixpath.splitext(self._file)[0]
        told = language_in_name(self._file, (self.language,))
        return path[: -len(told) - 1] if told else path

    @property
    def is_html(self) -> bool:
        """Return whether the body is HTML."""
        return self.source.path.lower().endswith((".html", ".htm"))

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """Return the folders below the content folder that the file lies in."""
        return tuple(self._file.split("/")[:-1])

    @cached_property
    def stem(self) -> str:
        """Return the file's name without extension."""
        return self.path.rpartition("/")[2]

    @cached_property
    def is_bundle(self) -> bool:
        """Return whether the file is a bundle: an `index.md` below the content folder."""
        return self.stem == "index" and bool(self.folders)
