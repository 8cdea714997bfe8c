"""Parses feeds in a process of its own, which is stopped if it takes too much time or memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from broadsheet.fetching.client import FetchError

SECONDS = 120


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed. Each entry has the fields of its file, and its HTML as "body"; `notes` are for people."""

    title: str
    entries: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...] = ()


def parse(data: bytes, url: str, content_type: str) -> ParsedFeed:
    """Parse a document that was found at `url`. Raises FetchError if it is not a feed."""
    # With -P, no file of the site's folder is taken for a module.
    command = [sys.executable, "-P", "-m", "broadsheet.fetching.parser", url, content_type]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"takes more than {SECONDS} s to read; write a smaller feed") from error
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise FetchError(f"cannot be read: {last[:300] or done.returncode}") from error
    if "error" in found:
        raise FetchError(found["error"])
    return ParsedFeed(found["title"], tuple(found["entries"]), tuple(found["notes"]))
