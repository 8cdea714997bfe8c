"""Whole documents, byte for byte. After a wanted change: UPDATE_GOLDEN=1 pytest tests/feeds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from feed_samples import ENTRIES, FULL_SITE, PLAIN_SITE, document

from broadsheet.feeds import FORMATS

GOLDEN = Path(__file__).parent / "golden"
CASES = {
    "full": (ENTRIES, FULL_SITE),
    "plain": (ENTRIES[:1], PLAIN_SITE),
    "empty": ((), PLAIN_SITE),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FORMATS)
def test_document_is_the_golden_one(name, case):
    made = document(name, *CASES[case])
    file = GOLDEN / case / FORMATS[name].filename
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made)
    assert made.decode() == file.read_bytes().decode()


@pytest.mark.parametrize("name", FORMATS)
def test_an_entry_has_the_same_bytes_in_every_feed(name):
    form = FORMATS[name]
    entry = form.entry(ENTRIES[0])
    assert entry == form.entry(ENTRIES[0])
    for entries, site in CASES.values():
        assert (entry in document(name, entries, site)) == bool(entries)
