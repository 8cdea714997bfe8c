"""The audio or video recording of an article: the field that names it, its file, its address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from broadsheet import urls
from broadsheet.model import Enclosure
from broadsheet.read.assets import Assets, Page

_LENGTH = re.compile(r"[0-9]{1,15}")
FIELDS = ("enclosure", "audio")

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
    ignored: themes have other uses for these fields.
    """
    for field in FIELDS:
        typed = given.get(field)
        facts = typed if isinstance(typed, Mapping) else {"url": typed}
        reference = facts.get("url")
        kind = _TYPES.get(_suffix(reference)) if isinstance(reference, str) else None
        if kind and isinstance(reference, str):
            if found := assets.find(reference, page):
                url, file = found
                return (Enclosure(url, kind, assets.size(file)),)
            return _remote(reference, kind, str(facts.get("length") or ""), base)
    return ()


def _suffix(reference: str) -> str:
    """Return the suffix of an address's path, in lower case; "" if there is none."""
    try:
        path = urlsplit(reference.strip()).path
    except ValueError:
        return ""
    return path.rpartition(".")[2].lower() if "." in path else ""


def _remote(reference: str, kind: str, length: str, base: str) -> tuple[Enclosure, ...]:
    relative = reference if urls.has_scheme(reference) else reference.removeprefix("/")
    try:
        url = urls.absolute(relative.strip(), base)
    except ValueError:
        return ()
    known = int(length) if _LENGTH.fullmatch(length) else 0
    return (Enclosure(url, kind, known),) if url.startswith(("http://", "https://")) else ()
