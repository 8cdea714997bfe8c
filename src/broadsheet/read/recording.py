"""The audio or video recording of an article: named by a field, or played in its content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from broadsheet import urls
from broadsheet.model import Enclosure
from broadsheet.read.assets import Assets, Page

_LENGTH = re.compile(r"[0-9]{1,15}")
_DURATION = re.compile(r"(?:(?:([0-9]{1,3}):)?([0-5]?[0-9]):)?([0-5]?[0-9])|([0-9]{1,6})")
_PLAYED = re.compile(r"<audio(?: [^<>]*)?>(?:\s*<source [^<>]*>)?")
_SOURCE = re.compile(r' src="([^"]*)"')
FIELDS = ("enclosure", "audio")
DURATION = ("duration", "itunes_duration")

_TYPES = {
    "aac": "audio/aac",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "webm": "video/webm",
}


def recording(
    given: Mapping[str, Any], page: Page, base: str, assets: Assets
) -> tuple[Enclosure, ...]:
    """Return the recording that the fields name, if any: a path, a URL, or `url`, `type` and `length`.

    The length is the file's, if it is on this disk. Values without a suffix of audio or video are
    ignored: themes have other uses for these fields. `duration` is in seconds, or as `1:02:03`.
    """
    duration = next(filter(None, map(_seconds, map(given.get, DURATION))), 0)
    for field in FIELDS:
        typed = given.get(field)
        facts = typed if isinstance(typed, Mapping) else {"url": typed}
        reference = facts.get("url")
        kind = _TYPES.get(_suffix(reference)) if isinstance(reference, str) else None
        if kind and isinstance(reference, str):
            if found := assets.find(reference, page):
                url, file = found
                return (Enclosure(url, kind, assets.size(file), duration),)
            length = str(facts.get("length") or "")
            return _remote(reference, Enclosure("", kind, _number(length), duration), base)
    return ()


def played(content: str, page: Page, base: str, assets: Assets) -> tuple[Enclosure, ...]:
    """Return the first recording that sanitised content plays by `<audio>`; films are shown in place."""
    for tag in _PLAYED.finditer(content):
        source = _SOURCE.search(tag[0])
        url = unescape(source[1]) if source else ""
        if kind := _TYPES.get(_suffix(url)):
            found = (
                assets.find(f"/{url.removeprefix(base)}", page) if url.startswith(base) else None
            )
            return (Enclosure(url, kind, assets.size(found[1]) if found else 0),)
    return ()


def _seconds(typed: Any) -> int:
    """Return a duration in seconds, 0 if a text is none; podcasts write `h:mm:ss`, `mm:ss` or seconds."""
    match = _DURATION.fullmatch(str(typed).strip()) if typed else None
    if match is None:
        return 0
    hours, minutes, seconds, alone = (int(part or 0) for part in match.groups())
    return alone or (hours * 60 + minutes) * 60 + seconds


def _number(length: str) -> int:
    return int(length) if _LENGTH.fullmatch(length) else 0


def _suffix(reference: str) -> str:
    """Return the suffix of an address's path, in lower case; "" if there is none."""
    try:
        path = urlsplit(reference.strip()).path
    except ValueError:
        return ""
    return path.rpartition(".")[2].lower() if "." in path else ""


def _remote(reference: str, known: Enclosure, base: str) -> tuple[Enclosure, ...]:
    relative = reference if urls.has_scheme(reference) else reference.removeprefix("/")
    try:
        url = urls.absolute(relative.strip(), base)
    except ValueError:
        return ()
    return (replace(known, url=url),) if url.startswith(("http://", "https://")) else ()
