"""How an issue reaches its readers, once: `publish send`.

    FinishedIssue ─compile_issue─▶ CompiledIssue (kept with the ledger)
                                        │ Composer: per reader only join and sign
    Ledger ─Supply─▶ Worker × connections ──▶ relay

`compile_issue` and `hand_out` are the two halves; a `Route` says how messages leave, and `Sending` what all
issues of a run share. `due` says which issue a schedule asks for; `check` looks at relay, keys and DNS;
`relay` is a package of its own, which whoever sends single mails uses, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.sending import dkim, holes
    from broadsheet.sending.check import check_route
    from broadsheet.sending.crew import Crew, Progress, Route, Sending
    from broadsheet.sending.findings import Finding
    from broadsheet.sending.message import (
        Addresses,
        CompiledIssue,
        FinishedIssue,
        MessageError,
        compile_issue,
    )
    from broadsheet.sending.proof import send_proof
    from broadsheet.sending.received import check_received
    from broadsheet.sending.run import TICK, hand_out
    from broadsheet.sending.setup import Office, make_route, opened, worker_name
    from broadsheet.sending.supply import BATCH, LEASE_SECONDS
else:
    __getattr__ = lazy(
        __name__,
        {
            "check": "check_route",
            "findings": "Finding",
            "message": "Addresses CompiledIssue FinishedIssue MessageError compile_issue",
            "proof": "send_proof",
            "received": "check_received",
            "crew": "Crew Progress Route Sending",
            "run": "TICK hand_out",
            "supply": "BATCH LEASE_SECONDS",
            "setup": "Office make_route opened worker_name",
            "dkim": "",
            "holes": "",
        },
    )

__all__ = [
    "BATCH",
    "LEASE_SECONDS",
    "TICK",
    "Addresses",
    "CompiledIssue",
    "Crew",
    "Finding",
    "FinishedIssue",
    "MessageError",
    "Office",
    "Progress",
    "Route",
    "Sending",
    "check_received",
    "check_route",
    "compile_issue",
    "dkim",
    "hand_out",
    "holes",
    "make_route",
    "opened",
    "send_proof",
    "worker_name",
]
