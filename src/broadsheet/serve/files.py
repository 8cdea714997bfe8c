"""The files of a folder over HTTP, as a good static server sends them.

Starlette finds the files, so that no path or link leads out of the folder, answers conditional
requests and sends ranges. Ours is what it lacks: the media types of feeds, brotli and zstd (each coding
with an ETag of its own; Starlette's middleware has gzip only, and one ETag), hidden files, and pages
that reload.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Sequence
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Receive, Scope, Send

from broadsheet.compression import fast_codings
from broadsheet.output import manifest
from broadsheet.serve.content import (
    START,
    asks_for_ranges,
    choose_coding,
    is_text,
    other_type,
    text_type,
)
from broadsheet.walk import opened, read_file

Decorate = Callable[[bytes], bytes]
"""Changes the HTML of a page before it is sent; what it does may change while the server runs."""

MAX_PATH = 4096

MAX_CODED = 20_000_000
"""Bytes of a text that is compressed, or of a page that reloads; larger ones are sent as they are."""

CODINGS = fast_codings()


@lru_cache(maxsize=64)
def encode(content: bytes, coding: str) -> bytes:
    """Compress; the last results are kept, since readers poll the same few feeds."""
    return CODINGS[coding](content)


class ServedFiles(StaticFiles):
    """An ASGI application that serves the files below `folder`, and nothing else."""

    def __init__(self, folder: Path, decorate: Decorate = lambda page: page) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._folder = folder
        self._decorate = decorate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope)
        if "range" in headers and not asks_for_ranges(headers["range"]):
            kept = [(name, value) for name, value in scope["headers"] if name != b"range"]
            scope = {**scope, "headers": kept}
        # Without Starlette's get_response, whose threads cost more than a whole poll.
        await self.respond(scope)(scope, receive, send)

    def respond(self, scope: Scope) -> Response:
        """Return the answer to a request."""
        if scope["method"] not in {"GET", "HEAD"}:
            # Nobody reads the body of such a request, so the connection cannot be used again.
            refused = {"allow": "GET, HEAD", "connection": "close"}
            return self._say(405, "Only GET and HEAD are answered here.", **refused)
        if len(scope["path"]) > MAX_PATH:
            return self._say(414, "That address is too long.")
        try:
            return self._answer(scope)
        except OSError as error:  # A build has just removed it, or it may not be read.
            return self._say(404, f"It cannot be read: {error.strerror}.")

    def _answer(self, scope: Scope) -> Response:
        place, status = self._find(scope["path"])
        if status is None:
            return self._say(404, "There is no such file in the folder that is served.")
        if stat.S_ISDIR(status.st_mode):
            # Relative, so that a path like //elsewhere.example/ can never lead there.
            return self._say(308, "It is a folder.", location=f"./{quote(Path(place).name)}/")
        if not stat.S_ISREG(status.st_mode):
            return self._say(404, "It is neither a file nor a folder.")
        return self.file_response(place, status, scope)

    def _find(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return the place that a decoded path leads to, and its status, None if there is none.

        A slash at the end stands for index.html. Of hidden files only feeds are served: the term
        `.NET` has a folder of that name. Raises OSError.
        """
        parts = [part for part in path.split("/") if part]
        if any(part in {".", ".."} or "\\" in part or "\0" in part for part in parts):
            return "", None
        if path.endswith("/"):
            parts.append("index.html")
        if any(part.startswith(".") for part in parts) and not self._is_ours(parts):
            return "", None
        return self.lookup_path("/".join(parts))

    def _is_ours(self, parts: Sequence[str]) -> bool:
        """Return whether Broadsheet wrote this file, or files in this folder."""
        path = "/".join(parts)
        ours = manifest.written_files(self._folder)
        return path in ours or any(other.startswith(f"{path}/") for other in ours)

    def _say(self, status: int, message: str, **headers: str) -> Response:
        page = f"<!doctype html>\n<title>{status}</title>\n<p>{message}</p>\n".encode()
        return Response(
            self._decorate(page), status, {"cache-control": "no-store"} | headers, "text/html"
        )

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the answer that sends a file. Raises OSError."""
        place, headers = Path(full_path), Headers(scope=scope)
        is_large = stat_result.st_size > MAX_CODED
        if "range" in headers or is_large or not is_text(place.name):
            return self._uncoded(place, stat_result, headers, status_code)
        coding = choose_coding(headers.get("accept-encoding", ""), tuple(CODINGS))
        if place.suffix == ".html":
            return self._page(place, coding, headers)
        about = _validators(_version(stat_result), stat_result, coding)
        if self.is_not_modified(about, headers):  # As most polls are; nothing has been opened yet.
            return NotModifiedResponse(about)
        with opened(place) as stream:
            status = os.fstat(stream.fileno())
            about = _validators(_version(status), status, coding)
            return _coded(place, stream.read(MAX_CODED), about, coding)

    def _page(self, place: Path, coding: str, headers: Headers) -> Response:
        """Send a page; the ETag hashes it after the live-reload script was added."""
        with opened(place) as stream:
            status = os.fstat(stream.fileno())
            content = self._decorate(stream.read(MAX_CODED))
        version = hashlib.blake2b(content, digest_size=12).hexdigest()
        about = _validators(version, status, coding)
        if self.is_not_modified(about, headers):
            return NotModifiedResponse(about)
        return _coded(place, content, about, coding)

    def _uncoded(
        self, place: Path, status: os.stat_result, headers: Headers, status_code: int
    ) -> Response:
        """Send a file as it is, or a range of it."""
        about = _validators(_version(status), status)
        if self.is_not_modified(about, headers):
            return NotModifiedResponse(about)
        name = place.name
        kind = text_type(name, read_file(place, START)) if is_text(name) else other_type(name)
        return FileResponse(place, status_code, {**about, "content-type": kind}, stat_result=status)


def _version(status: os.stat_result) -> str:
    return f"{status.st_mtime_ns:x}-{status.st_size:x}"


def _validators(version: str, status: os.stat_result, coding: str = "") -> Headers:
    """Return the headers that name a version of a file; a coding has its own (RFC 9110, 8.8.3)."""
    return Headers(
        {
            "etag": f'"{version}-{coding}"' if coding else f'"{version}"',
            "last-modified": formatdate(status.st_mtime, usegmt=True),
            "cache-control": "no-cache",
            "vary": "accept-encoding",
            "accept-ranges": "bytes",
        }
    )


def _coded(place: Path, content: bytes, about: Headers, coding: str) -> Response:
    headers = {**about, "content-type": text_type(place.name, content)}
    if coding:
        content = encode(content, coding)
        headers["content-encoding"] = coding
    return Response(content, headers=headers)
