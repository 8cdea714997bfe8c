"""What a build yields, and how it reports its progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to write: `path` below out/, with slashes, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class LazyFile:
    """A file that is only made if an earlier run did not leave it in the same state.

    `signature` is a digest of all that its bytes depend on; `make` returns them.
    """

    path: str
    signature: str
    make: Callable[[], bytes]


Progress = Callable[[str, int, int], None]
"""Called as work goes on: what is done, how much of it, and how much there is in all."""


def no_progress(what: str, done: int, total: int) -> None:
    """Show nothing."""
