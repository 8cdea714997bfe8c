"""The files under content/, in a stable order, and their text."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from broadsheet.config import Config, records
from broadsheet.errors import ChangedError, ContentError, Problem, Problems
from broadsheet.parsing import is_whole
from broadsheet.stamps import digest
from broadsheet.text import xml_body
from broadsheet.walk import LEADS_OUT, files_below, glob_pattern, leads_out, read_file


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is an article: `path` below the content folder, `site_path` below the site's."""

    MAX_BYTES: ClassVar = 2_000_000
    """No feed reader takes an entry of this size, and converting it would hold up all others."""

    path: str
    site_path: str
    root: Path

    @property
    def file(self) -> Path:
        """Return the file itself, made anew each time: most runs open few of them."""
        return self.root / self.site_path

    def read_bytes(self) -> bytes:
        """Return the file's bytes, but never more than needed to see that it is too large.

        Raises ContentError if it cannot be read.
        """
        try:
            return read_file(f"{self.root}/{self.site_path}", self.MAX_BYTES + 1)
        except OSError as error:
            message = f"cannot be read: {(error.strerror or str(error)).lower()}; fix or exclude it"
            raise self._error(message) from error

    def decode(self, data: bytes) -> str:
        """Decode the file's bytes as UTF-8: no byte order mark, line ends as LF, no control characters.

        Raises ContentError if they are not UTF-8 or too many.
        """
        if len(data) > self.MAX_BYTES:
            raise self._error(
                f"is larger than {self.MAX_BYTES // 1_000_000} MB; split it, or exclude it"
            )
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise self._error("is UTF-16; save it as UTF-8", 1)
        try:
            text = data.removeprefix(codecs.BOM_UTF8).decode()
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            byte = f"byte 0x{error.object[error.start]:02X}"
            raise self._error(f"{byte} is not UTF-8; save the file as UTF-8", line) from error
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return xml_body(text)

    def _error(self, message: str, line: int = 0) -> ContentError:
        return ContentError(Problem(self.site_path, line, "", message))


def find_sources(
    root: Path, content: records.ContentConfig, problems: Problems | None = None
) -> tuple[Source, ...]:
    """List the files below the content folder that may be articles, ordered by path.

    Left out: hidden files and folders, and what `exclude` names. Folders behind symbolic links are
    entered once. Reported as `problems` instead of listed: names that are not UTF-8, and links that lead
    out of the site, unless `follow_links`. Raises ContentError if the folder is missing or cannot be
    listed.
    """
    folder = root / content.path
    if not folder.is_dir():
        message = "is not a folder; make it, or set path to where the articles are"
        raise ContentError(Problem(content.path or ".", 0, "content.path", message))
    if not content.follow_links and leads_out(folder, root):
        raise ContentError(Problem(content.path, 0, "content.path", LEADS_OUT))
    tops = tuple(f"{top}/".lstrip("/") for top in content.language_folders.values()) or ("",)
    include, exclude = glob_pattern(content.include), glob_pattern(content.exclude)
    prefix = f"{content.path}/".lstrip("/")

    def refuse(path: str) -> None:
        is_folder = (folder / path).is_dir()
        excluded = exclude.fullmatch(f"{path}/index.md" if is_folder else path)
        if problems is not None and not excluded and (is_folder or include.fullmatch(path)):
            problems.error(prefix + path, 0, "", LEADS_OUT)

    site = None if content.follow_links else root
    paths = [
        path
        for path in sorted(files_below(folder, site=site, refuse=refuse))
        if path.startswith(tops) and include.fullmatch(path) and not exclude.fullmatch(path)
    ]
    if problems is not None:
        # Archives that were packed elsewhere have names that are no UTF-8.
        problems.extend(_nameless(prefix + path) for path in paths if not is_whole(path))
    return tuple(Source(path, prefix + path, root) for path in paths if is_whole(path))


def fetched_sources(config: Config) -> tuple[Source, ...]:
    """List the entries of feeds that `publish fetch` keeps, ordered by path; none if no feed is named."""
    if not config.content.feed or not (config.root / records.FETCHED).is_dir():
        return ()
    content = replace(
        config.content,
        path=records.FETCHED,
        include=("**/*.html",),
        exclude=(),
        language_folders={},
    )
    return find_sources(config.root, content)


def data_file(path: str, config: Config, problems: Problems) -> Path | None:
    """Return a file, below the site's folder, that gives fields to articles; None if there is none.

    A link that leads out of the site is a problem, unless `follow_links`.
    """
    file = config.root / path
    if not file.is_file():
        return None
    if not config.content.follow_links and leads_out(file, config.root):
        problems.error(path, 0, "", LEADS_OUT)
        return None
    return file


def _nameless(path: str) -> Problem:
    """Return the problem of a file whose name is not UTF-8, so that no address can be made of it."""
    shown = os.fsencode(path).decode(errors="backslashreplace")
    return Problem(shown, 0, "", "has a name that is not UTF-8; rename or exclude it")


@dataclass(frozen=True, slots=True)
class BodyOfFile:
    """Gives an article's body when called: the file's text from character `start` on.

    `digest` is that of the whole file when it was read. Raises ChangedError if it has changed.
    `common` makes the engine's own marks in it common ones.
    """

    source: Source
    start: int
    digest: str
    common: Callable[[str], str]

    def __call__(self) -> str:
        """Return the body."""
        try:
            data = self.source.read_bytes()
        except ContentError as error:
            raise ChangedError(*error.problems) from error
        if digest(data) != self.digest:
            message = "was changed while it was read; run again"
            raise ChangedError(Problem(self.source.site_path, 0, "", message))
        return self.common(self.source.decode(data)[self.start :])
