"""Patterns of tokens: `/:year/:sections/:slug/`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from broadsheet.engines.permalinks.address import Address

Tokens = Mapping[str, Callable[[Address], str]]
"""What each token becomes."""

Slugs = Mapping[str, Callable[[str], str]]
"""What each token for a term's slug makes of its name."""

_TOKEN = re.compile(r":(\w+)(?:\[([^\]/]*)\])?")
_PART = re.compile(r"(?P<first>\d+|last)?(?P<range>:)?(?P<end>\d+|last)?")


def check(pattern: str, tokens: Tokens, *, fields: bool = False) -> None:
    """Raise ValueError with a message for people unless a pattern begins with `/` and is known.

    With `fields`, a token may also be the name of any front matter field.
    """
    names = [match[1] for match in _TOKEN.finditer(pattern)]
    unknown = [name for name in names if _known(name, tokens) not in tokens and not fields]
    if unknown:
        message = f":{unknown[0]} is not a token; write one of {' '.join(':' + t for t in tokens)}"
        raise ValueError(message)
    if not pattern.startswith("/") or "?" in pattern or "#" in pattern:
        message = f'"{pattern}" is not a pattern; write e.g. "/:sections/:slug/"'
        raise ValueError(message)
    if not names:
        message = f'"{pattern}" gives every article one address; write e.g. "/:sections/:slug/"'
        raise ValueError(message)


def expand(pattern: str, address: Address, tokens: Tokens, *, need: bool = False) -> str:
    """Fill in a pattern; what tokens leave empty closes up. Returns a path without leading slash.

    A token that is not known stands for the front matter field of its name. `:sections[1:]`, as in
    Hugo, takes some of a token's path components. Raises ValueError, as in `check`, where `need`
    is set and an article lacks such a field.
    """

    def fill(match: re.Match[str]) -> str:
        name = _known(match[1], tokens)
        value = tokens[name](address) if name in tokens else _field(name, address.fields)
        if need and not value and name not in tokens:
            message = f":{name} of {pattern} is no token, and no field here; write {name}: …"
            raise ValueError(message)
        tail = match[1][len(name) :]
        return (value if match[2] is None else _some(value, match[2])) + tail

    return re.sub("/{2,}", "/", _TOKEN.sub(fill, pattern)).lstrip("/")


def _known(name: str, tokens: Tokens) -> str:
    """Take `month_` for `month`, which is what `/:year_:month_:day/` means in Jekyll."""
    return name if name in tokens else name.rstrip("_")


def _field(name: str, fields: Mapping[str, Any]) -> str:
    value = fields.get(name.lower())
    return str(value).strip() if isinstance(value, str | int) else ""


def _some(value: str, part: str) -> str:
    """Take Hugo's `[0]`, `[last]` or `[1:last]` of a path, whose end is included."""
    components = value.split("/")
    match = _PART.fullmatch(part)
    if match is None:
        return value
    last = len(components) - 1
    first = _index(match["first"], last, 0)
    end = _index(match["end"], last, last) if match["range"] else first
    return "/".join(components[first : end + 1])


def _index(text: str | None, last: int, default: int) -> int:
    if text is None:
        return default
    return last if text == "last" else int(text)
