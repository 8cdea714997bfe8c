"""Relays: SMTP, LMTP, `sendmail` and Maildir behind one interface. Start with `records`."""

from __future__ import annotations

from broadsheet.relay.auth import Login
from broadsheet.relay.records import (
    Connection,
    Envelope,
    Relay,
    RelayLostError,
    RelayRefusedError,
    Reply,
    Stage,
)
from broadsheet.relay.target import is_ses, make_relay, relay_name, tls_of

__all__ = [
    "Connection",
    "Envelope",
    "Login",
    "Relay",
    "RelayLostError",
    "RelayRefusedError",
    "Reply",
    "Stage",
    "is_ses",
    "make_relay",
    "relay_name",
    "tls_of",
]
