"""What follows a bare URL in a text without spaces is read as Markdown."""

from __future__ import annotations

import time

import pytest

from broadsheet.markdown import Flavour
from broadsheet.markdown.commonmark import autolinks
from broadsheet.markdown.commonmark.autolinks import (
    end_links,
    with_typed_marked,
    with_typed_whole,
)
from broadsheet.markdown.commonmark.converter import CommonMark


def shown(text, at=""):
    html, _ = CommonMark(Flavour(urls_end_at=at)).convert(text, "p")
    return html.strip().removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "见https://a.org/b?c=d。看[e](https://f.org/g)。",
            '见<a href="https://a.org/b?c=d">https://a.org/b?c=d</a>。看<a href="https://f.org/g">e</a>。',
        ),
        (
            "www.a.org/b，**c**和`d`",
            '<a href="http://www.a.org/b">www.a.org/b</a>，<strong>c</strong>和<code>d</code>',
        ),
        (
            "见https://a.org，及https://b.org；*c*",
            '见<a href="https://a.org">https://a.org</a>，及'
            '<a href="https://b.org">https://b.org</a>；<em>c</em>',
        ),
        ("[见https://a.org。**b**](/c)", '<a href="/c">见https://a.org。<strong>b</strong></a>'),
        ("`https://a.org/b。[c](d)`", "<code>https://a.org/b。[c](d)</code>"),
        ("[a](https://a.org/。_b_)", '<a href="https://a.org/%E3%80%82_b_">a</a>'),
    ],
)
def test_a_url_ends_before_marks_behind_full_width_punctuation(text, expected):
    """Kills: marks swallowed by the URL, code and addresses changed, and `www.` without a scheme."""
    assert shown(text) == expected
    assert shown(text, "ascii") == expected


def test_a_url_that_ends_at_spaces_keeps_its_marks():
    """Kills: one end for all engines."""
    assert shown("https://a.org/b，[c](d)", "spaces").count("<a ") == 1


@pytest.mark.parametrize(
    "unit", ["http://a.b/。[", "http://a.b/。[ ", "www.a.b。_", "http://a.b/。_见"]
)
def test_many_urls_take_linear_time(unit):
    started = time.process_time()
    shown(unit * (20_000 // len(unit)))
    assert time.process_time() - started < 2


def test_a_link_that_shows_another_address_keeps_its_own():
    """Kills: the end of what is shown taken for the end of the address."""
    html = '<a href="https://a.org/bcd">https://a.org/b…</a>'
    assert end_links(html) == html
    bare = '<a href="https://a.org/b%E2%80%A6c">https://a.org/b…c</a>'
    assert end_links(bare) == '<a href="https://a.org/b">https://a.org/b</a>…c'


def test_links_with_chinese_marks_behind_them_cost_no_parse(monkeypatch):
    """Kills: what is taken for a bare URL behind the words of a link or between angle brackets."""
    monkeypatch.delattr(autolinks, "Scan")
    text = "见[a](https://a.org/b)，**c** 与<https://a.org/d>。[e](/f)"
    assert autolinks.apart_from_marks(text, "http", "") == text


@pytest.mark.parametrize("at", ["", "ascii", "spaces"])
@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[https://a.org/b。c/](https://a.org/b。c/)。d", "https://a.org/b%E3%80%82c/"),
        ("<https://a.org/b。c/>。d", "https://a.org/b%E3%80%82c/"),
        ('[https://a.org/b。c/](https://a.org/b。c/ "t")。d', "https://a.org/b%E3%80%82c/"),
        ("[https://a.org/b。c/][x]。d\n\n[x]: https://a.org/b。c/", "https://a.org/b%E3%80%82c/"),
        ("[https://a.org/b。c/](/e)。d", "/e"),
    ],
)
def test_a_url_that_is_the_words_of_a_link_is_whole(at, text, address):
    """Kills: ending it as if it were bare, and a mark that stays in its address or in its words."""
    html, _ = CommonMark(Flavour(urls_end_at=at)).convert(with_typed_marked(text), "p")
    html = end_links(with_typed_whole(html), at)
    html = html.replace(' title="t"', "").replace(' class="typed"', "").strip()
    assert html == f'<p><a href="{address}">https://a.org/b。c/</a>。d</p>'


@pytest.mark.parametrize(
    ("typed", "behind"),
    [
        ("&#8221;", "”"),
        ("&#x201D;, &#33;", "”, !"),
        ("&#34;x", "&quot;x"),
        ("&#8221;。*c*", "”。<em>c</em>"),
    ],
)
def test_a_letter_by_its_number_is_no_part_of_a_url(typed, behind):
    link = '<a href="https://a.org/b?c=1&amp;d">https://a.org/b?c=1&amp;d</a>'
    assert shown(f"&#8220;https://a.org/b?c=1&d{typed}") == f"“{link}{behind}"


@pytest.mark.parametrize("end", ["/#8221", "&#8221x", "?a&#12345678"])
def test_an_address_with_such_signs_stays_whole(end):
    assert shown(f"https://a.org/b{end}").count("</a>") == 1
    assert shown(f"https://a.org/b{end}").endswith("</a>")


def test_what_follows_a_url_in_goldmark_is_markdown_if_all_is_ascii_too():
    link = '<a href="https://a.org/b">https://a.org/b</a>'
    assert shown(r"https://a.org/b\_64/c", "ascii") == f"{link}_64/c"
    assert shown("https://a.org/b|`c`", "ascii") == f"{link}|<code>c</code>"
    assert shown(r"https://a.org/b\_64", "spaces").endswith(r"b\_64</a>")
