"""Relays: SMTP, LMTP, `sendmail` and Maildir behind one interface. Start with `records`."""

from __future__ import annotations

from broadsheet.sending.relay.auth import Login
from broadsheet.sending.relay.records import (
    Connection,
    Envelope,
    Relay,
    RelayLostError,
    RelayRefusedError,
    Reply,
    Stage,
)
from broadsheet.sending.relay.target import Target, make_relay, parse_target
from broadsheet.sending.relay.wire import Timeouts

__all__ = [
    "Connection",
    "Envelope",
    "Login",
    "Relay",
    "RelayLostError",
    "RelayRefusedError",
    "Reply",
    "Stage",
    "Target",
    "Timeouts",
    "make_relay",
    "parse_target",
]
