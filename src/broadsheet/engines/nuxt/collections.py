"""The collections of content.config: which files are documents, and the addresses below which they are.

https://content.nuxt.com/docs/collections/sources
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broadsheet.engines.javascript import argument
from broadsheet.engines.javascript_files import Module, config_file
from broadsheet.engines.settings import Settings

_FUNCTION = "defineCollection"
_CALL = re.compile(rf"\b{_FUNCTION}\(")
_BRACES = re.compile(r"\{[^{}]*\}$")


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """Files of a collection of pages: globs below content/, and the prefix of addresses, None by folder."""

    include: str
    exclude: tuple[str, ...]
    prefix: str | None

    @property
    def folder(self) -> str:
        """Return the folder that all files lie in, "" for content/ itself."""
        return re.split(r"[*{?]", self.include)[0].rpartition("/")[0]

    @property
    def glob(self) -> str:
        """Return the glob of its Markdown files."""
        glob = _BRACES.sub("md", self.include)
        return f"{glob}/*.md" if glob.endswith("**") else glob

    @property
    def pattern(self) -> str:
        """Return the pattern of its addresses, "" if they are those of its folders."""
        if self.prefix is None:
            return ""
        depth = self.folder.count("/") + 1 if self.folder else 0
        return f"/{self.prefix.strip('/')}/:path[{depth}:]".replace("//", "/")


def sources_of(root: Path) -> list[DocumentSource]:
    """Return the sources of all collections of pages that lie in content/; none without content.config."""
    file = config_file(root, "content.config")
    module = Module.read(file, root) if file else None
    return list(_sources(module)) if module else []


def _sources(module: Module) -> Iterator[DocumentSource]:
    for call in _CALL.finditer(module.text):
        options = Settings.of(module.known(argument(module.text[call.start() :], _FUNCTION)))
        if options.text_of("type") in {"", "page"}:
            typed = options.get("source")
            for each in typed if isinstance(typed, list) else [typed]:
                yield from _source(each)


def _source(typed: Any) -> Iterator[DocumentSource]:
    options = Settings.of(typed if isinstance(typed, dict) else {"include": typed})
    include = options.text_of("include").removeprefix("./")
    if include and not options.text_of("repository", "cwd"):
        listed = options.get("exclude")
        exclude = tuple(map(str, listed)) if isinstance(listed, list) else ()
        prefix = options.get("prefix")
        yield DocumentSource(include, exclude, prefix if isinstance(prefix, str) else None)
