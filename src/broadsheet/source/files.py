"""The files under content/, in a stable order, and their text."""

from __future__ import annotations

import codecs
import fnmatch
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from broadsheet.config.records import FETCHED, Config, ContentConfig
from broadsheet.errors import ChangedError, ContentError, Problem, Problems
from broadsheet.stamps import digest
from broadsheet.text import xml_text
from broadsheet.walk import files_below, leads_out


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is an article: `path` below the content folder, `site_path` below the site's."""

    path: str
    site_path: str
    root: Path

    @property
    def file(self) -> Path:
        """Return the file itself, made anew each time: most runs open few of them."""
        return self.root / self.site_path


LEADS_OUT = (
    "is a link that leads out of the site; replace it with what it leads to, "
    "or set follow_links = true in [content]"
)


def find_sources(
    root: Path, content: ContentConfig, problems: Problems | None = None
) -> tuple[Source, ...]:
    """List the files below the content folder that may be articles, ordered by path.

    Left out: hidden files and folders, and what `exclude` names. Folders behind symbolic links are
    entered once. Links that lead out of the site are reported as `problems` instead, unless
    `follow_links`. Raises ContentError if the folder is missing or cannot be listed.
    """
    folder = root / content.path
    if not folder.is_dir():
        message = "is not a folder; make it, or set path to where the articles are"
        raise ContentError(Problem(content.path or ".", 0, "content.path", message))
    if not content.follow_links and leads_out(folder, root):
        raise ContentError(Problem(content.path, 0, "content.path", LEADS_OUT))
    tops = tuple(f"{top}/" for top in content.language_folders.values()) or ("",)
    include, exclude = glob_pattern(content.include), glob_pattern(content.exclude)
    prefix = f"{content.path}/".lstrip("/")

    def refuse(path: str) -> None:
        is_folder = (folder / path).is_dir()
        excluded = exclude.fullmatch(f"{path}/index.md" if is_folder else path)
        if problems is not None and not excluded and (is_folder or include.fullmatch(path)):
            problems.error(prefix + path, 0, "", LEADS_OUT)

    site = None if content.follow_links else root
    return tuple(
        Source(path, prefix + path, root)
        for path in sorted(files_below(folder, site=site, refuse=refuse))
        if path.startswith(tops) and include.fullmatch(path) and not exclude.fullmatch(path)
    )


def fetched_sources(config: Config) -> tuple[Source, ...]:
    """List the entries of feeds that `publish fetch` keeps, ordered by path; none if no feed is named."""
    if not config.content.feed or not (config.root / FETCHED).is_dir():
        return ()
    content = replace(
        config.content, path=FETCHED, include=("**/*.html",), exclude=(), language_folders={}
    )
    return find_sources(config.root, content)


def is_text(path: str) -> bool:
    """Return whether a file's name is UTF-8: archives packed elsewhere have others."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def nameless(source: Source) -> Problem:
    """Say that a file's name is no text, so that no address can be made of it."""
    shown = os.fsencode(source.site_path).decode(errors="backslashreplace")
    return Problem(shown, 0, "", "has a name that is not UTF-8; rename or exclude it")


def glob_pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    """Compile globs of paths into one pattern; `**/` also matches no folder at all."""
    marked = (fnmatch.translate(glob.replace("**/", "\0")) for glob in globs)
    return re.compile("|".join(marked).replace("\0", "(?:.*/)?") or "(?!)")


MAX_BYTES = 2_000_000
"""No feed reader takes an entry of this size, and converting it would hold up all others."""


_NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(source: Source) -> bytes:
    """Read a file, but never more of it than needed to see that it is too large.

    Raises ContentError where it cannot be read.
    """
    try:
        # Without blocking, for a pipe would be waited for till somebody writes into it.
        descriptor = os.open(source.file, os.O_RDONLY | _NO_WAITING)
        with open(descriptor, "rb") as stream:  # noqa: PTH123 - a descriptor
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                message = "is not a file but a pipe or a device; remove or exclude it"
                raise ContentError(Problem(source.site_path, 0, "", message))
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"cannot be read: {(error.strerror or str(error)).lower()}; fix or exclude it"
        raise ContentError(Problem(source.site_path, 0, "", message)) from error


def beginning(file: Path, size: int = 20_000) -> str:
    """Return the first characters of a file, "" if it cannot be read."""
    if not file.is_file():  # A pipe would wait for somebody to write into it.
        return ""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as stream:
            return stream.read(size)
    except OSError:
        return ""


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
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{error.object[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise ContentError(Problem(source.site_path, line, "", message)) from error
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return xml_text(text)


@dataclass(frozen=True, slots=True)
class BodyOfFile:
    """Gives an article's body when called: the file's text from character `start` on.

    `digest` is that of the whole file when it was read. Raises ChangedError where it has changed.
    `common` makes the engine's own marks in it common ones.
    """

    source: Source
    start: int
    digest: str
    common: Callable[[str], str]

    def __call__(self) -> str:
        """Return the body."""
        try:
            data = read_bytes(self.source)
        except ContentError as error:
            raise ChangedError(*error.problems) from error
        if digest(data) != self.digest:
            message = "was changed while it was read; run again"
            raise ChangedError(Problem(self.source.site_path, 0, "", message))
        return self.common(decode(self.source, data)[self.start :])
