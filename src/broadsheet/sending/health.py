"""Whether the relay answers: how long to wait before the next connection, and when to give up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait after the first failure, doubled at each further one, and how many there may be."""

    first: float = 0.5
    longest: float = 60.0
    failures: int = 5


class Health:
    """Shared by all connections. A failure counts once for all that fail at about the same time."""

    def __init__(self, patience: Patience, monotonic: Callable[[], float]) -> None:
        self._patience, self._monotonic = patience, monotonic
        self._lock = threading.Lock()
        self._failures = 0
        self._next = 0.0

    def went_well(self) -> None:
        """Note that the relay took or refused a message, so it works."""
        if self._failures:
            with self._lock:
                self._failures, self._next = 0, 0.0

    def failed(self) -> bool:
        """Note a lost connection, or one that could not be made; returns whether to give up."""
        with self._lock:
            now = self._monotonic()
            if now >= self._next:
                wait = min(self._patience.longest, self._patience.first * 2**self._failures)
                self._failures += 1
                self._next = now + wait
            return self._failures >= self._patience.failures

    @property
    def wait(self) -> float:
        """Return the seconds until the next connection may be tried."""
        with self._lock:
            return max(0.0, self._next - self._monotonic())
