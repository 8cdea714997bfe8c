"""No regular expression of the package takes exponential or quadratic time.

Each is fed the repetitions that its own pieces suggest: every way in which it may begin, each part
again and again, and an end that makes it fail.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from re import _parser as parser

import pytest

import broadsheet

LENGTH = 20_000
SECONDS = 0.5
"""A linear search takes 1 ms; a quadratic one of 20,000 characters takes more than this."""


def patterns():
    found = {}
    for module in pkgutil.walk_packages(broadsheet.__path__, "broadsheet."):
        if module.name.endswith("__main__"):
            continue
        try:
            names = vars(importlib.import_module(module.name))
        except ModuleNotFoundError:  # A package that only an extra installs.
            continue
        for name, value in names.items():
            for pattern in _patterns_in(value):
                found.setdefault(pattern, f"{module.name}.{name}")
    return found


def _patterns_in(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in (*value.keys(), *value.values()):
            yield from _patterns_in(each)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _patterns_in(each)


def pieces(pattern):
    """Return texts that parts of a pattern match, the shortest first."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    found = [sample(tree)]
    _walk(tree, found)
    return list(dict.fromkeys(text for text in found if text))[:40]


def _walk(tree, found):
    for op, value in tree:
        found.append(sample([(op, value)]))
        for part in _parts(value):
            found.append(sample(part))
            _walk(part, found)


def _parts(value):
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _parts(each)


def sample(tree):
    """Return a short text that a parsed pattern matches, or nearly so."""
    return "".join(_sample(str(op), value) for op, value in tree)


def _sample(op, value):
    if op == "LITERAL":
        return chr(value)
    if op == "NOT_LITERAL":
        return "a" if value != ord("a") else "b"
    if op == "ANY":
        return "a"
    if op == "IN":
        return _member(value)
    if op in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        return sample(value[2]) * max(value[0], 1)
    if op == "BRANCH":
        return sample(value[1][0])
    if op == "SUBPATTERN":
        return sample(value[-1])
    if op == "ATOMIC_GROUP":
        return sample(value)
    return ""


_CATEGORIES = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a"}


def _member(members):
    excluded = str(members[0][0]) == "NEGATE"
    if excluded:
        banned = set()
        for op, value in members[1:]:
            banned |= set(_range(str(op), value))
        return next(c for c in "a1 -.\n<é\x01" if c not in banned)
    return next(iter(_range(str(members[0][0]), members[0][1])), "a")


def _range(op, value):
    if op == "LITERAL":
        return chr(value)
    if op == "RANGE":
        return "".join(map(chr, range(value[0], min(value[1], value[0] + 130) + 1)))
    name = str(value)
    if name in _CATEGORIES:
        return {"CATEGORY_SPACE": " \t\n", "CATEGORY_DIGIT": "1234567890", "CATEGORY_WORD": "a1"}[name]
    return {"CATEGORY_NOT_SPACE": "a1-.<é", "CATEGORY_NOT_WORD": " -.<\n", "CATEGORY_NOT_DIGIT": "a -."}[name]


PATTERNS = patterns()


def attacks(pattern):
    parts = pieces(pattern)
    for part in parts:
        for start in ("", parts[0]):
            yield start + part * (LENGTH // len(part)) + "\0"
    for first in parts[:12]:
        for second in parts[:12]:
            both = first + second
            yield both * (LENGTH // len(both)) + "\0"


@pytest.mark.parametrize("pattern", PATTERNS, ids=PATTERNS.values())
def test_a_pattern_takes_linear_time(pattern):
    for attack in attacks(pattern):
        text = attack.encode() if isinstance(pattern.pattern, bytes) else attack
        for small in (text[:40] + text[-1:], text):
            started = time.process_time()
            for _ in pattern.finditer(small):
                pass
            taken = time.process_time() - started
            assert taken < SECONDS, (pattern.pattern, attack[:80])
