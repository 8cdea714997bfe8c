"""The readers: addresses, subscriptions, consent, and who must not be written to."""

from __future__ import annotations

from broadsheet.subscribers.address import Address, read_address
from broadsheet.subscribers.opening import open_subscribers
from broadsheet.subscribers.records import Act, Source
from broadsheet.subscribers.secret import Secret, load_secret
from broadsheet.subscribers.subscribers import (
    Subscribers,
    end_subscriptions,
    suppress_subscriber,
)
from broadsheet.subscribers.suppression import suppressed

__all__ = [
    "Act",
    "Address",
    "Secret",
    "Source",
    "Subscribers",
    "end_subscriptions",
    "load_secret",
    "open_subscribers",
    "read_address",
    "suppress_subscriber",
    "suppressed",
]
