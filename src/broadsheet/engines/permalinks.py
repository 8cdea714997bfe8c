"""Patterns of articles' addresses, such as `/:year/:sections/:slug/`, with the tokens that engines share.

Each engine's own tokens and slugs are in `permalinks.py` of its room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.source import Address
from broadsheet.urls import term_slug

Tokens = Mapping[str, Callable[[Address], str]]
"""The functions that make the values of tokens."""

Slugs = Mapping[str, Callable[[str], str]]
"""The functions that make slugs from the names of terms, by the tokens that stand for them."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)

DATE: Mapping[str, Callable[[Address], str]] = {
    "year": lambda a: f"{a.date.year:04}",
    "month": lambda a: f"{a.date.month:02}",
    "i_month": lambda a: str(a.date.month),
    "day": lambda a: f"{a.date.day:02}",
    "i_day": lambda a: str(a.date.day),
    "hour": lambda a: f"{a.date.hour:02}",
    "minute": lambda a: f"{a.date.minute:02}",
    "second": lambda a: f"{a.date.second:02}",
}
"""Tokens of dates that engines share. Names are English, whatever the process's locale."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How an engine makes the addresses of articles and the slugs of terms.

    `pattern` is what it follows where none is configured; `terms` make a term's slug, by the tokens
    that stand for it in the addresses of the engine's own feeds. With `any_field`, a token may also be
    the name of any front matter field. With `needs_field` every article must have that field, because
    the engine would stop or write "undefined".
    """

    tokens: Tokens
    pattern: str
    terms: Slugs = field(default_factory=lambda: {"slug": term_slug})
    any_field: bool = False
    needs_field: bool = False

    def check(self, pattern: str) -> None:
        """Raise ValueError unless a pattern begins with `/` and its tokens are known."""
        check(pattern, self.tokens, any_field=self.any_field)

    def expand(self, pattern: str, address: Address) -> str:
        """Fill in a pattern, as `expand` does."""
        return expand(pattern, address, self.tokens, needs_field=self.needs_field)


_TOKEN = re.compile(r":(\w+)(?:\[([^\]/]*)\])?")
_PART = re.compile(r"(?P<first>\d{1,4}|last)?(?P<range>:)?(?P<end>\d{1,4}|last)?")


def check(pattern: str, tokens: Tokens, *, any_field: bool = False) -> None:
    """Raise ValueError unless a pattern begins with `/` and its tokens are known.

    With `any_field`, a token may also be the name of any front matter field.
    """
    names = [match[1] for match in _TOKEN.finditer(pattern)]
    unknown = [name for name in names if _known(name, tokens) not in tokens and not any_field]
    if unknown:
        message = f":{unknown[0]} is not a token; write one of {' '.join(':' + t for t in tokens)}"
        raise ValueError(message)
    if not pattern.startswith("/") or "?" in pattern or "#" in pattern:
        message = f'"{pattern}" is not a pattern; write e.g. "/:sections/:slug/"'
        raise ValueError(message)
    if not names:
        message = f'"{pattern}" gives every article one address; write e.g. "/:sections/:slug/"'
        raise ValueError(message)


def expand(pattern: str, address: Address, tokens: Tokens, *, needs_field: bool = False) -> str:
    """Fill in a pattern. Returns a path without leading slash, and without the gaps of empty tokens.

    A token that is not known stands for the front matter field of its name. `:sections[1:]` takes some
    of a token's path components. Raises ValueError if `needs_field` is set and an article lacks such a
    field.
    """

    def fill(match: re.Match[str]) -> str:
        name = _known(match[1], tokens)
        value = tokens[name](address) if name in tokens else _field(name, address.fields)
        if needs_field and not value and name not in tokens:
            message = f":{name} of {pattern} is no token, and no field here; write {name}: …"
            raise ValueError(message)
        tail = match[1][len(name) :]
        return (value if match[2] is None else _some(value, match[2])) + tail

    return re.sub("/{2,}", "/", _TOKEN.sub(fill, pattern)).lstrip("/")


def _known(name: str, tokens: Tokens) -> str:
    """Return the token `month` for `month_`, since `/:year_:month_:day/` has three tokens."""
    return name if name in tokens else name.rstrip("_")


def _field(name: str, fields: Mapping[str, Any]) -> str:
    value = fields.get(name.lower())
    return str(value).strip() if isinstance(value, str | int) else ""


def _some(value: str, part: str) -> str:
    """Return the components `[0]`, `[last]` or `[1:last]` of a path; the end is included."""
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


def to_ascii(text: str) -> str:
    """Transliterate a text to ASCII, e.g. `北京` to `Bei Jing `. Only this function uses text-unidecode."""
    # Its table is large, and few sites need it.
    from text_unidecode import unidecode  # noqa: PLC0415

    return str(unidecode(text))
