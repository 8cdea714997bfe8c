"""Mutation: each rule's bad example, planted into a good feed, is found by that rule alone."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from collections import Counter

import pytest
from conftest import NOW
from feed_plants import plant
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.checks import catalogue  # noqa: F401 - registers the rules
from broadsheet.checks.feeds.check_feed import MOST, check_feed
from broadsheet.checks.feeds.feed_file import FILE_RULES
from broadsheet.checks.feeds.grammar import FEED_RULES
from broadsheet.checks.feeds.json_rules import JSON_RULES

RULES = [*FEED_RULES.rules, *JSON_RULES.rules]
PLANTED = {"self-other": "https://example.org/atom.xml"}
"""Where the feed of an example lies, for the one rule that compares."""


def problems(path, content, url=""):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(check_feed(path, path.name, NOW, url).problems)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "feed.xml"


@pytest.mark.parametrize("example", ["<entry></entry>", "<item></item>", "{}"])
def test_a_good_feed_is_clean(file, example):
    assert problems(file, plant(example)) == []


def test_extensions_that_are_valid_anywhere_are_so_inside_media_content(file):
    media = (
        '<media:content xmlns:media="http://search.yahoo.com/mrss/" url="https://example.org/a.mov">'
        "{}</media:content>"
    )
    terms = '<dcterms:valid xmlns:dcterms="http://purl.org/dc/terms/">2025</dcterms:valid>'
    assert problems(file, plant(f"<item>{media.format(terms)}</item>")) == []
    found = problems(file, plant(f"<item>{media.format('<media:film/>')}</item>"))
    assert [problem.rule for problem in found] == ["element-unknown"]


def test_translations_may_share_their_time(file):
    feed = plant(next(rule.bad for rule in RULES if rule.id == "entry-time-repeated"))
    assert problems(file, feed.replace("<entry>", '<entry xml:lang="en">', 1)) == []
    found = problems(file, feed.replace("<entry>", '<entry xml:lang="en">'))
    assert [problem.rule for problem in found] == ["entry-time-repeated"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_bad_example_is_found_by_its_rule_and_by_no_other_error(file, rule):
    found = problems(file, plant(rule.bad), PLANTED.get(rule.id, ""))
    assert rule.id in {problem.rule for problem in found}
    assert {problem.rule for problem in found if problem.severity == "error"} <= {rule.id}
    for problem in found:
        if problem.rule == rule.id:
            assert problem.severity is rule.severity
            assert problem.line
            assert "; " in problem.message


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_good_example_is_clean(file, rule):
    found = problems(file, plant(rule.good), PLANTED.get(rule.id, ""))
    assert [f for f in found if f.rule == rule.id or f.severity == "error"] == []


@pytest.mark.parametrize(
    "rule",
    [
        rule
        for rule in FILE_RULES.rules
        if not rule.bad.startswith("(") and rule.id != "feed-packed"
    ],
    ids=lambda rule: rule.id,
)
def test_a_file_that_is_no_feed(file, rule):
    (problem,) = problems(file, rule.bad)
    assert problem.rule == rule.id
    assert "; " in problem.message


def test_a_file_that_is_not_there(file):
    (problem,) = check_feed(file, "feed.xml", NOW).problems
    assert problem.rule == "feed-unreadable"
    (problem,) = check_feed(file.parent, "feed.xml", NOW).problems
    assert problem.rule == "feed-unreadable"


def test_a_packed_file(file):
    (problem,) = problems(file, gzip.compress(plant("<item></item>").encode()))
    assert (problem.rule, "gzip" in problem.message) == ("feed-packed", True)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_other_encodings_are_read(file, encoding):
    text = '<?xml version="1.0"?>\n' + plant("<item><title>微软</title></item>")
    found = [] if encoding == "utf-8-sig" else ["encoding-rare"]
    assert [problem.rule for problem in problems(file, text.encode(encoding))] == found


def test_a_declared_encoding_is_read(file):
    text = '<?xml version="1.0" encoding="gb18030"?>\n' + plant("<item><title>微软</title></item>")
    (problem,) = problems(file, text.encode("gb18030"))
    assert (problem.rule, "gb18030" in problem.message) == ("encoding-rare", True)
    (problem,) = problems(file, text.replace("gb18030", "utf-8").encode("gb18030"))
    assert (problem.rule, problem.line) == ("feed-encoding", 2)


LAYERS = [f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(11)]
BOMB = f'<!DOCTYPE rss [<!ENTITY a0 "aaaaaaaaaa">{"".join(LAYERS)}]>\n'


@pytest.mark.parametrize(
    "prolog",
    [
        BOMB,
        '<!DOCTYPE rss [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>\n',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p; <!ENTITY a11 "x">]>\n',
        f'<!DOCTYPE rss [<!ENTITY a11 "{"x" * 100_000}">]>\n',
    ],
    ids=["bomb", "file", "parameter", "quadratic"],
)
def test_entities_are_named_and_never_expanded(file, prolog):
    tracemalloc.start()
    started = time.process_time()
    text = prolog + plant("<item><description>" + "&a11;" * 1000 + "</description></item>")
    found = problems(file, text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {f.rule for f in found if f.severity == "error"} <= {"entity-declared", "entity-unknown"}
    assert any(f.rule == "entity-declared" for f in found)
    assert time.process_time() - started < 10
    assert peak < 30_000_000


def test_a_huge_file_is_not_read_to_its_end(file):
    with file.open("wb") as stream:
        stream.write(b'<rss version="2.0"><channel>')
        stream.truncate(200_000_000)
    started = time.process_time()
    (problem,) = check_feed(file, "feed.xml", NOW).problems
    assert problem.rule == "feed-large"
    assert time.process_time() - started < 10


@pytest.mark.parametrize("inside", ["<a>" * 1000 + "</a>" * 1000, "<a/>" * 300_000])
def test_too_many_elements(file, inside):
    (problem,) = problems(file, f'<rss version="2.0"><channel>{inside}</channel></rss>')
    assert problem.rule == "feed-large"


@pytest.mark.parametrize("example", ["<item><guid>x</guid></item>", '{"id": 1}'])
def test_a_fault_that_comes_a_million_times_is_said_some_times(file, example):
    if example.startswith("{"):
        feed = plant("{}").replace('"items": [', '"items": [' + f"{example}," * 20_000)
    else:
        feed = plant("<item></item>").replace("</channel>", example * 20_000 + "</channel>")
    counts = Counter(problem.rule for problem in problems(file, feed))
    assert max(counts.values()) == MOST


def test_what_python_alone_takes_for_json(file):
    (problem,) = problems(file, plant("{}").replace('"A feed"', "NaN"))
    assert (problem.rule, "NaN" in problem.message) == ("feed-malformed", True)


def test_deep_json(file):
    (problem,) = problems(file, '{"version": ' + "[" * 100_000 + "]" * 100_000 + "}")
    assert problem.rule == "feed-malformed"


def test_a_number_longer_than_python_reads(file):
    (problem,) = problems(file, '{"version": ' + "9" * 5000 + "}")
    assert (problem.rule, "number" in problem.message) == ("feed-malformed", True)


@pytest.mark.parametrize(
    ("inner", "rule"),
    [
        (f"<managingEditor>{'(' * 5000}</managingEditor>", "contact"),
        (f"<item><description>{'&lt;a href=&quot;' * 200_000}</description></item>", "html-torn"),
    ],
)
def test_text_that_would_take_forever(file, inner, rule):
    text = f"<rss version='2.0'><channel><title>t</title>{inner}</channel></rss>"
    assert rule in {problem.rule for problem in problems(file, text)}


@given(st.binary(max_size=300))
def test_no_bytes_break_it(tmp_path, data):
    for head in (
        b"",
        b"<rss version='2.0'><channel>",
        b'{"version": "https://jsonfeed.org/version/1.1", ',
    ):
        list(problems(tmp_path / "x.xml", head + data))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "url", "tags", "authors", "items", "title", "version", "attachments", "date_published"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(["items", "title", "authors", "hubs", "icon"]), _json, max_size=4
    )
)
def test_no_json_breaks_it(tmp_path, data):
    feed = {"version": "https://jsonfeed.org/version/1.1"} | data
    list(problems(tmp_path / "x.json", json.dumps(feed)))


_names = st.sampled_from(
    [
        "feed",
        "entry",
        "title",
        "content",
        "link",
        "author",
        "name",
        "id",
        "source",
        "rss",
        "channel",
        "item",
        "guid",
        "div",
        "category",
    ]
)
_attributes = st.dictionaries(
    st.sampled_from(["type", "src", "href", "rel", "isPermaLink", "xml:lang", "xml:base"]),
    st.sampled_from(["", "xhtml", "html", "text", "image/png", "self", "http://[", "::", "true"]),
    max_size=2,
)
_tree = st.recursive(
    st.tuples(_names, _attributes, st.just([])),
    lambda inner: st.tuples(_names, _attributes, st.lists(inner, max_size=4)),
    max_leaves=15,
)  # fmt: skip


def _xml(tree):
    name, attributes, children = tree
    shown = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{shown}>x{''.join(map(_xml, children))}</{name}>"


@given(_tree, st.booleans())
def test_no_tree_breaks_it(tmp_path, tree, atom):
    start, end = (
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "</feed>")
        if atom
        else ('<rss version="2.0"><channel>', "</channel></rss>")
    )
    list(problems(tmp_path / "x.xml", start + _xml(tree) + end))


@pytest.mark.parametrize(
    ("snippet", "rule", "marked"),
    [
        ("<entry><updated>yesterday</updated></entry>", "date", "yesterday"),
        ('<entry><link href="a b"/></entry>', "uri", "a b"),
        ("<item><guid>x y</guid></item>", "guid-permalink", "x y"),
        ("<channel><langauge>en</langauge></channel>", "element-unknown", "<langauge"),
        ('<entry><category term="a" nme="b"/></entry>', "attribute-unknown", "nme="),
    ],
)
def test_the_caret_stands_below_the_fault(file, snippet, rule, marked):
    found = [f for f in problems(file, plant(snippet)) if f.rule == rule]
    assert [f.excerpt[f.column - 1 : f.column - 1 + f.width] for f in found] == [marked]
