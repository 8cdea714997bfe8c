"""The files of a folder over HTTP, as a good static server sends them: validators, codings, ranges."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from broadsheet.compression import fast_codings
from broadsheet.serve import http, media
from broadsheet.serve.places import find

Decorate = Callable[[bytes], bytes]
"""Changes the HTML of a page before it is sent; what it does may change while the server runs."""

MAX_PATH = 4096

CODINGS = fast_codings()


@lru_cache(maxsize=64)
def encode(content: bytes, coding: str) -> bytes:
    """Compress; the last results are kept, since readers poll the same few feeds."""
    return CODINGS[coding](content)


class Files:
    """An ASGI application that serves what lies below `folder`, and nothing else."""

    def __init__(self, folder: Path, decorate: Decorate = lambda page: page) -> None:
        self._folder = folder
        self._decorate = decorate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope)
        if "range" in headers and not http.asks_for_ranges(headers["range"]):
            kept = [(name, value) for name, value in scope["headers"] if name != b"range"]
            scope, headers = {**scope, "headers": kept}, Headers(raw=kept)
        response = self.respond(scope["method"], scope["path"], headers)
        await response(scope, receive, send)

    def respond(self, method: str, path: str, headers: Headers) -> Response:
        """Make the answer to a request; `path` is decoded, as ASGI has it."""
        if method not in {"GET", "HEAD"}:
            # Nobody reads what may follow such a request, so nothing else can come by its way.
            refused = {"allow": "GET, HEAD", "connection": "close"}
            return self._say(405, "Only GET and HEAD are answered here.", **refused)
        if len(path) > MAX_PATH:
            return self._say(414, "That address is too long.")
        place = find(self._folder, path)
        if place is None:
            return self._say(404, "There is no such file in the folder that is served.")
        try:
            return self._send(place, headers)
        except OSError as error:  # A build has just removed it, or it may not be read.
            return self._say(404, f"It cannot be read: {error.strerror}.")

    def _say(self, status: int, message: str, **headers: str) -> Response:
        page = f"<!doctype html>\n<title>{status}</title>\n<p>{message}</p>\n".encode()
        return Response(
            self._decorate(page), status, {"cache-control": "no-store"} | headers, "text/html"
        )

    def _send(self, place: Path, headers: Headers) -> Response:
        """Answer with what lies at a place. Raises OSError."""
        status = place.stat()
        if stat.S_ISDIR(status.st_mode):
            # Relative, so that a path like //elsewhere.example/ can never lead there.
            return self._say(308, "It is a folder.", location=f"./{quote(place.name)}/")
        if not stat.S_ISREG(status.st_mode):
            return self._say(404, "It is neither a file nor a folder.")
        if "range" in headers or not media.is_text(place.name):
            return _as_it_is(place, status, headers)
        coding = http.choose_encoding(headers.get("accept-encoding", ""), tuple(CODINGS))
        if place.suffix == ".html":
            return self._page(place, coding, headers)
        return _text(place, _Version.of(status, coding), headers)

    def _page(self, place: Path, coding: str, headers: Headers) -> Response:
        """Send a page; its version is that of what is made of it."""
        with place.open("rb") as stream:
            modified = os.fstat(stream.fileno()).st_mtime
            content = self._decorate(stream.read())
        digest = hashlib.blake2b(content, digest_size=12).hexdigest()
        version = _Version(digest, modified, coding)
        return version.unchanged(headers) or _whole(place, content, version)


@dataclass(frozen=True, slots=True)
class _Version:
    """A version of a file, which its validators tell of: RFC 9110, section 8.8; a coding has its own."""

    name: str
    modified: float
    coding: str = ""

    @classmethod
    def of(cls, status: os.stat_result, coding: str = "") -> _Version:
        return cls(f"{status.st_mtime_ns:x}-{status.st_size:x}", status.st_mtime, coding)

    @property
    def tag(self) -> str:
        return f'"{self.name}-{self.coding}"' if self.coding else f'"{self.name}"'

    def headers(self) -> dict[str, str]:
        return {
            "etag": self.tag,
            "last-modified": formatdate(self.modified, usegmt=True),
            "cache-control": "no-cache",
            "vary": "accept-encoding",
            "accept-ranges": "bytes",
        }

    def unchanged(self, headers: Headers) -> Response | None:
        """Return the answer to a client that has this version already."""
        none_match = headers.get("if-none-match", "")
        since = headers.get("if-modified-since", "")
        if http.is_unchanged(none_match, since, self.tag, self.modified):
            return Response(status_code=304, headers=self.headers())
        return None


def _text(place: Path, version: _Version, headers: Headers) -> Response:
    if unchanged := version.unchanged(headers):  # As most polls are; nothing has been opened yet.
        return unchanged
    with place.open("rb") as stream:
        opened = _Version.of(os.fstat(stream.fileno()), version.coding)
        return _whole(place, stream.read(), opened)


def _whole(place: Path, content: bytes, version: _Version) -> Response:
    about = version.headers() | {"content-type": media.text_type(place.name, content)}
    if version.coding:
        content = encode(content, version.coding)
        about["content-encoding"] = version.coding
    return Response(content, headers=about)


def _as_it_is(place: Path, status: os.stat_result, headers: Headers) -> Response:
    """Send a file, or a range of it, in no coding."""
    version = _Version.of(status)
    if unchanged := version.unchanged(headers):
        return unchanged
    if media.is_text(place.name):
        kind = media.text_type(place.name, place.read_bytes())
    else:
        kind = media.other_type(place.name)
    return FileResponse(
        place, headers=version.headers() | {"content-type": kind}, stat_result=status
    )
