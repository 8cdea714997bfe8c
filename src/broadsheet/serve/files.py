"""The files of a folder over HTTP, as a good static server sends them: validators, codings, ranges."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from broadsheet.compression import fast_codings
from broadsheet.serve import http, media

Decorate = Callable[[bytes], bytes]
"""Changes the HTML of a page before it is sent; what it does may change while the server runs."""

MAX_PATH = 4096

CODINGS = fast_codings()


@lru_cache(maxsize=64)
def encode(content: bytes, coding: str) -> bytes:
    """Compress; the last results are kept, since readers poll the same few feeds."""
    return CODINGS[coding](content)


class Files:
    """An ASGI application that serves what lies below `folder`, and nothing else.

    Hidden files are not served, nor are links that lead out of the folder.
    """

    def __init__(self, folder: Path, decorate: Decorate = lambda page: page) -> None:
        self._folder = folder
        self._decorate = decorate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = self.respond(scope["method"], scope["path"], Headers(scope=scope))
        await response(scope, receive, send)

    def respond(self, method: str, path: str, headers: Headers) -> Response:
        """Make the answer to a request; `path` is decoded, as ASGI has it."""
        if method not in {"GET", "HEAD"}:
            return self._say(405, "Only GET and HEAD are answered here.", allow="GET, HEAD")
        if len(path) > MAX_PATH:
            return self._say(414, "That address is too long.")
        place = self._find(path)
        if place is None:
            return self._say(404, "There is no such file in the folder that is served.")
        if place.is_dir():
            # Relative, so that a path like //elsewhere.example/ can never lead there.
            return self._say(308, "It is a folder.", location=f"./{quote(place.name)}/")
        try:
            return (
                self._text(place, headers) if media.is_text(place.name) else _other(place, headers)
            )
        except OSError as error:  # A build has just removed it, or it may not be read.
            return self._say(404, f"It cannot be read: {error.strerror}.")

    def _find(self, path: str) -> Path | None:
        parts = [part for part in path.split("/") if part]
        if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        place = self._folder.joinpath(*parts, *["index.html"] * path.endswith("/"))
        try:
            real = place.resolve(strict=True)
        except OSError:
            return None
        inside = real.is_relative_to(self._folder.resolve())
        return place if inside and (real.is_file() or real.is_dir()) else None

    def _say(self, status: int, message: str, **headers: str) -> Response:
        page = f"<!doctype html>\n<title>{status}</title>\n<p>{message}</p>\n".encode()
        return Response(
            self._decorate(page), status, {"cache-control": "no-store"} | headers, "text/html"
        )

    def _text(self, place: Path, headers: Headers) -> Response:
        """Send a text in the best coding, or a range of it in none."""
        if "range" in headers:
            return _other(place, headers)
        with place.open("rb") as stream:
            status = os.fstat(stream.fileno())
            coding = http.choose_encoding(headers.get("accept-encoding", ""), tuple(CODINGS))
            version, content = _version(status), b""
            if place.suffix == ".html":
                content = self._decorate(stream.read())
                version = hashlib.blake2b(content, digest_size=12).hexdigest()
            about = _validators(f"{version}-{coding}" if coding else version, status)
            if _known(headers, about, status):
                return Response(status_code=304, headers=about)
            content = content or stream.read()
        kind = media.text_type(place.name, content)
        if coding:
            content = encode(content, coding)
            about["content-encoding"] = coding
        return Response(content, headers=about | {"content-type": kind})


def _other(place: Path, headers: Headers) -> Response:
    """Send a file as it is, or a range of it."""
    status = place.stat()
    about = _validators(_version(status), status)
    if _known(headers, about, status):
        return Response(status_code=304, headers=about)
    if media.is_text(place.name):
        kind = media.text_type(place.name, place.read_bytes())
    else:
        kind = media.other_type(place.name)
    return FileResponse(place, headers=about | {"content-type": kind}, stat_result=status)


def _version(status: os.stat_result) -> str:
    return f"{status.st_mtime_ns:x}-{status.st_size:x}"


def _validators(version: str, status: os.stat_result) -> dict[str, str]:
    return {
        "etag": f'"{version}"',
        "last-modified": formatdate(status.st_mtime, usegmt=True),
        "cache-control": "no-cache",
        "vary": "accept-encoding",
        "accept-ranges": "bytes",
    }


def _known(headers: Headers, about: dict[str, str], status: os.stat_result) -> bool:
    return http.is_unchanged(
        headers.get("if-none-match", ""),
        headers.get("if-modified-since", ""),
        about["etag"],
        status.st_mtime,
    )
