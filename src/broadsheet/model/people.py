"""Authors and senders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """An author or sender; `email` and `url` may be ""."""

    name: str
    email: str = ""
    url: str = ""
