"""The readers: addresses, subscriptions, consent, and who must not be written to.

`Subscribers` has the operations on readers, each a transaction. `readers`, `events` and `suppression`
are steps of a transaction that another package opens; `transfer` reads and writes files, and `statistics`
counts.
"""

from __future__ import annotations

from broadsheet.subscribers import events, readers, statistics, suppression, transfer
from broadsheet.subscribers.address import EmailAddress, read_address
from broadsheet.subscribers.opening import open_subscribers
from broadsheet.subscribers.records import Act, Evidence, Subscriber
from broadsheet.subscribers.secret import Secret
from broadsheet.subscribers.subscribers import Subscribers

__all__ = [
    "Act",
    "EmailAddress",
    "Evidence",
    "Secret",
    "Subscriber",
    "Subscribers",
    "events",
    "open_subscribers",
    "read_address",
    "readers",
    "statistics",
    "suppression",
    "transfer",
]
