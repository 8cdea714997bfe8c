"""Which workers send, and how fast: rows that each worker renews, and `publish send --status` reads."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.databases import Database

SILENT_SECONDS = 60
"""Seconds without a sign of life after which a worker counts as gone."""

_FORGET_SECONDS = 86400

_BEAT = """INSERT INTO workers (name, connections, started, seen, sent, rate)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
    SET seen = excluded.seen, sent = excluded.sent, rate = excluded.rate"""


@dataclass(frozen=True, slots=True)
class WorkerState:
    """A worker: `sent` since it started, `rate` in messages a second; times are Unix time."""

    name: str
    connections: int
    started: float
    seen: float
    sent: int
    rate: float

    def as_json(self) -> dict[str, object]:
        """Return what `--json` shows of it."""
        return {
            "name": self.name,
            "connections": self.connections,
            "sent": self.sent,
            "rate": round(self.rate, 1),
            "seen": int(self.seen),
        }


class Workers:
    """The workers of a site."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, state: WorkerState) -> None:
        """Note that a worker is alive, and forget those that died long ago."""
        values = (
            state.name,
            state.connections,
            int(state.started),
            int(state.seen),
            state.sent,
            state.rate,
        )
        with self._database.write() as session:
            session.execute(_BEAT, values)
            session.execute(
                "DELETE FROM workers WHERE seen < ?", (int(state.seen) - _FORGET_SECONDS,)
            )

    def leave(self, name: str) -> None:
        """Note that a worker has ended."""
        with self._database.write() as session:
            session.execute("DELETE FROM workers WHERE name = ?", (name,))

    def listed(self, now: float) -> list[WorkerState]:
        """Return the workers that are alive, by name."""
        sql = """SELECT name, connections, started, seen, sent, rate FROM workers
            WHERE seen >= ? ORDER BY name"""
        with self._database.read() as session:
            return [WorkerState(*row) for row in session.rows(sql, (int(now) - SILENT_SECONDS,))]
