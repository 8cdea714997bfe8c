"""Pairs up items of two lists by keys that are unique in each list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")

PairKeys = Sequence[tuple[Callable[[T], Hashable], Callable[[U], Hashable]]]


def pair_up(ones: Iterable[T], others: Iterable[U], keys: PairKeys[T, U]) -> list[tuple[T, U]]:
    """Pair items by the first key that matches; falsy keys and repeated keys never match."""
    left, waiting = list(others), list(ones)
    pairs: list[tuple[T, U]] = []
    for of_one, of_other in keys:
        by_key = _unique(left, of_other)
        chosen = _unique(waiting, of_one)
        found = [(one, by_key[key]) for key, one in chosen.items() if key and key in by_key]
        pairs += found
        done = {id(one) for one, _ in found} | {id(other) for _, other in found}
        waiting = [one for one in waiting if id(one) not in done]
        left = [other for other in left if id(other) not in done]
    return pairs


def _unique(things: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    keyed = [(key(thing), thing) for thing in things]
    counts = Counter(name for name, _ in keyed)
    return {name: thing for name, thing in keyed if counts[name] == 1}
