"""How an issue reaches its readers, once: `publish send`.

    Ledger ─Supply─▶ Worker × connections ──▶ relay
                        │ Composer: per reader only join and sign

An `Office` is a site's open database, a `Route` is the way of its messages, and `Sending` is what
all issues of a run share. `hand_out` runs one issue to its end; `Shifts` does so in small parts,
for workers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.sending.clock import ServerClock
    from broadsheet.sending.crew import Progress, Sending
    from broadsheet.sending.office import Office
    from broadsheet.sending.proof import send_proof
    from broadsheet.sending.route import Route
    from broadsheet.sending.run import hand_out
    from broadsheet.sending.shifts import Shifts
else:
    __getattr__ = lazy(
        __name__,
        {
            "clock": "ServerClock",
            "crew": "Progress Sending",
            "office": "Office",
            "proof": "send_proof",
            "route": "Route",
            "run": "hand_out",
            "shifts": "Shifts",
        },
    )

__all__ = [
    "Office",
    "Progress",
    "Route",
    "Sending",
    "ServerClock",
    "Shifts",
    "hand_out",
    "send_proof",
]
