"""The readers: addresses, subscriptions, consent, and who must not be written to."""

from __future__ import annotations

from broadsheet.subscribers.address import Address, read_address
from broadsheet.subscribers.exporting import csv_lines, is_own_csv
from broadsheet.subscribers.importing import ImportOptions, import_file
from broadsheet.subscribers.json_file import import_json, is_own_json, json_lines
from broadsheet.subscribers.opening import open_subscribers
from broadsheet.subscribers.records import Act, ImportReport, Source, Subscriber
from broadsheet.subscribers.secret import Secret, load_secret
from broadsheet.subscribers.statistics import (
    DayCount,
    Departure,
    DomainCount,
    IssueCount,
    SourceCount,
    Statistics,
    read_statistics,
)
from broadsheet.subscribers.subscribers import (
    Subscribers,
    end_subscriptions,
    suppress_subscriber,
)
from broadsheet.subscribers.suppression import suppressed

__all__ = [
    "Act",
    "Address",
    "DayCount",
    "Departure",
    "DomainCount",
    "ImportOptions",
    "ImportReport",
    "IssueCount",
    "Secret",
    "Source",
    "SourceCount",
    "Statistics",
    "Subscriber",
    "Subscribers",
    "csv_lines",
    "end_subscriptions",
    "import_file",
    "import_json",
    "is_own_csv",
    "is_own_json",
    "json_lines",
    "load_secret",
    "open_subscribers",
    "read_address",
    "read_statistics",
    "suppress_subscriber",
    "suppressed",
]
