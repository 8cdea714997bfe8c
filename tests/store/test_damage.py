"""Stores that are damaged in any way: a build gives what it gives without one."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from settled import Site, trusting

FLIPS = int(os.environ.get("FLIPS", "25"))
"""How often bits of a store are turned over; `FLIPS=500 make test` takes some minutes."""


@pytest.fixture
def site(tmp_path):
    with trusting():
        folder = Site(tmp_path)
        folder.article("a.md", "title: Alpha\ntags: [x, y]", "Alpha text. [to b](b.md)\n")
        folder.article("b.md", "title: Beta\ntags: [y]", "Beta text.\n")
        folder.build()
        yield folder


def truncate(file):
    os.truncate(file, 5000)


def scribble(file):
    with file.open("r+b") as stream:
        stream.seek(100)
        stream.write(os.urandom(file.stat().st_size - 200))


def sql(statement):
    def spoil(file):
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            connection.execute(statement)

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        truncate,
        scribble,
        sql("UPDATE maker SET versions = 'of the future'"),
        sql("DELETE FROM serialised"),
        sql("UPDATE serialised SET content = CAST(replace(content, 'Alpha', 'Aloha') AS BLOB)"),
        sql("UPDATE readings SET record = replace(record, 'Alpha', 'Aloha')"),
        sql("UPDATE entries SET links = '{'"),
        sql("UPDATE records SET content = 'x'"),
        sql("ALTER TABLE entries RENAME COLUMN source TO sauce"),
        Path.unlink,
        lambda file: file.write_bytes(b"x"),
    ],
)
def test_a_spoiled_store_is_made_anew(site, spoil):
    spoil(site.root / ".publish/store.sqlite")
    site.article("b.md", "title: Better\ntags: [y]")
    site.build()
    assert site.tree() == site.clean_tree()
    assert "Better" in site.tree()["atom.xml"].decode()


def test_bits_turned_over(site):
    """SQLite notices pages that make no sense; the rest is for the rows' own checksums."""
    store = site.root / ".publish/store.sqlite"
    content = store.read_bytes()
    shutil.copytree(site.out, site.root / "before")
    site.article("b.md", "title: Better\ntags: [y]")
    expected = site.clean_tree()
    chance = random.Random(1)
    for _ in range(FLIPS):
        shutil.rmtree(site.out)
        shutil.copytree(site.root / "before", site.out)
        spoiled = bytearray(content)
        for _ in range(chance.choice([1, 3, 20])):
            spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        for file in store.parent.glob("store*"):
            file.unlink()
        store.write_bytes(spoiled)
        site.build()
        assert site.tree() == expected
