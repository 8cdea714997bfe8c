"""Deliveries: who is to get which issue, and what became of it. Nobody gets an issue twice.

Start with `Ledger`, whose docstring draws a run; `records` has what goes in and out.
"""

from __future__ import annotations

from broadsheet.ledger.ledger import Ledger
from broadsheet.ledger.records import (
    Delivery,
    IssueState,
    Mark,
    OpenIssue,
    OpenWork,
    Outcome,
    Result,
)

__all__ = [
    "Delivery",
    "IssueState",
    "Ledger",
    "Mark",
    "OpenIssue",
    "OpenWork",
    "Outcome",
    "Result",
]
