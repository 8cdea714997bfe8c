"""The manifest: what it says is read back, and its bytes depend on nothing else."""

from __future__ import annotations

import json

import pytest

from broadsheet.output.disk import explain
from broadsheet.output.manifest import (
    MANIFEST,
    TEMPORARY,
    VERSION,
    Manifest,
    file_hash,
    is_as_left,
    read_manifest,
    run_mark,
)
from broadsheet.stamps import stamp

FULL = Manifest({"b": "2", "a/微.xml": "1"}, "T <u>", {"i/2": ("x", "y"), "i/1": ()})


def test_what_it_says_is_read_back(tmp_path):
    (tmp_path / MANIFEST).write_bytes(FULL.encode())
    assert read_manifest(tmp_path) == FULL


def test_its_bytes_are_in_order_and_readable():
    text = FULL.encode().decode()
    assert text.endswith("\n}\n")
    assert "a/微.xml" in text
    data = json.loads(text)
    assert list(data) == ["version", "site", "files", "issues"]
    assert list(data["files"]) == ["a/微.xml", "b"]
    assert data["issues"] == {"i/1": "", "i/2": "x y"}


def test_what_there_is_nothing_to_say_of_is_left_out():
    assert json.loads(Manifest({}).encode()) == {"version": VERSION, "files": {}}


def test_half_a_character_in_a_name_does_not_stop_a_run():
    assert b'"a?": "1"' in Manifest({"a\ud83d": "1"}).encode()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"version": 1}', b'{"version": 2, "files": {"a": "1"}}'],
)
def test_a_damaged_one_counts_as_empty(tmp_path, content):
    (tmp_path / MANIFEST).write_bytes(content)
    assert read_manifest(tmp_path) == Manifest()


def test_out_is_as_it_was_left(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    left = {"a": ("", stamp(tmp_path / "a")), "b": ("", "")}
    assert is_as_left(tmp_path, left)
    assert not is_as_left(tmp_path, left | {"b": ("", "1")})
    run_mark(tmp_path).touch()
    assert not is_as_left(tmp_path, left)


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert file_hash(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223"


@pytest.mark.parametrize(
    ("error", "place", "message"),
    [
        (OSError(28, "Full", "o/a"), "o/a", "Full; free some space; as it was"),
        (OSError(122, "Quota", "o/a"), "o/a", "Quota; free some space; as it was"),
        (OSError(1, "No", f"o/t/a{TEMPORARY}"), "o/t", "No; make it writable, or choose another"),
        (
            OSError(13, "No", None),
            "out",
            "No; make it writable, or choose another folder with --out",
        ),
        (OSError(20, "No folder", "o"), "o", "No folder; move that file away, or choose another"),
        (OSError(5, "Broken", "o"), "o", "Broken; fix it and run again; as it was"),
    ],
)
def test_what_the_system_refuses_is_explained(tmp_path, error, place, message):
    found = explain(error, tmp_path / "out", "as it was")
    assert found.path == (str(tmp_path / "out") if place == "out" else place)
    assert found.message.startswith(message)
