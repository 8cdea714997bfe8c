"""This process: its garbage collector, and the processors that it may use. Every run imports this."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Stop the garbage collector within the block: scanning 10,000 articles repeatedly takes 1/8 of a run.

    Few objects are in cycles here, and the others are freed anyway. Processes that are forked
    within the block do not collect either.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextlib.contextmanager
def collected() -> Iterator[None]:
    """Run the garbage collector within the block even if the run stopped it: some libraries make cycles."""
    was_enabled = gc.isenabled()
    gc.enable()
    try:
        yield
    finally:
        if not was_enabled:
            gc.disable()


def processors() -> int:
    """Return how many CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
