"""Relays: SMTP, LMTP, `sendmail` and Maildir behind one interface. Start with `records`."""

from __future__ import annotations

from broadsheet.relay.records import (
    Envelope,
    Relay,
    RelayConnection,
    RelayLostError,
    RelayRefusedError,
    Reply,
    Stage,
)
from broadsheet.relay.target import make_relay

__all__ = [
    "Envelope",
    "Relay",
    "RelayConnection",
    "RelayLostError",
    "RelayRefusedError",
    "Reply",
    "Stage",
    "make_relay",
]
