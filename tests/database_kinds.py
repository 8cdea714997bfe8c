"""The databases that tests of readers and ledger run on."""

from __future__ import annotations

from broadsheet.databases import open_database
from broadsheet.subscribers import Secret, Subscribers

KINDS = ["sqlite"]
SECRET = Secret("k" * 32)


def open_kind(kind, folder):
    """Open a new database of a kind, or open it again."""
    return open_database(folder, "subscribers.sqlite", create=True)


def open_readers(kind, folder):
    return Subscribers(open_kind(kind, folder), SECRET)
