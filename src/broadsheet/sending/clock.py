"""The time by which all machines compare leases: that of the database's server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from broadsheet.databases import Database


class ServerClock:
    """A machine's clock, corrected by that of the server."""

    def __init__(self, local: Callable[[], datetime], database: Database | None) -> None:
        """Take the machine's clock (aware), and the database; without one it is never corrected."""
        self._local, self._database = local, database
        self._offset = timedelta()

    def __call__(self) -> datetime:
        """Return the time."""
        return self._local() + self._offset

    def ask_server(self) -> float:
        """Correct the clock; returns how many seconds this machine's is behind. Raises DatabaseError."""
        if self._database:
            offset = self._database.clock_offset(self._local().timestamp())
            self._offset = timedelta(seconds=offset)
        return self._offset.total_seconds()
