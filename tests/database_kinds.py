"""The databases that tests of readers, ledger, sending, bounces and subscription pages run on.

A test module that has `pytestmark = on_each_database` runs once for each; there, databases are opened by
`open_here`, or where `place` says.
"""

from __future__ import annotations

import functools
import os

import pytest
from postgres_cluster import binaries, new_address

from broadsheet.databases import open_database
from broadsheet.subscribers import Secret, Subscribers

KINDS = ["sqlite", "postgresql"] if binaries() or os.environ.get("CI") == "true" else ["sqlite"]
MARKED = [
    pytest.param(kind, marks=pytest.mark.programs if kind == "postgresql" else ()) for kind in KINDS
]
SECRET = Secret("k" * 32)
NAME = "subscribers.sqlite"

on_each_database = [
    pytest.mark.usefixtures("database_kind"),
    pytest.mark.parametrize("database_kind", MARKED, indirect=True),
]
_current = ["sqlite"]
_opened = []


@pytest.fixture
def database_kind(request):
    """Let `place` be of this kind during a test."""
    _current.append(request.param)
    yield request.param
    _current.pop()
    while _opened:
        _opened.pop().close()


def place(folder):
    """Return what `[send] database` says in a folder, for the kind of the test that runs."""
    return address(_current[-1], folder)


def open_here(folder):
    """Open the database of a folder until the test ends."""
    _opened.append(open_database(folder, place(folder), create=True))
    return _opened[-1]


def open_kind(kind, folder):
    """Open the database of a kind that belongs to a folder; it is made the first time."""
    return open_database(folder, address(kind, folder), create=True)


@functools.cache
def address(kind, folder):
    """Return what `[send] database` would be."""
    return NAME if kind == "sqlite" else new_address()


def open_readers(kind, folder):
    return Subscribers(open_kind(kind, folder), SECRET)
