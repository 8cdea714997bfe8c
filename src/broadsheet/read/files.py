"""The files under content/, in a stable order, and their text."""

from __future__ import annotations

import codecs
import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path

from broadsheet.config.records import ContentConfig
from broadsheet.errors import ContentError, Problem
from broadsheet.stamps import digest
from broadsheet.text import xml_text
from broadsheet.walk import files_below


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
        for path in sorted(files_below(folder))
        if chosen.match(path)
    )
    if not sources:
        wanted = ", ".join(content.include)
        message = f"holds no article; put files that match {wanted} into it"
        raise ContentError(Problem(content.path or ".", 0, "", message))
    return sources


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


def read_bytes(source: Source) -> bytes:
    """Read a file, but never more of it than needed to see that it is too large.

    Raises ContentError where it cannot be read.
    """
    try:
        with source.file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}; mend or exclude it"
        raise ContentError(Problem(source.site_path, 0, "", message)) from error


def decode(source: Source, data: bytes) -> str:
    """Decode a file as UTF-8: no byte order mark, line ends as LF, no control characters.

    Raises ContentError where that cannot be.
    """
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


@dataclass(frozen=True, slots=True)
class BodyOfFile:
    """Gives an article's body when called: the file's text from character `start` on.

    `digest` is that of the whole file when it was read. Raises ContentError where it has changed.
    """

    source: Source
    start: int
    digest: str

    def __call__(self) -> str:
        """Return the body."""
        data = read_bytes(self.source)
        if digest(data) != self.digest:
            message = "was changed while it was read; run again"
            raise ContentError(Problem(self.source.site_path, 0, "", message))
        return decode(self.source, data)[self.start :]
