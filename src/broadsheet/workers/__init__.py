"""Workers on any number of machines: `publish send --worker`. Needs PostgreSQL and procrastinate.

    ledger ──sweep──▶ Queue (jobs "work on issue X") ──▶ Shifts ──▶ Crew ──▶ relay
       ▲                                                   │
       └────────────────── leases, marks, results ─────────┘

The ledger decides who gets what; the queue only says where there is work. A job that is lost costs a
minute, until the next sweep; one that runs twice finds nothing to lease.
"""

from __future__ import annotations

from broadsheet.workers.board import Board
from broadsheet.workers.endpoint import Endpoint, endpoint_address
from broadsheet.workers.queue import Queue, QueueError, Wanted
from broadsheet.workers.shifts import Shifts

__all__ = [
    "Board",
    "Endpoint",
    "Queue",
    "QueueError",
    "Shifts",
    "Wanted",
    "endpoint_address",
]
