"""What `--check` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is right, and what to do if it is not."""

    subject: str
    good: bool
    message: str

    def __str__(self) -> str:
        return f"{self.subject}: {'ok: ' if self.good else ''}{self.message}"
