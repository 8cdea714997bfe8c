"""Characters that XML gives a meaning come through every format as they are."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from feed_samples import ENTRY, document
from lxml import etree

ATOM = {"a": "http://www.w3.org/2005/Atom"}
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"

FRAGMENTS = [
    "<pre>a\rb\r\nc\n\td</pre>",
    "<p>&#38; &#38;amp; &amp;#38; &#x26; &amp;amp;</p>",
    "<p>&lt;b&gt; &amp;lt; ]]&gt; ]]> > \" ' &quot;</p>",
    "<p>…</p>",
    "…<content>…</content:encoded>",
]


@pytest.mark.parametrize("content", FRAGMENTS)
def test_content_reads_back_as_it_was(content):
    entry = replace(ENTRY, content=content)
    atom = etree.fromstring(document("atom", [entry]))
    assert atom.findtext("a:entry/a:content", None, ATOM) == content
    rss = etree.fromstring(document("rss", [entry]))
    assert rss.findtext(f"channel/item/{CONTENT}") == content
    (item,) = json.loads(document("json", [entry]))["items"]
    assert item["content_html"] == content


def test_the_escapes_are_those_of_the_serialiser():
    """So it makes no difference in bytes that content is put in afterwards."""
    for content in FRAGMENTS:
        element = etree.Element("content", type="html")
        element.text = content
        written = etree.tostring(element, encoding="UTF-8")
        assert written in document("atom", [replace(ENTRY, content=content)])


@pytest.mark.parametrize("text", ["&#38;", "&#x26;#38;", "&amp;#38;", "&lt;", "AT&T <b>", "1 < 2"])
def test_texts_read_back_as_they_were(text):
    entry = replace(ENTRY, title=text, summary=text)
    rss = document("rss", [entry])
    assert etree.fromstring(rss).findtext("channel/item/title") == text
    assert b"&lt;" not in rss.partition(b"<title>")[2].partition(b"</title>")[0]
    (item,) = json.loads(document("json", [entry]))["items"]
    assert (item["title"], item["summary"]) == (text, text)
    atom = etree.fromstring(document("atom", [entry])).find("a:entry/a:title", ATOM)
    shown = atom.text
    if atom.get("type") == "html":
        shown = etree.HTML(f"<p>{shown}</p>").findtext(".//p")
    assert shown == text
