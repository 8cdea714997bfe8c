"""Pairs of addresses and articles → the pattern that makes the most of the addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from broadsheet.engines import Scheme
from broadsheet.source import Address

_TOKENS = (
    "sections",
    "section",
    "folders",
    "year",
    "month",
    "day",
    "i_month",
    "i_day",
    "slug",
    "title",
    "filename",
    "contentbasename",
    "basename",
    "name",
    "stem",
    "categories",
)
"""Tokens that are tried; if several fit, the first one is preferred."""

_WHOLE = frozenset({"sections", "folders", "categories", "sections[1:]", "folders[1:]"})
"""Tokens that stand for several whole components of a path."""

_MOST_PAIRS = 150
_MOST_PATTERNS = 60
_MOST_IN_COMPONENT = 12

DATED_NAME = r"(?:.*/)?\d{4}-\d{1,2}-\d{1,2}[-_](?P<slug>[^/]+?)(?:/index)?\.\w+"
NUMBERED_NAME = r"(?:.*/)?\d{1,4}[.-](?P<slug>[^/\d][^/]*?)(?:/index)?\.\w+"
"""Patterns for file names that begin with something that addresses do not show (`path_fields`)."""


@dataclass(frozen=True, slots=True)
class LearntPattern:
    """A pattern, how many of how many addresses it produces, and the `path_fields` that it needs."""

    pattern: str
    right: int
    path_field: str = ""


def infer(wanted: Sequence[tuple[str, Address]], scheme: Scheme) -> LearntPattern | None:
    """Find the pattern that produces the most paths (without their first slash) of articles."""
    best: LearntPattern | None = None
    for path_field in ("", DATED_NAME, NUMBERED_NAME):
        told = [(path, _with_name(address, path_field)) for path, address in wanted]
        if path_field and [a for _, a in told] == [a for _, a in wanted]:
            continue
        for pattern in _likely(told, scheme):
            right = sum(expanded(pattern, address, scheme) == path for path, address in told)
            if best is None or right > best.right:
                best = LearntPattern(pattern, right, path_field)
    return best


def expanded(pattern: str, address: Address, scheme: Scheme) -> str:
    """Return the path that a pattern gives an article, "" if it cannot."""
    try:
        return scheme.expand(pattern, address)
    except ValueError:
        return ""


def _with_name(address: Address, path_field: str) -> Address:
    if not path_field or address.slug:
        return address
    found = re.fullmatch(path_field, f"{address.filename}.md")
    return replace(address, slug=found["slug"]) if found else address


def _likely(told: Sequence[tuple[str, Address]], scheme: Scheme) -> list[str]:
    """Return the patterns that fit the most addresses; of equally good ones the preferred one first."""
    votes: Counter[str] = Counter()
    step = max(1, len(told) // _MOST_PAIRS)
    for path, address in told[::step]:
        votes.update(set(_patterns(path, _values(address, scheme))))
    ranked = sorted(votes, key=lambda pattern: (-votes[pattern], *_preference(pattern)))
    return [pattern for pattern in ranked if _is_valid(pattern, scheme)][:_MOST_PATTERNS]


def _preference(pattern: str) -> tuple[int, list[int], int]:
    literals = re.sub(r":\w+(\[[^\]]*\])?", "", pattern)
    names = re.findall(r":(\w+)", pattern)
    ranks = [_TOKENS.index(name) for name in names if name in _TOKENS]
    return sum(map(str.isalnum, literals)), ranks, len(pattern)


def _is_valid(pattern: str, scheme: Scheme) -> bool:
    try:
        scheme.check(pattern)
    except ValueError:
        return False
    return True


def _values(address: Address, scheme: Scheme) -> Mapping[str, str]:
    """Return the values of tokens for an article; empty ones are left out."""
    values = {}
    for name in _TOKENS:
        if name in scheme.tokens and (value := scheme.tokens[name](address)):
            values[name] = value
            if name in _WHOLE and "/" in value:
                values[f"{name}[1:]"] = value.partition("/")[2]
    return values


def _patterns(path: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield patterns that produce a path; tokens of several components may take the place of any."""
    components = path.split("/")
    tails = [list(islice(_of_component(c, values), _MOST_IN_COMPONENT)) for c in components]
    found = ("/" + "/".join(parts) for parts in product(*tails))
    yield from islice(found, _MOST_PATTERNS * 4)
    for name in _WHOLE & values.keys():
        value = values[name].split("/")
        for start in range(len(components) - len(value)):
            if components[start : start + len(value)] == value:
                parts = [*tails[:start], [f":{name}"], *tails[start + len(value) :]]
                joined = ("/" + "/".join(each) for each in product(*parts))
                yield from islice(joined, _MOST_PATTERNS * 4)


def _of_component(component: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield what a component may come from: tokens with the signs between them, or the literal text."""
    if not component:
        yield ""
        return
    for name, value in values.items():
        if name not in _WHOLE and value == component:
            yield f":{name}"
    if re.search(r"[-_.]", component):
        yield from _mixed(component, values)
    yield component


def _mixed(component: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield components of several tokens (`2025-01-02-name`), or of one and a suffix (`name.html`)."""
    for name, value in values.items():
        if name in _WHOLE or not component.startswith(value) or value == component:
            continue
        rest = component[len(value) :]
        if rest[0] not in "-_.":
            continue
        for tail in islice(_of_component(rest[1:], values), _MOST_IN_COMPONENT):
            # Behind a token, an underscore would be read as part of its name.
            yield f":{name}{rest[0]}{tail}"
