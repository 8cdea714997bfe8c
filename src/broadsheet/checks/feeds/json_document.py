"""JSON Feed 1.1 (jsonfeed.org/version/1.1): reading a document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from broadsheet.checks.feeds.feed_file import NotAFeedError
from broadsheet.checks.registry import Place

VERSIONS = ("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1")


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """A JSON Feed and its lines."""

    data: dict[str, Any]
    lines: list[str]

    @property
    def items(self) -> list[dict[str, Any]]:
        """Return the items that are tables, as they must be."""
        found = self.data.get("items")
        return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

    def place(self, key: str, value: object = None) -> Place:
        """Return the first line that holds a key and, if given, its value."""
        shown = json.dumps(value, ensure_ascii=False) if value is not None else ""
        wanted = f'"{key}"'
        for number, line in enumerate(self.lines, 1):
            column = line.find(wanted)
            if column >= 0 and (not shown or shown in line):
                return Place(number, column + 1, len(wanted), line[: column + 2000])
        return Place(1, 0, 1, self.lines[0][:2000])


def looks_like_json(text: str) -> bool:
    """Tell whether the text of a feed is JSON rather than XML."""
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


class _NoJson(Exception):
    """What Python's parser lets pass and JSON does not know."""


def _no_json(name: str) -> None:
    raise _NoJson(name)


def read_json(text: str) -> JsonDocument:
    """Read a JSON Feed. Raises NotAFeed."""
    lines = text.split("\n")
    try:
        data = json.loads(text, parse_constant=_no_json)
    except json.JSONDecodeError as error:
        line = lines[error.lineno - 1][:2000]
        message = f"is not JSON: {error.msg}; mend it"
        raise NotAFeedError(
            "feed-malformed", message, Place(error.lineno, error.colno, 1, line)
        ) from error
    except _NoJson as error:
        raise NotAFeedError(
            "feed-malformed", f"holds {error}, which is not JSON; write null"
        ) from error
    except RecursionError as error:
        raise NotAFeedError("feed-malformed", "is nested too deeply; write plain lists") from error
    except ValueError as error:  # Python reads no integer of more than 4,300 digits.
        message = "holds a number too long to be read; write a shorter one"
        raise NotAFeedError("feed-malformed", message) from error
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not str(version).startswith("https://jsonfeed.org/version/"):
        message = f'is JSON, but no feed; write "version": "{VERSIONS[0]}"'
        raise NotAFeedError("feed-unknown", message, Place(1, 0, 1, lines[0][:2000]))
    return JsonDocument(data, lines)
