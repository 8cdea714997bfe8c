"""When a file counts as unchanged without being read."""

from __future__ import annotations

import os

import pytest

from broadsheet import stamps
from broadsheet.stamps import FILE, FOLDER, NOTHING, SETTLED_NS, UNSETTLED, Stamps, stamp

LONG_AGO = 1_000_000_000


@pytest.fixture
def file(tmp_path):
    """A file whose times differ: nobody can set the time of its last change, `ctime`."""
    made = tmp_path / "a.md"
    made.write_bytes(b"text")
    os.utime(made, ns=(LONG_AGO, LONG_AGO))
    return made


def test_a_file_is_young_for_two_seconds_after_it_was_changed(file):
    changed = file.stat().st_ctime_ns
    assert Stamps(file.parent, changed + SETTLED_NS).of("a.md") == UNSETTLED
    assert Stamps(file.parent, changed + SETTLED_NS + 1).of("a.md") != UNSETTLED


def test_a_file_whose_time_was_set_to_the_future_is_young_until_then(file):
    future = file.stat().st_ctime_ns + 10 * SETTLED_NS
    os.utime(file, ns=(future, future))
    assert Stamps(file.parent, future + SETTLED_NS).of("a.md") == UNSETTLED
    assert Stamps(file.parent, future + SETTLED_NS + 1).of("a.md") != UNSETTLED


@pytest.fixture
def later(file):
    """A moment at which the file is settled."""
    return file.stat().st_ctime_ns + 10 * SETTLED_NS


def test_a_change_that_keeps_size_and_time_shows(file, later):
    before = Stamps(file.parent, later).of("a.md")
    assert Stamps(file.parent, later).of("a.md") == before
    file.write_bytes(b"TEXT")
    os.utime(file, ns=(LONG_AGO, LONG_AGO))
    assert file.stat().st_ctime_ns + SETTLED_NS < later
    assert Stamps(file.parent, later).of("a.md") != before


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_bytes(b"longer text"),
        lambda file: os.utime(file, ns=(LONG_AGO, LONG_AGO + 1)),
        lambda file: file.with_suffix(".new").replace(file),
    ],
)
def test_a_file_that_only_we_write_is_known_by_size_time_and_inode(file, change):
    twin = file.with_suffix(".new")
    twin.write_bytes(b"text")
    os.utime(twin, ns=(LONG_AGO, LONG_AGO))
    before = stamp(file)
    assert stamp(file) == before
    change(file)
    if file.read_bytes() != b"text":
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    assert stamp(file) != before
    assert stamp(file.parent / "none") == NOTHING


def test_what_was_asked_for_is_remembered(file, later):
    (file.parent / "folder").mkdir()
    known = Stamps(file.parent, later)
    with known.watching() as seen:
        assert known.of("folder") == known.kind("folder") == FOLDER
        assert known.of("none") == known.kind("none") == NOTHING
        assert known.kind("a.md") == FILE
        assert known.of("nul\0byte") == NOTHING
    assert seen == {"folder": FOLDER, "none": NOTHING, "a.md": FILE, "nul\0byte": NOTHING}
    with known.watching() as seen:
        found = known.of("a.md")
        assert known.kind("a.md") == FILE
    assert seen == {"a.md": found}
    known.note(["b.md"])
    assert known.asked() == {"folder", "none", "a.md", "nul\0byte", "b.md"}


def test_a_file_is_looked_at_once_a_run(file, later):
    known = Stamps(file.parent, later)
    before = known.of("a.md")
    file.unlink()
    assert known.of("a.md") == before


def test_what_is_still_as_it_was(file, later):
    now = Stamps(file.parent, later)
    found = Stamps(file.parent, later).of("a.md")
    assert now.still({})
    assert now.still({"a.md": found, "none": NOTHING})
    assert now.still({"a.md": FILE})
    assert not now.still({"a.md": found, "none": FILE})
    assert not now.still({"a.md": NOTHING})
    assert not Stamps(file.parent, LONG_AGO).still({"a.md": UNSETTLED})


def test_no_two_sequences_of_texts_share_a_digest():
    sequences = [[], [""], ["", ""], ["ab"], ["a", "b"], ["a\0b"], ["b", "a"], ["\ud800"]]
    assert len({stamps.digest_of_texts(texts) for texts in sequences}) == len(sequences)
    assert stamps.digest_of_texts(["a", "b"]) == stamps.digest_of_texts(iter(["a", "b"]))
