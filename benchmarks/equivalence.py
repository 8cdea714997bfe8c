"""Checks that programs which are compared do the same: equal feeds hold equal entries, in order."""

from __future__ import annotations

import re
from pathlib import Path

_ENTRY = re.compile(r"<(?:entry|item)[ >].*?</(?:entry|item)>", re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
_TEXT = re.compile(r"<(content|content:encoded|description)(?: [^>]*)?>(.*?)</\1>", re.DOTALL)

LEAST_SHARE = 0.8
"""Programs write HTML in different ways, but none may leave out a part of an article."""


def compare(ours: Path, theirs: Path) -> int:
    """Compare every feed that two output folders have both; returns how many there are.

    Raises ValueError where there is none, titles differ, or one has much shorter articles.
    """
    shared = [path for path in _feeds(theirs) if (ours / path).is_file()]
    if not shared:
        message = f"{theirs} has no feed that {ours} has"
        raise ValueError(message)
    for path in shared:
        mine, other = _entries(ours / path), _entries(theirs / path)
        if [title for title, _ in mine] != [title for title, _ in other]:
            message = f"{path}: entries differ in {ours} and {theirs}"
            raise ValueError(message)
        short = [t for (t, a), (_, b) in zip(mine, other, strict=True) if b < a * LEAST_SHARE]
        if short:
            message = f"{path}: {short[0]} is cut short in {theirs}"
            raise ValueError(message)
    return len(shared)


def _feeds(out: Path) -> list[Path]:
    return sorted(path.relative_to(out) for path in out.rglob("*.xml"))


def _entries(feed: Path) -> list[tuple[str, int]]:
    """Return title and length of content of each entry, the length without tags."""
    found = []
    for entry in _ENTRY.findall(feed.read_text("utf-8")):
        title = _TITLE.search(entry)
        texts = (re.sub(r"&lt;.*?&gt;|<.*?>", "", text) for _, text in _TEXT.findall(entry))
        longest = max(map(len, texts), default=0)
        found.append((" ".join(title[1].split()) if title else "", longest))
    return found
