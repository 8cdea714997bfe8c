"""Follows expressions of a site's code, such as `post.id.split("/").pop()`, on one entry; nothing is run.

Known are names, texts, templates, `||` and `??`, and what cuts or replaces parts of texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Lookup = Callable[[str], Any]
"""Returns the value of a name such as `post.data.slug`; None if it has none."""

_QUOTED = r"'(?:\\.|[^'\\\n]){0,200}'|\"(?:\\.|[^\"\\\n]){0,200}\""
_REGEX = r"/(?:\\.|\[[^\]\n]{0,100}\]|[^/\\\[\n]){1,100}/[a-z]{0,8}"
_ARGUMENT = re.compile(rf"\s{{0,99}}({_REGEX}|{_QUOTED}|-?\d{{1,9}}|Boolean)\s{{0,99}}(?:,|\Z)")
_ARGUMENTS = rf"(?:{_REGEX}|{_QUOTED}|[^()'\"/]){{0,200}}"
_TEMPLATE = re.compile(r"`((?:\\.|[^`\\])*)`")
_INSERTED = re.compile(r"\$\{([^{}]{0,500})\}")
_START = re.compile(
    rf"\s{{0,99}}(?:({_QUOTED})|([\w$]{{1,99}}(?:[?!]?\.[\w$]{{1,99}}(?![\w$]|\()){{0,9}}))"
)
_STEP = re.compile(
    rf"\s{{0,99}}[?!]?\.?\s{{0,99}}(?:(\w{{1,99}})\(({_ARGUMENTS})\)|\[(-?\d{{1,9}})\])"
)
_OR = re.compile(rf"{_QUOTED}|`(?:\\.|[^`\\]){{0,500}}`|{_REGEX}|(\|\||\?\?)|.", re.DOTALL)
_NESTED = re.compile(r"\)[*+{]")
"""A group that repeats, on which a search may take exponential time."""
_LONGEST = 100
_LARGEST = 10_000


def follow(code: str, lookup: Lookup) -> Any:
    """Return the value of an expression, None if it has one that cannot be followed."""
    values = [_single(part.strip(), lookup) for part in alternatives(code)]
    return None if values[-1] is None else next((v for v in values if v), values[-1])


def alternatives(code: str) -> list[str]:
    """Split code at `||` and `??`."""
    parts = [""]
    for match in _OR.finditer(code):
        if match[1]:
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts


def _single(code: str, lookup: Lookup) -> Any:
    if template := _TEMPLATE.fullmatch(code):
        inserted = [follow(part, lookup) for part in _INSERTED.findall(template[1])]
        texts = iter(inserted)
        known = all(isinstance(each, str | int) for each in inserted)
        return _INSERTED.sub(lambda _: str(next(texts)), template[1]) if known else None
    start = _START.match(code)
    if start is None:
        return None
    value = start[1][1:-1] if start[1] else lookup(re.sub("[?!]", "", start[2]))
    end = start.end()
    while value is not None and len(str(value)) < _LARGEST and (step := _STEP.match(code, end)):
        value = _stepped(value, step)
        end = step.end()
    return value if not code[end:].strip() else None


def _stepped(value: Any, step: re.Match[str]) -> Any:
    try:
        if step[3]:
            return value[int(step[3])]
        return _METHODS[step[1]](value, *_arguments(step[2]))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, re.error):
        return None


def _arguments(code: str) -> Iterator[Any]:
    end = 0
    while match := _ARGUMENT.match(code, end):
        end = match.end()
        given = match[1]
        if given[0] in "'\"":
            yield re.sub(r"\\(.)", r"\1", given[1:-1])
        elif given[0] == "/":
            yield _compiled(given)
        else:
            yield given if given == "Boolean" else int(given)
    if code[end:].strip():
        raise ValueError(code)


def _compiled(literal: str) -> tuple[re.Pattern[str], int]:
    """Return a regular expression, and how often it replaces; 0 is everywhere."""
    source, _, flags = literal[1:].rpartition("/")
    if len(source) > _LONGEST or _NESTED.search(source):
        raise ValueError(literal)
    return re.compile(source, re.IGNORECASE if "i" in flags else 0), 0 if "g" in flags else 1


def _replace(text: str, old: str | tuple[re.Pattern[str], int], new: str) -> str:
    if isinstance(old, str):
        return text.replace(old, new, 1)
    pattern, most = old
    return pattern.sub(re.sub(r"\$(\d)", r"\\\1", new), text, count=most)


def _split(text: str, mark: str) -> list[str]:
    return text.split(mark) if mark else list(text)


def _slice(value: Any, first: int = 0, end: int | None = None) -> Any:
    return value[first:end]


def _substring(text: str, first: int, end: int | None = None) -> str:
    return text[max(first, 0) : end]


_METHODS: Mapping[str, Callable[..., Any]] = {
    "split": _split,
    "replace": _replace,
    "replaceAll": lambda text, old, new: (
        text.replace(old, new) if isinstance(old, str) else _replace(text, old, new)
    ),
    "slice": _slice,
    "substring": _substring,
    "at": lambda value, place: value[place],
    "pop": lambda value: value[-1],
    "shift": lambda value: value[0],
    "join": lambda value, mark: mark.join(value),
    "filter": lambda value, _: [each for each in value if each],
    "toLowerCase": lambda text: text.lower(),
    "trim": lambda text: text.strip(),
    "toString": str,
}
