"""JSON Feed 1.1 (jsonfeed.org/version/1.1): reading a document."""

from __future__ import annotations

import json
from typing import Any

from broadsheet.checks.feeds.feed_file import NotAFeedError
from broadsheet.checks.registry import Place

VERSIONS = ("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1")


_MAX_SEARCHED = 500_000_000
"""Characters that may be searched for the places of one feed's problems: about a second."""


class JsonDocument:
    """A JSON Feed: its data, its text and its lines."""

    def __init__(self, data: dict[str, Any], text: str) -> None:
        self.data = data
        self.text = text
        self.lines = text.split("\n")
        self._searches = 0

    @property
    def items(self) -> list[dict[str, Any]]:
        """Return the items that are objects."""
        found = self.data.get("items")
        return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

    def place(self, key: str, value: object = None) -> Place:
        """Return the first line that contains a key and, if given, its value.

        After a number of searches in a large feed, the first line is returned.
        """
        shown = json.dumps(value, ensure_ascii=False) if value is not None else ""
        wanted = f'"{key}"'
        if self._searches * len(self.text) < _MAX_SEARCHED:
            self._searches += 1
            for number, line in enumerate(self.lines, 1):
                column = line.find(wanted)
                if column >= 0 and (not shown or shown in line):
                    return Place(number, column + 1, len(wanted), line)
        return Place(1, 0, 1, self.lines[0][:2000])


def looks_like_json(text: str) -> bool:
    """Return whether the text of a feed is JSON rather than XML."""
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


class _NotJsonError(Exception):
    """A constant that Python's parser accepts and JSON does not have, such as NaN."""


def _refuse(name: str) -> None:
    raise _NotJsonError(name)


def read_json(text: str) -> JsonDocument:
    """Read a JSON Feed. Raises NotAFeedError."""
    lines = text.split("\n")
    try:
        data = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        line = lines[error.lineno - 1][:2000]
        message = f"is not JSON: {error.msg}; correct the syntax"
        raise NotAFeedError(
            "feed-malformed", message, Place(error.lineno, error.colno, 1, line)
        ) from error
    except _NotJsonError as error:
        raise NotAFeedError(
            "feed-malformed", f"contains {error}, which is not JSON; write null"
        ) from error
    except RecursionError as error:
        raise NotAFeedError("feed-malformed", "is nested too deeply; write flat lists") from error
    except ValueError as error:  # Python reads no integer of more than 4,300 digits.
        message = "contains a number of more than 4,300 digits; write a shorter one"
        raise NotAFeedError("feed-malformed", message) from error
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not str(version).startswith("https://jsonfeed.org/version/"):
        message = f'is JSON, but not a feed; write "version": "{VERSIONS[0]}"'
        raise NotAFeedError("feed-unknown", message, Place(1, 0, 1, lines[0][:2000]))
    return JsonDocument(data, text)
