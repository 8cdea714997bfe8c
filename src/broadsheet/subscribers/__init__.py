"""The readers: addresses, subscriptions, consent, and who must not be written to."""

from __future__ import annotations

from broadsheet.subscribers import events, suppression
from broadsheet.subscribers.address import Address, read_address
from broadsheet.subscribers.importing import ImportOptions
from broadsheet.subscribers.opening import open_subscribers
from broadsheet.subscribers.records import ALL_EDITIONS, Act, ImportReport, Source, Subscriber
from broadsheet.subscribers.secret import Secret
from broadsheet.subscribers.statistics import IssueCount, Statistics, read_statistics
from broadsheet.subscribers.subscribers import (
    FINAL,
    Subscribers,
    add_reader,
    end_many,
    end_subscriptions,
    suppress_subscriber,
)
from broadsheet.subscribers.transfer import export_lines, import_readers

__all__ = [
    "ALL_EDITIONS",
    "FINAL",
    "Act",
    "Address",
    "ImportOptions",
    "ImportReport",
    "IssueCount",
    "Secret",
    "Source",
    "Statistics",
    "Subscriber",
    "Subscribers",
    "add_reader",
    "end_many",
    "end_subscriptions",
    "events",
    "export_lines",
    "import_readers",
    "open_subscribers",
    "read_address",
    "read_statistics",
    "suppress_subscriber",
    "suppression",
]
