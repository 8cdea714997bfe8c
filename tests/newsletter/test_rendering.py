"""The letter's HTML and text: whole, light enough, and the same for one input."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from newsletter_samples import PICTURE, article, config, context, written

from broadsheet.columns import columns
from broadsheet.errors import TemplateError
from broadsheet.markdown import cut
from broadsheet.model import Person
from broadsheet.newsletter.render import sent_size
from broadsheet.text import one_line

FULL = """
group_by = "tags"
description = "All about feeds"
unsubscribe = "https://example.org/u/%%token%%"
address = "1 Main Street"
links = { "About us" = "/about/" }
"""
ARTICLES = [
    article("lead", "x", image=PICTURE, title="微软 & <b>OpenAI</b>"),
    article("1", "x", "y"),
    article("2", "x", language="ar", title="العدد"),
    article("3", summary=""),
]


def parsed(files: dict[str, bytes], name: str = "email.html") -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(files[name].decode())


def test_the_letter_has_all_that_it_should() -> None:
    made = context(ARTICLES, config(FULL))
    page = parsed(written(made))
    assert made.problems == []
    assert page.get("lang") == "en"
    assert [h.text_content().strip() for h in page.iter("h1", "h2", "h3")] == [
        "Broadsheet Weekly",
        "微软 & <b>OpenAI</b>",
        "x",
        "Title 1",
        "العدد",
        "More stories",
        "Title 3",
    ]
    links = [link.get("href") for link in page.iter("a")]
    assert links[1:] == [
        "https://example.org/digests/weekly/2025-W25/",
        "https://example.org/about/",
        "https://example.org/lead/",
        "https://example.org/lead/",
        "https://example.org/lead/",
        "https://example.org/1/",
        "https://example.org/2/",
        "https://example.org/3/",
        "https://example.org/digests/weekly/2025-W25/",
        "https://example.org/digests/weekly/",
        "https://example.org/u/%%token%%",
    ]
    (image,) = page.iter("img")
    assert [image.get(key) for key in ("src", "alt", "width", "height")] == [
        PICTURE.url,
        "",
        "536",
        "302",
    ]
    assert "max-width:536px" in image.get("style")
    (arabic,) = page.xpath("//h3[@lang='ar']")
    assert arabic.get("dir") == "rtl"
    text = page.text_content()
    for part in ("All about feeds", "Jun 16", "4 articles", "1 Main Street", "Sent by Ada"):
        assert part in text


def test_styles_are_inlined_and_dark_mode_is_kept() -> None:
    html = written(context(ARTICLES, config(FULL)))["email.html"].decode()
    assert html.startswith("<!DOCTYPE html>")
    (style,) = re.findall("<style.*?</style>", html, re.DOTALL)
    assert "@media (prefers-color-scheme: dark)" in style
    assert "color: #ecebe6 !important" in style
    without = html.replace(style, "")
    assert "!important" not in without
    assert "var(" not in html
    page = lxml_html.document_fromstring(without)
    assert all(element.get("style") for element in page.iter("h1", "h2", "h3", "p", "img"))


def test_nothing_is_left_where_there_is_nothing() -> None:
    page = parsed(written(context([article("a", summary="", body="")])))
    assert list(page.iter("img")) == []
    assert all(
        element.text_content().strip() or element.get("class") == "heading rule"
        for element in page.iter("p", "h1", "h2", "h3", "td")
    )


def test_the_text_has_the_same_stories_in_the_same_order() -> None:
    files = written(context(ARTICLES, config(FULL)))
    text = files["email.txt"].decode()
    stories = [a.get("href") for a in parsed(files).iter("a")]
    footer = stories[-3:]
    order = [text.find(url + "\n") for url in dict.fromkeys(stories[3:-3])]
    assert order == sorted(order)
    assert min(order) > 0
    assert all(columns(line) <= 72 for line in text.splitlines() if "https://" not in line)
    assert all(f" <{url}>\n" in text for url in (stories[2], *footer))
    assert "微软 & <b>OpenAI</b>" in text
    assert "\n\n\n\n" not in text


def test_a_long_issue_of_many_headings_lists_them_and_leads_to_them_on_the_web() -> None:
    articles = [article(str(n), f"t{n % 3}") for n in range(15)]
    files = written(context(articles, config('group_by = "tags"')))
    (line,) = parsed(files).find_class("parts")
    assert " ".join(line.text_content().split()) == "In this issue t1 5 · t2 5 · t0 4"
    assert [part.text for part in parsed(files).find_class("kicker")] == ["t0"]
    page = "https://example.org/digests/weekly/2025-W25/"
    ids = parsed(files, "index.html").xpath("//section/h2/@id")
    assert [link.get("href") for link in line.iter("a")] == [f"{page}#{name}" for name in ids]
    assert parsed(files, "index.html").xpath("//nav//li/a/@href") == [f"#{name}" for name in ids]
    assert "\nIn this issue  t1 5 · t2 5 · t0 4\n" in files["email.txt"].decode()
    few = written(context(articles[:9], config('group_by = "tags"')))
    assert parsed(few).find_class("parts") == []
    assert "In this issue" not in few["email.txt"].decode()


def test_headings_that_have_no_room_in_the_line_of_contents_are_on_the_web() -> None:
    articles = [article(str(n), f"a heading of words {n % 4}") for n in range(20)]
    files = written(context(articles, config('group_by = "tags"')))
    (line,) = parsed(files).find_class("parts")
    *_, last = line.iter("a")
    url = "https://example.org/digests/weekly/2025-W25/"
    assert (last.text, last.get("href"), last.tail) == ("More stories", url, "\xa0")
    assert "In this issue  a heading of words 1 5 · More stories\n" in files["email.txt"].decode()


def test_lines_of_links_at_the_end_have_marks_between_them_in_outlook_alone() -> None:
    digest = (
        'preferences = "https://example.org/p/%%token%%"\nsubscribe = "/join/"\n'
        'footer_links = { Help = "/help/" }\nsocial = { Mastodon = "https://m.example/" }\n'
    )
    html = written(context(ARTICLES, config(FULL + digest)))["email.html"].decode()
    page = lxml_html.document_fromstring(html)
    lines = [[a.text for a in p.iter("a")] for p in page.iter("p") if p.find_class("tap")]
    assert lines == [
        ["Read on the web", "All issues", "Subscribe by e-mail", "Help", "Mastodon"],
        ["Preferences", "Unsubscribe"],
    ]
    assert "·" not in "".join(p.text_content() for p in page.iter("p") if p.find_class("tap"))
    assert html.count("<!--[if mso]>&middot; <![endif]-->") == 5
    assert {"padding:11px 18px 11px 0"} <= set(page.find_class("tap")[0].get("style").split("; "))


def test_webmail_that_drops_html_and_body_keeps_language_and_direction() -> None:
    files = written(context(ARTICLES, config(FULL, 'language = "ar"')))
    (outermost,) = parsed(files).find_class("around")
    assert (outermost.get("lang"), outermost.get("dir")) == ("ar", "rtl")
    assert "table-layout:fixed" in outermost.get("style")


def test_controls_of_windows_1252_become_what_was_meant() -> None:
    articles = [
        article("a", "x\x92y", title="You\x92re", summary="a\x96b", authors=(Person("O\x92H"),))
    ]
    digest = 'group_by = "tags"\nfooter = "x\x92y"\naddress = "x\x92y"\ndescription = "x\x92y"'
    files = written(context(articles, config(digest)))
    for name in ("email.html", "email.txt", "index.html"):
        text = files[name].decode()
        assert not re.search("[\x80-\x9f]", text), name
        assert "You’re" in text


def test_the_whole_box_of_a_button_is_its_link_and_44_pixels_high() -> None:
    (button,) = parsed(written(context([article("a")], config()))).find_class("press")
    assert "padding:11px 24px" in button.get("style")
    assert "line-height:22px" in button.get("style")


def test_a_letter_that_would_be_cut_off_is_shortened_and_says_so() -> None:
    made = context(
        [article(str(n), summary="word " * 90) for n in range(400)], config("limit = 400")
    )
    files = written(made)
    assert 30_000 < len(files["email.html"]) < sent_size(files["email.html"].decode()) <= 100_000
    (problem,) = made.problems
    assert re.search(
        "2025-W25 has 400 articles, and its e-mail [0-9]+ of them and", problem.message
    )
    html, text, page = (files[name].decode() for name in ("email.html", "email.txt", "index.html"))
    assert "Read all 400 articles on the web" in html
    assert "Read all 400 articles on the web" in text
    shown = [n for n in range(400) if f"https://example.org/{n}/" in html]
    assert shown == [n for n in range(400) if f"https://example.org/{n}/\n" in text]
    assert len(shown) < 400
    assert all(f"https://example.org/{n}/" in page for n in range(400))


def test_a_limit_shortens_the_email_and_says_so_in_it() -> None:
    articles = [article(str(n), f"t{n % 2}") for n in range(9)]
    made = context(articles, config('group_by = "tags"\nlimit = 5'))
    files = written(made)
    assert list(made.problems) == []
    for name in ("email.html", "email.txt"):
        text = files[name].decode()
        assert "9 articles" in text
        assert "Read all 9 articles on the web" in text
        assert sum(f"https://example.org/{n}/" in text for n in range(9)) == 5
    assert all(f"https://example.org/{n}/" in files["index.html"].decode() for n in range(9))


def test_what_cannot_be_shortened_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "digest"
    folder.mkdir(parents=True)
    (folder / "letter.html").write_text("<!DOCTYPE html><html><body>" + "x" * 101_000)
    made = context([article("a")], config(root=tmp_path))
    assert len(written(made)["email.html"]) > 100_000
    assert "has 101 KB with one article, more than max_bytes (100000)" in made.problems[0].message


@settings(max_examples=25)
@given(st.text(max_size=80), st.text(max_size=200))
def test_any_title_and_summary_are_shown_as_typed(title: str, summary: str) -> None:
    page = parsed(written(context([article("a", title=title, summary=summary)])))
    shown = [" ".join(element.text_content().split()) for element in page.iter("h2", "p")]
    forbidden = re.compile("[\ufffe\uffff\ud800-\udfff]")
    for text in (one_line(title), cut(one_line(summary), 960)):
        assert not text or forbidden.search(text) or " ".join(text.split()) in shown


def test_right_to_left() -> None:
    html = written(context(ARTICLES, config('first = "2025-W01"', site='language = "ar"')))[
        "email.html"
    ].decode()
    assert '<html lang="ar" dir="rtl"' in html
    assert "العدد \u206825\u2069" in html
    assert "Geeza Pro" in html


def test_headings_keep_their_direction_in_a_letter_that_runs_right_to_left() -> None:
    made = context(
        [article("a", "C++"), *(article(f"{n}", "C++" if n < 3 else "C#") for n in range(5))],
        config('group_by = "tags"', site='language = "ar"'),
    )
    files = written(made)
    for name in ("email.html", "index.html"):
        page = parsed(files, name)
        shown = {e.text_content() for e in page.iter("p", "h2") if "heading" in e.get("class", "")}
        shown |= {e.text_content() for e in page.iter("p") if "kicker" in e.get("class", "")}
        assert shown == {"\u2068C++\u2069", "\u2068C#\u2069"}, name


def test_lines_of_korean_end_between_words() -> None:
    def sheets(language: str) -> list[str]:
        files = written(context(ARTICLES, config(site=f'language = "{language}"')))
        rules = (
            re.search(r"\n(?:\.sheet|body) {[^}]*anywhere[^}]*}", files[name].decode())
            for name in ("email.html", "index.html")
        )
        return ["keep-all" if "keep-all" in (rule or [""])[0] else "any" for rule in rules]

    assert sheets("ko") == ["keep-all", "keep-all"]
    assert sheets("zh-CN") == ["any", "any"]


def test_colours_of_the_edition() -> None:
    digest = '[digest.weekly.colours]\naccent = "#00f"\nbackground = "#ffffff"'
    html = written(context(ARTICLES, config(digest)))["email.html"].decode()
    assert "color:#00f;" in html
    assert "#a8400c" not in html


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<p>{{ nope }}</p>", "templates/digest/letter.html:1: 'nope' is undefined"),
        ("<p>\n{{ letter.nope }}</p>", "templates/digest/letter.html:2:"),
        ("a\n\n{% if %}", "templates/digest/letter.html:3:"),
        ("{% include 'digest/nope.html' %}", 'there is no template "digest/nope.html"'),
        ("\n{{ 1 + 'a' }}", "templates/digest/letter.html:2: TypeError"),
        ("\n{{ say('nope') }}", "templates/digest/letter.html:2: KeyError: 'nope'"),
        ("", "templates/digest/letter.html: gives no HTML page"),
        ("{# later #}\n<!-- later -->\n", "templates/digest/letter.html: gives no HTML page"),
        ("<?xml version='1.0' encoding='utf-8'?><p>x</p>", "letter.html: gives no HTML page"),
    ],
)
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    folder = tmp_path / "templates" / "digest"
    folder.mkdir(parents=True)
    (folder / "letter.html").write_text(text)
    with pytest.raises(TemplateError) as caught:
        written(context(ARTICLES, config(root=tmp_path)))
    assert says in str(caught.value)


SCRIPT = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from newsletter_samples import article, config, context, of_edition, written
articles = [article(str(n), f"t{n % 3}", f"u{n % 2}", title="微软 %d" % n) for n in range(12)]
made = context(articles, config('group_by = "tags"', 'language = "zh-CN"'), ["2025-W24", "2025-W25"])
for files in (written(made), of_edition(made)):
    for name, content in sorted(files.items()):
        print(name, hashlib.sha256(content).hexdigest())
"""


@pytest.mark.slow
def test_the_same_bytes_under_another_zone_locale_and_hash_seed() -> None:
    def run(**variables: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(Path(__file__).parent)],
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    first = run(TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    other = run(TZ="America/New_York", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert first == other
    assert len(first.splitlines()) == 9
