"""JSON feeds that no program should write: what can be read of them is."""

from __future__ import annotations

import json

import pytest

from broadsheet.fetching import json_feed

VERSION = "https://jsonfeed.org/version/1.1"
GOOD = {"id": "a", "url": "https://a.example/1", "content_html": "<p>x"}


def read(**fields):
    return json_feed.read(json.dumps({"version": VERSION, **fields}).encode(), "https://a.example/")


@pytest.mark.parametrize("wrong", [5, "abc", {"a": 1}, True, None])
def test_what_should_be_a_list_may_be_anything(wrong):
    assert read(items=wrong)["entries"] == []
    (entry,) = read(
        authors=wrong, items=[GOOD | dict.fromkeys(("tags", "authors", "attachments"), wrong)]
    )["entries"]
    assert (entry["id"], entry["body"]) == ("a", "<p>x")


def test_half_a_character_costs_no_entry():
    found = read(title="\ud83d", items=[GOOD | {"title": "\udc00b", "content_html": "<p>\ud800"}])
    json.dumps(found, ensure_ascii=False).encode()
    assert found["entries"][0]["title"] == "?b"
    assert found["entries"][0]["body"] == "<p>?"
