"""The databases that tests of readers and ledger run on."""

from __future__ import annotations

import functools

from postgres_cluster import binaries, new_address

from broadsheet.databases import open_database
from broadsheet.subscribers import Secret, Subscribers

KINDS = ["sqlite", "postgresql"] if binaries() else ["sqlite"]
SECRET = Secret("k" * 32)


def open_kind(kind, folder):
    """Open the database of a kind that belongs to a folder; it is made the first time."""
    return open_database(folder, address(kind, folder), create=True)


@functools.cache
def address(kind, folder):
    """Return what `[send] database` would be."""
    return "subscribers.sqlite" if kind == "sqlite" else new_address()


def open_readers(kind, folder):
    return Subscribers(open_kind(kind, folder), SECRET)
