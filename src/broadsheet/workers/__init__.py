"""Workers on any number of machines: `publish send --worker`. Needs PostgreSQL and procrastinate.

    ledger ──sweep──▶ Queue (jobs "work on issue X") ──▶ Shifts ──▶ Crew ──▶ relay
       ▲                                                   │
       └────────────────── leases, marks, results ─────────┘

The ledger decides who gets what; the queue only says where there is work. A job that is lost costs a
minute, until the next sweep; one that runs twice finds nothing to lease.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.workers.roster import Workers, WorkerState
    from broadsheet.workers.station import Station
else:
    __getattr__ = lazy(__name__, {"roster": "Workers WorkerState", "station": "Station"})

__all__ = ["Station", "WorkerState", "Workers"]
