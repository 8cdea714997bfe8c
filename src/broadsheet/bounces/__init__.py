"""Bounces and complaints: what comes back after an issue was sent.

    mailboxes ──▶ reports ──▶ MailEvent ──▶ intake ──▶ readers, deliveries
    webhooks ───────────────────▲

`run` reads a whole mailbox.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.bounces.intake import Intake
from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.bounces import mailboxes, webhooks
    from broadsheet.bounces.run import BounceReport, open_mailbox, take_in
else:  # Each `publish send` imports this; mailboxes and webhooks import much.
    __getattr__ = lazy(
        __name__, {"mailboxes": "", "webhooks": "", "run": "BounceReport open_mailbox take_in"}
    )

__all__ = [
    "BounceReport",
    "Intake",
    "mailboxes",
    "open_mailbox",
    "take_in",
    "webhooks",
]
