"""Links that markdown-it makes with `linkify`. Expected are those of markdown-it 14.1 with linkify-it 5.0."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest

from broadsheet.engines.markdown_it import MarkdownItSettings
from broadsheet.markdown import Flavour
from broadsheet.markdown.commonmark.converter import CommonMark

LINKIFY = MarkdownItSettings(
    breaks=False, typographer=False, linkify=True, quotes=None, plugins=frozenset()
)


def html_of(text: str) -> str:
    html, _ = CommonMark(LINKIFY.flavour(Flavour(has_indented_code=False))).convert(text, "p")
    return html


def words_of_links(text: str) -> str:
    found = re.findall(r'<a href="[^"]*">(.*?)</a>', html_of(text))
    return " ".join(unescape(re.sub("<[^<>]*>", "", words)) for words in found)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("read neocities.example, neocities.org, and more.", "neocities.org"),
        ("(shop.name) and “moon.info”", "shop.name moon.info"),
        ("socket.io, main.rs or README.md", "socket.io main.rs README.md"),
        ("index.html and sun.com.zz", ""),
        ("e.g. v1.2.is 3.in U.S.A.", "v1.2.is 3.in"),
        ("a_b.org -c.org .d.org @e.org /f.org :g.org", ""),
        ("+h.org $i.org =j.org", "h.org i.org j.org"),
        ("moon.org:80/x moon.org:99999", "moon.org:80/x"),
        ("moon.org/ moon.org#a moon.org?b moon.org!c", "moon.org/ moon.org#a moon.org?b moon.org"),
        ("moon.org's and moon.org-b", "moon.org"),
        ("moon.org/a(b)c moon.org/a(b moon.org/[c", "moon.org/a(b)c moon.org/a moon.org/"),
        ('moon.org/it\'s/\'all\'/"said"', "moon.org/it's/'all"),
        ("moon.org/a, moon.org/b. moon.org/c! moon.org/d? moon.org/e;", "moon.org/a moon.org/b moon.org/c moon.org/d moon.org/e"),
        ("moon.org/a..b moon.org/c... moon.org/d--e-", "moon.org/a..b moon.org/c moon.org/d--e-"),
        ("看moon.org吧，看 moon.org 吧。看：moon.org。", "moon.org moon.org"),
        ("月亮.com 月亮.中国 президент.рф ☾.ws", "月亮.com президент.рф ☾.ws"),
        ("moon.xn--p1ai/x", "moon.рф/x"),
        ("www.moon.org/b_c_d *www.sun.org/a*b", "www.moon.org/b_c_d www.sun.org/a"),
        ("www.moon.zzz www. www.a_b.org", ""),
        ("https://moon.zzz/x HTTP://SUN https://a-b/c", "https://moon.zzz/x HTTP://SUN https://a-b/c"),
        ("https://moon/a_b_c_ **https://sun.org/d**", "https://moon/a_b_c_ https://sun.org/d"),
        ("https://moon.org，then https://sun.org/a，b", "https://moon.org https://sun.org/a，b"),
        ("https://-a.org https://b-.org https://c..d https://e_f.org", "https://c"),
        ("https://me:word@moon.org/x https://me@moon.org:8080", "https://me:word@moon.org/x https://me@moon.org:8080"),
        ("https://moon.org:70000/x https://moon.org:65535/y", "https://moon.org:65535/y"),
        ("xhttps://moon.org git+https://moon.org 看https://moon.org", "https://moon.org"),
        ("[the https://moon.org/a] {https://moon.org/b} (https://moon.org/c)", "https://moon.org/a https://moon.org/b https://moon.org/c"),
        ('https://moon.org/a"b https://moon.org/a>b', "https://moon.org/a https://moon.org/a"),
        ("https://moon.org/a｜b", "https://moon.org/a"),
        ("[moon.org](/a) ![sun.org](/b) `star.org` <https://sky.org/a>", "moon.org https://sky.org/a"),
        ('<a href="/x">moon.org https://moon.org</a> <b>sun.org b</b>', "moon.org https://moon.org sun.org"),
        ("a | b\n-|-\nmoon.org/x|https://sun.org/a", "moon.org/x https://sun.org/a"),
        ("ftp://moon.org/x //moon.org/y x//sun.org http:////sky.org", "ftp://moon.org/x //moon.org/y"),
        ("mailto:me@moon mailto:you@sun.org xmailto:it@sky.org", "mailto:me@moon mailto:you@sun.org xmailto:it@sky.org"),
        ("me@moon.org, (you@sun.org) them+1@sky.co.uk!", "me@moon.org you@sun.org them+1@sky.co.uk"),
        ("me@moon me@moon.zzz me@moon.org的 看me@moon.org me@-a.org", ""),
        ("me!you@moon.org me@moon.org:80 me@192.168.1.1", "me@192.168.1.1"),
        ("moon.org/@me moon.org/me@sun.org", "moon.org/@me moon.org/me@sun.org"),
        ('"me"@moon.org :me@moon.org', 'me"@moon.org :me@moon.org'),
        ("javascript://moon.org tel:1 data:x.org", ""),
    ],
)  # fmt: skip
def test_what_becomes_a_link(text, links):
    assert words_of_links(text) == links


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("moon.org", "http://moon.org"),
        ("www.moon.org", "http://www.moon.org"),
        ("//moon.org/a", "//moon.org/a"),
        ("me@moon.org", "mailto:me@moon.org"),
        ("MAILTO:me@moon.org", "MAILTO:me@moon.org"),
        ("https://moon.org/a?b=c&d", "https://moon.org/a?b=c&amp;d"),
        ("moon.org/a?b=c&d", "http://moon.org/a?b=c&amp;d"),
    ],
)
def test_the_address_of_a_link(text, address):
    assert f'<a href="{address}">' in html_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.org/b_c_ d", '<a href="https://a.org/b_c_">https://a.org/b_c_</a> d'),
        ("*www.a.org/b*c", '<em><a href="http://www.a.org/b">www.a.org/b</a></em>c'),
        ("**a.org** & <b>", '<strong><a href="http://a.org">a.org</a></strong> &amp; <b>'),
        (r"http\://a.org", "http://a.org"),
        ("[xn--v4h.com](https://xn--v4h.com)", '<a href="https://xn--v4h.com">xn--v4h.com</a>'),
        ("https://xn--v4h.com", '<a href="https://xn--v4h.com">https://☮.com</a>'),
        ("https://xn--€.com", '<a href="https://xn--%E2%82%AC.com">https://xn--€.com</a>'),
    ],
)
def test_emphasis_escapes_and_letters_of_links(text, expected):
    """Kills a search before emphasis for names, one behind it for URLs, and escaped schemes."""
    assert html_of(text).strip() == f"<p>{expected}</p>"


def test_names_of_hosts_keep_their_letters_without_linkify():
    """Kills letters in a link that only we make of a URL."""
    settings = MarkdownItSettings(
        breaks=False, typographer=False, linkify=False, quotes=None, plugins=frozenset()
    )
    html, _ = CommonMark(settings.flavour(Flavour())).convert("http://xn--v4h.com/%C3%A9", "p")
    assert ">http://xn--v4h.com/é</a>" in html


@pytest.mark.parametrize(
    "unit",
    ["a.org ", "http://a.org/(", "a+a.org", "a$a.org", ".org", "a@b.org", 'a"@', "//a.b", "http://a@", "𝒂.org",
     "a.org/'", "<a>http://a.org</a> ", "www.", "xn--a."],
)  # fmt: skip
def test_many_links_take_linear_time(unit):
    started = time.process_time()
    html_of(unit * (20_000 // len(unit)))
    assert time.process_time() - started < 2
