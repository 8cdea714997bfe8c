"""Front matter values → Python values: one function for each kind of field.

Each takes what `front_matter.split` gives and raises ValueError with "what is wrong; what to write
instead".
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from broadsheet.config import values
from broadsheet.late import late_pattern
from broadsheet.model import Person
from broadsheet.text import xml_text

_TRUE = frozenset({"true", "yes", "on", "1", "y"})
_FALSE = frozenset({"false", "no", "off", "0", "n", ""})
_LIST_SEPARATORS = late_pattern(r"[,;，；、]")


def text(value: Any) -> str:
    """Read one line of text; "" for null. Numbers and dates come out as typed."""
    if isinstance(value, str):
        if not value.isprintable():  # Then there may be a character that XML cannot hold.
            value = xml_text(value)
        return " ".join(value.split())
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    message = f"a {_kind(value)} is not text; write it on one line, in quotes"
    raise ValueError(message)


def flag(value: Any) -> bool:
    """Read true or false in YAML's many spellings, quoted or not; null is false."""
    word = text(value).lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    message = f'"{text(value)}" is neither true nor false; write true or false'
    raise ValueError(message)


def says_yes(value: Any) -> bool:
    """Return whether a value of any kind is true, in YAML's many spellings."""
    return str(value).strip().lower() in _TRUE


def says_no(value: Any) -> bool:
    """Return whether a value of any kind is false, in YAML's many spellings; null is not."""
    return str(value).strip().lower() in _FALSE - {""}


def whole_number(value: Any) -> int:
    """Read a whole number; null is 0."""
    typed = text(value)
    if re.fullmatch(r"[+-]?\d{1,9}", typed):
        return int(typed)
    if not typed:
        return 0
    message = f'"{typed}" is not a whole number; write e.g. 10'
    raise ValueError(message)


def texts(value: Any) -> tuple[str, ...]:
    """Read a list of texts without repeats; a text is split at commas or semicolons.

    Null and empty items are dropped. The items of a list in a list (`- [x]`, a common slip) count as the
    outer list's.
    """
    if value is None:
        return ()
    if isinstance(value, list):
        items = [inner for item in value for inner in (item if isinstance(item, list) else [item])]
    else:
        items = list(_LIST_SEPARATORS.split(text(value)))
    return tuple(dict.fromkeys(filter(None, map(text, items))))


def words(value: Any) -> tuple[str, ...]:
    """Read a list of texts without repeats; a text is split at white space."""
    return texts(text(value).split() if isinstance(value, str) else value)


def people(value: Any, *, nameless: bool = False) -> tuple[Person, ...]:
    """Read authors: names, a list of names, or tables of name, email and url.

    A table without a name is an error, or is skipped with `nameless`.
    """
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, dict) for item in items):
        return tuple(_person(item) for item in items if not (nameless and _is_nameless(item)))
    return tuple(Person(name) for name in texts(value))


def _person(value: Any) -> Person:
    if not isinstance(value, dict):
        return Person(text(value))
    if _is_nameless(value):
        message = "an author has no name; write name: in each"
        raise ValueError(message)
    email = text(value.get("email"))
    return Person(
        text(value["name"]), email if values.EMAIL.fullmatch(email) else "", text(value.get("url"))
    )


def _is_nameless(value: Any) -> bool:
    return isinstance(value, dict) and not text(value.get("name"))


PICTURES = ("image", "src", "url", "path", "feature", "overlay_image", "teaser")
"""The keys under which engines and their themes put a picture's address."""


def picture(value: Any) -> tuple[str, str]:
    """Read an image: a path or URL, a table with `image`, `src` or `url` and `alt`, or a list of these.

    Returns the reference and the alternative text, each "" if there is none.
    """
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict):
        return text(value), ""
    reference = next((r for key in PICTURES if (r := text(value.get(key)))), "")
    return reference, text(value.get("alt"))


_DATE_IN_NAME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=[-_ ]|$)")


def language(value: Any) -> str:
    """Read a language tag, also as the only item of a list."""
    return values.language(value[0] if isinstance(value, list) and len(value) == 1 else value)


def date_in_name(name: str) -> str | None:
    """Return the date that a file's name begins with, None if it begins with none."""
    match = _DATE_IN_NAME.match(name)
    return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}" if match else None


def _kind(value: Any) -> str:
    return "table" if isinstance(value, dict) else "list" if isinstance(value, list) else "value"
