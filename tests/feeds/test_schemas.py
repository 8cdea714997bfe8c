"""Documents against the published grammars of their formats."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from feed_samples import ENTRIES, FULL_SITE, PLAIN_SITE, document
from lxml import etree

SCHEMA = Path(__file__).parent / "schema"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
CASES = [(ENTRIES, FULL_SITE), (ENTRIES[:1], PLAIN_SITE), ((), PLAIN_SITE)]


@pytest.fixture(scope="module")
def atom_schema():
    return etree.RelaxNG(etree.parse(SCHEMA / "atom.rng"))


@pytest.fixture(scope="module")
def json_schema():
    schema = json.loads((SCHEMA / "jsonfeed-1.1.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize(("entries", "site"), CASES)
def test_atom_follows_rfc_4287_appendix_b(atom_schema, entries, site):
    atom_schema.assertValid(etree.fromstring(document("atom", entries, site)))


@pytest.mark.parametrize(
    "fault",
    [
        (b"id>", b"ID>"),
        (b"T01:00:00+08:00</updated>", b"</updated>"),
        (b' href="https://example.org/a/"', b""),
        (b'content type="html"', b'content type="CDATA"'),
        (b"<author>", b"<author><p/>"),
    ],
)
def test_the_atom_schema_finds_faults(atom_schema, fault):
    right = document("atom", ENTRIES, FULL_SITE)
    wrong = etree.fromstring(right.replace(*fault), etree.XMLParser(recover=True))
    assert not atom_schema.validate(wrong)


def test_atom_entries_follow_the_schematron_rules_of_rfc_4287():
    feed = etree.fromstring(document("atom", ENTRIES, PLAIN_SITE))
    for entry in feed.iterfind("a:entry", ATOM):
        alternates = entry.findall("a:link[@rel='alternate']", ATOM)
        assert len({(a.get("type"), a.get("hreflang")) for a in alternates}) == len(alternates) == 1
        assert entry.find("a:author/a:name", ATOM).text


@pytest.mark.parametrize(("entries", "site"), CASES)
def test_json_follows_the_json_feed_schema(json_schema, entries, site):
    json_schema.validate(json.loads(document("json", entries, site)))


@pytest.mark.parametrize(
    ("key", "value"),
    [("url", "no url at all"), ("date_published", "2025-13-01T00:00:00Z"), ("id", 1)],
)
def test_the_json_feed_schema_finds_faults(json_schema, key, value):
    feed = json.loads(document("json", ENTRIES))
    feed["items"][0][key] = value
    assert not json_schema.is_valid(feed)
