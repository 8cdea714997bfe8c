"""The filters of Liquid and those that static site engines add.

Each takes a value and arguments. What it cannot take makes the whole expression unknown.
https://shopify.github.io/liquid/ ; lib/liquid/standardfilters.rb of Liquid 4.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from html import escape, unescape
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus

from broadsheet.markdown.liquid.moments import formatted

_MOST = 1_000_000
"""Characters of a text."""
_MOST_ITEMS = 10_000
_MOST_BITS = 1000
_MOST_DIGITS = 20
_TAG = re.compile(r"<[^<>]*>")
_NO_WORD = re.compile(r"[^\w]+")


def weight(value: Any) -> int:
    """Return how long a text, a list or a whole number is."""
    if isinstance(value, int):
        return value.bit_length()
    return len(value) if isinstance(value, str | list | tuple | range) else 1


def shown(value: Any) -> str:
    """Return how Liquid prints a value. Raises TypeError or ValueError if it cannot be printed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | range):
        return "".join(map(shown, value))
    if isinstance(value, Mapping):
        raise TypeError  # Ruby's notation of a table says nothing to a reader.
    if isinstance(value, datetime):
        return formatted(value, "%Y-%m-%d %H:%M:%S %z")
    return str(value)


def _text(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that is given texts."""

    def of_text(value: Any, *given: Any) -> Any:
        found = make(shown(value), *(shown(each) for each in given))
        _bound(len(found) if isinstance(found, str) else 0)
        return found

    return of_text


def _bound(size: int, most: int = _MOST) -> None:
    """Raise ValueError for what is to be longer than any article needs."""
    if size > most:
        raise ValueError


def _replaced(text: str, old: str, new: str = "") -> str:
    _bound(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def _split(text: str, between: str) -> list[str]:
    """Split as Ruby does: at any white space for one space, and without empty texts at the end."""
    _bound(text.count(between) if between else len(text), _MOST_ITEMS)
    if not between.strip(" "):
        return text.split() if between else list(text)
    found = text.split(between)
    while found and not found[-1]:
        found.pop()
    return found


def _with_items(value: Any, more: list[Any]) -> list[Any]:
    items = [*_items(value), *more]
    _bound(len(items), _MOST_ITEMS)
    return items


def _pushed(value: Any, item: Any) -> list[Any]:
    if isinstance(item, list | tuple):  # One that holds itself again and again would have no end.
        raise TypeError
    return _with_items(value, [item])


def _multiplied(value: Any, other: Any) -> int | float:
    first, second = _number(value), _number(other)
    _bound(weight(first) + weight(second), _MOST_BITS)
    return first * second


def _rounded(value: Any, digits: Any = 0) -> int | float:
    count = int(digits)
    _bound(abs(count), _MOST_DIGITS)
    return round(_number(value), count or None)


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or value is None:
        return 0
    if isinstance(value, int | float):
        return value
    typed = str(value).strip()
    return float(typed) if "." in typed else int(typed)


def _divided(value: Any, by: Any) -> int | float:
    first, second = _number(value), _number(by)
    both_whole = isinstance(first, int) and isinstance(second, int)
    return first // second if both_whole else first / second


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, Mapping):
        return [value]
    return list(value) if isinstance(value, list | tuple | range) else [value]


def _key(item: Any, name: Any) -> Any:
    return item.get(name) if isinstance(item, Mapping) else None


def _sorted(value: Any, name: Any = None) -> list[Any]:
    items = _items(value)
    return sorted(items, key=lambda item: item if name is None else _key(item, name))


def _unique(value: Any) -> list[Any]:
    found: dict[str, Any] = {}
    for item in _items(value):
        found.setdefault(repr(item), item)
    return list(found.values())


def _where(value: Any, name: Any, wanted: Any = True) -> list[Any]:  # noqa: FBT002 - Liquid's own default
    return [item for item in _items(value) if _key(item, name) == wanted]


def _slice(value: Any, start: Any, size: Any = 1) -> Any:
    first, count = int(start), int(size)
    typed: Sequence[Any] = value if isinstance(value, list | tuple) else shown(value)
    first = max(first + len(typed), 0) if first < 0 else first
    return typed[first : first + count]


def _truncated(value: Any, size: Any = 50, ending: Any = "...") -> str:
    text, length = shown(value), int(size)
    return text if len(text) <= length else text[: max(length - len(ending), 0)] + ending


def _truncated_words(value: Any, size: Any = 15, ending: Any = "...") -> str:
    words, count = shown(value).split(), max(int(size), 1)
    return shown(value) if len(words) <= count else " ".join(words[:count]) + ending


def _escaped(text: str) -> str:
    return escape(text).replace("&#x27;", "&#39;")


def _joined(value: Any, between: Any = " ") -> str:
    items, gap = list(map(shown, _items(value))), shown(between)
    _bound(sum(map(len, items)) + len(items) * len(gap))
    return gap.join(items)


def _slug(text: str, mode: str = "default") -> str:
    if mode != "default":
        raise ValueError
    return _NO_WORD.sub("-", text).replace("_", "-").strip("-").lower()


def _sentence(value: Any, word: Any = "and") -> str:
    *first, last = map(shown, _items(value)) or [""]
    comma = "," * (len(first) > 1)
    return f"{', '.join(first)}{comma} {shown(word)} {last}" if first else last


def _size(value: Any) -> int:
    return len(value) if isinstance(value, str | list | tuple | range | Mapping) else 0


def _moment(value: Any, pattern: Any) -> Any:
    if isinstance(value, str):
        value = datetime.fromisoformat(value.strip())
    if not isinstance(value, date):
        raise TypeError
    moment = value if isinstance(value, datetime) else datetime.combine(value, datetime.min.time())
    return formatted(moment, shown(pattern))


def _in(pattern: str) -> Callable[[Any], Any]:
    return lambda value: _moment(value, pattern)


def _markdown(text: str) -> str:
    from broadsheet.markdown.commonmark import comrak_adapter  # noqa: PLC0415 - few articles need it

    return comrak_adapter.to_html(text)


def _plain(value: Iterable[Any]) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


FILTERS: Mapping[str, Callable[..., Any]] = {
    "abs": lambda value: abs(_number(value)),
    "append": _text(lambda text, more: text + more),
    "array_to_sentence_string": _sentence,
    "at_least": lambda value, least: max(_number(value), _number(least)),
    "at_most": lambda value, most: min(_number(value), _number(most)),
    "capitalize": _text(str.capitalize),
    "ceil": lambda value: -int(-_number(value) // 1),
    "cgi_escape": _text(quote_plus),
    "compact": lambda value: [item for item in _items(value) if item is not None],
    "concat": lambda value, more: _with_items(value, _items(more)),
    "date": _moment,
    "date_to_long_string": _in("%d %B %Y"),
    "date_to_rfc822": _in("%a, %d %b %Y %H:%M:%S %z"),
    "date_to_string": _in("%d %b %Y"),
    "date_to_xmlschema": lambda value: value.isoformat(),
    "default": lambda value, other="": other if value in (None, False, "", [], {}) else value,
    "divided_by": _divided,
    "downcase": _text(str.lower),
    "escape": _text(_escaped),
    "escape_once": _text(lambda text: _escaped(unescape(text))),
    "find": lambda value, name, wanted: next(iter(_where(value, name, wanted)), None),
    "first": lambda value: next(iter(_items(value)), None),
    "floor": lambda value: int(_number(value) // 1),
    "join": _joined,
    "jsonify": lambda value: json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")),
    "last": lambda value: next(reversed(_items(value)), None),
    "lstrip": _text(str.lstrip),
    "map": lambda value, name: [_key(item, name) for item in _items(value)],
    "markdownify": _text(_markdown),
    "minus": lambda value, other: _number(value) - _number(other),
    "modulo": lambda value, other: _number(value) % _number(other),
    "newline_to_br": _text(lambda text: text.replace("\n", "<br />\n")),
    "normalize_whitespace": _text(lambda text: " ".join(text.split())),
    "number_of_words": lambda value: len(shown(value).split()),
    "plus": lambda value, other: _number(value) + _number(other),
    "prepend": _text(lambda text, before: before + text),
    "push": _pushed,
    "remove": _text(lambda text, other: text.replace(other, "")),
    "remove_first": _text(lambda text, other: text.replace(other, "", 1)),
    "replace": _text(_replaced),
    "replace_first": _text(lambda text, old, new="": text.replace(old, new, 1)),
    "reverse": lambda value: _items(value)[::-1],
    "round": _rounded,
    "rstrip": _text(str.rstrip),
    "size": _size,
    "slice": _slice,
    "slugify": _text(_slug),
    "sort": _sorted,
    "sort_natural": lambda value: sorted(_items(value), key=lambda item: shown(item).lower()),
    "split": _text(_split),
    "strip": _text(str.strip),
    "strip_html": _text(lambda text: _TAG.sub("", text)),
    "strip_newlines": _text(lambda text: text.replace("\n", "")),
    "times": _multiplied,
    "truncate": _truncated,
    "truncatewords": _truncated_words,
    "uniq": _unique,
    "upcase": _text(str.upper),
    "uri_escape": _text(lambda text: quote(text, safe=";/?:@&=+$,#[]!'()*~")),
    "url_decode": _text(unquote_plus),
    "url_encode": _text(quote_plus),
    "where": _where,
    "xml_escape": _text(_escaped),
}
"""What is made of a value, by the filter's name."""
