"""Bounces and complaints: what comes back after an issue was sent.

mailboxes, webhooks ──▶ reports ──▶ MailEvent ──apply──▶ subscribers and ledger
"""

from __future__ import annotations

from broadsheet.bounces.events import BounceClass, EventKind, MailEvent, class_of
from broadsheet.bounces.reports import Ignored, read_mail

__all__ = ["BounceClass", "EventKind", "Ignored", "MailEvent", "class_of", "read_mail"]
