"""A worker's figures for the table of workers, the health page and the metrics."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.ledger import Outcome

FRESH_SECONDS = 90.0
"""A worker that has not reached its database for so long is not well."""

_WINDOW = 10.0


@dataclass
class Board:
    """Figures that the worker writes, and that the threads of the endpoint read."""

    connections: int
    tally: Mapping[Outcome, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    """How many deliveries each open issue has left, by edition and name, at the last sweep."""

    workers: int = 0
    trouble: str = ""
    contact: float = field(default_factory=time.monotonic)
    """When the database was last reached, by the monotonic clock."""

    _marks: list[tuple[float, int]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def sent(self) -> int:
        """How many messages the relay took."""
        return self.tally.get(Outcome.SENT, 0)

    def rate(self) -> float:
        """Note how many were sent by now, and return messages a second over the last ten seconds."""
        now, sent = time.monotonic(), self.sent
        with self._lock:
            self._marks.append((now, sent))
            while len(self._marks) > 2 and now - self._marks[1][0] >= _WINDOW:  # noqa: PLR2004
                self._marks.pop(0)
            began, before = self._marks[0]
        return (sent - before) / (now - began) if now > began else 0.0

    def ill(self) -> str:
        """Return what is wrong, "" if nothing is."""
        silent = time.monotonic() - self.contact
        if silent > FRESH_SECONDS:
            return f"the database was not reached for {silent:.0f} seconds"
        return self.trouble
