"""Bounces and complaints: what comes back after an issue was sent.

    mailboxes ──▶ reports ──▶ MailEvent ──▶ intake ──▶ readers, deliveries
    webhooks ───────────────────▲

`run` reads a whole mailbox.
"""

from __future__ import annotations

from broadsheet.bounces.events import BounceClass, EventKind, MailEvent, class_of
from broadsheet.bounces.intake import Effect, Intake
from broadsheet.bounces.reports import Ignored, read_mail

__all__ = [
    "BounceClass",
    "Effect",
    "EventKind",
    "Ignored",
    "Intake",
    "MailEvent",
    "class_of",
    "read_mail",
]
