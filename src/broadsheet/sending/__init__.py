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

if TYPE_CHECKING:
    from broadsheet.sending.message import CompiledIssue, FinishedIssue, compile_issue
    from broadsheet.sending.run import Route, Sending, hand_out

__all__ = ["CompiledIssue", "FinishedIssue", "Route", "Sending", "compile_issue", "hand_out"]

_IN_RUN = {"Route", "Sending", "hand_out"}


def __getattr__(name: str) -> object:
    """Import a name when it is asked for (PEP 562): most runs of cron compile nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from broadsheet.sending import message, run  # noqa: PLC0415

    return getattr(run if name in _IN_RUN else message, name)
