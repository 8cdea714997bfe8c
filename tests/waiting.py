"""Waiting for what other threads and processes do."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120
"""Seconds after which nothing will happen any more, on however slow a machine."""


def until(condition: Callable[[], object], why: Callable[[], str] = lambda: "in vain") -> None:
    """Wait until a condition holds; if it never does, `why` says what is known about it."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, why()
        time.sleep(0.02)
