"""The files under content/, in a stable order, and their text."""

from __future__ import annotations

import codecs
import fnmatch
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.config.records import ContentConfig
from broadsheet.errors import ContentError, Problem
from broadsheet.text import xml_text


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is an article: `path` below the content folder, `site_path` below the site's."""

    path: str
    site_path: str
    file: Path


def find_sources(root: Path, content: ContentConfig) -> tuple[Source, ...]:
    """List the article files below the content folder, ordered by path.

    Left out: hidden files and folders, `_index.md` (it describes a section), and what `exclude`
    names. Folders behind symbolic links are entered once. Raises ContentError where the folder is
    missing, cannot be listed or holds no article.
    """
    folder = root / content.path
    if not folder.is_dir():
        message = "is not a folder; make it, or set path to where the articles are"
        raise ContentError(Problem(content.path or ".", 0, "content.path", message))
    chosen = _Globs(content)
    sources = tuple(
        Source(path, f"{content.path}/{path}".lstrip("/"), folder / path)
        for path in sorted(_walk(folder))
        if chosen.match(path)
    )
    if not sources:
        wanted = ", ".join(content.include)
        message = f"holds no article; put files that match {wanted} into it"
        raise ContentError(Problem(content.path or ".", 0, "", message))
    return sources


def _walk(top: Path) -> Iterator[str]:
    """Yield the paths of files, and of links that lead nowhere, below `top`.

    Raises ContentError where a folder cannot be listed: its articles would seem deleted.
    """
    entered: set[str] = set()
    pending = [""]
    while pending:
        prefix = pending.pop()
        folder = top / prefix
        if (real := os.path.realpath(folder)) in entered:
            continue
        entered.add(real)
        for entry in _entries(folder, prefix):
            if entry.name.startswith("."):
                continue
            path = f"{prefix}/{entry.name}" if prefix else entry.name
            if _is_folder(entry):
                pending.append(path)
            else:
                yield path


def _entries(folder: Path, path: str) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except OSError as error:
        message = f"cannot be listed: {(error.strerror or str(error)).lower()}; mend or exclude it"
        raise ContentError(Problem(path or folder.name, 0, "", message)) from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # A loop of links: no folder, and reading it will say so.
        return False


class _Globs:
    """Decides by `include` and `exclude`; `**/` also matches no folder at all."""

    def __init__(self, content: ContentConfig) -> None:
        self._include = _compile(content.include)
        self._exclude = _compile(content.exclude)

    def match(self, path: str) -> bool:
        return (
            self._include.fullmatch(path) is not None
            and self._exclude.fullmatch(path) is None
            and not path.rpartition("/")[2].startswith("_index.")
        )


def _compile(globs: tuple[str, ...]) -> re.Pattern[str]:
    patterns = [
        fnmatch.translate(form) for glob in globs for form in (glob, glob.removeprefix("**/"))
    ]
    return re.compile("|".join(patterns) or "(?!)")


MAX_BYTES = 2_000_000
"""No feed reader takes an entry of this size, and converting it would hold up all others."""


def read_text(source: Source) -> str:
    """Read a file as UTF-8: no byte order mark, line ends as LF, no control characters.

    Raises ContentError where it cannot be read.
    """
    try:
        data = _read_bytes(source)
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}; mend or exclude it"
        raise ContentError(Problem(source.site_path, 0, "", message)) from error
    if len(data) > MAX_BYTES:
        message = f"is larger than {MAX_BYTES // 1_000_000} MB; split it, or exclude it"
        raise ContentError(Problem(source.site_path, 0, "", message))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = "is UTF-16; save it as UTF-8"
        raise ContentError(Problem(source.site_path, 1, "", message))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise ContentError(Problem(source.site_path, line, "", message)) from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return xml_text(text)


def _read_bytes(source: Source) -> bytes:
    """Read a file, but never more of it than needed to see that it is too large."""
    with source.file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
