"""Quotes, dashes and dots: what Hugo 0.168, kramdown 2.4 and hexo-renderer-marked 7.0 made of the same."""

from __future__ import annotations

import re
from html import unescape

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.markdown.commonmark.converter import CommonMark
from broadsheet.markdown.flavour import Flavour

SHOWN = [
    ('He said "don\'t".', "He said “don’t”.", "He said “don’t”.", "He said “don’t”."),
    ("the '80s, 'n' it", "the ’80s, ’n’ it", "the ’80s, ‘n’ it", "the ‘80s, ‘n’ it"),
    ("rock 'twas", "rock ’twas", "rock ‘twas", "rock ‘twas"),
    ("\"'Quoted' words,\" he", "“‘Quoted’ words,” he", "“‘Quoted’ words,” he", "“‘Quoted’ words,” he"),
    ('A 5" disk, a "6".', 'A 5" disk, a “6”.', "A 5” disk, a “6”.", "A 5” disk, a “6”."),
    ('("so") ["no"]', "(“so”) [“no”]", "(“so”) [“no”]", "(“so”) [“no”]"),
    ('*"x"*, "*x*"', "“x”, “x”", "“x”, “x”", "“x”, “x“"),
    ('"`c`" `"c"`', '“<c>” <"c">', '“<c>” <"c">', '“<c>“ <"c">'),
    ("a--b---c----d...", "a–b—c—-d…", "a–b—c—-d…", "a–b—c—-d…"),
    ("“so” &ldquo;x&#8221; '", "“so” “x” '", "“so” “x” ‘", "“so” “x” ‘"),
    ('`&ldquo;“&#8220;` "', '<&ldquo;“&#8220;> "', "<&ldquo;“&#8220;> “", "<&ldquo;“&#8220;> “"),
    ('[a "l"](u“) "[a](u)"', "a “l” “a”", "a “l” “a”", "a “l” “a“"),
    ('\\"esc\\" "not"', '"esc" “not”', '"esc" “not”', '"esc" “not”'),
    ("\"one\ntwo\" 'three'", "“one\ntwo” ’three'", "“one\ntwo” ‘three’", "“one\ntwo” ‘three’"),
    ("The Smiths' \"he's\".", "The Smiths’ “he’s”.", "The Smiths’ “he’s”.", "The Smiths’ “he’s”."),
    ("<b>\"bold\"</b>'s", "“bold”’s", "“bold”’s", "“bold”‘s"),
    ("«own» &laquo;x&#187;", "«own» «x»", "«own» «x»", "«own» «x»"),
    ("if a << b >> c", "if a « b » c", "if a «~b~» c", "if a << b >> c"),
    ("it is '' or \"\"", 'it is ’’ or ""', "it is ‘’ or “”", "it is ‘’ or “”"),
]  # fmt: skip


def shown(name, text, **flavour):
    html = CommonMark(Flavour(typography=name, **flavour)).convert(text, "p")[0]
    html = html.replace("<code>", "&lt;").replace("</code>", "&gt;").replace("\xa0", "~")
    return unescape(re.sub(r"<[^<>]*>", "", html)).strip()


@pytest.mark.parametrize(("text", "goldmark", "kramdown", "marked"), SHOWN)
def test_each_converter_has_its_own_quotes(text, goldmark, kramdown, marked):
    found = [shown(name, text) for name in ("goldmark", "kramdown", "marked")]
    assert found == [goldmark, kramdown, marked]


def test_a_quote_that_stays_open_ends_with_its_paragraph():
    assert shown("goldmark", '"open\n\n1" x') == '“open\n1" x'


def test_addresses_and_raw_html_keep_what_was_typed():
    text = '[x](a“--b "it\'s") <i title="a--b“">--</i>\n\n<p>\n"x" &hellip; “\n</p>\n'
    html = CommonMark(Flavour(typography="goldmark")).convert(text, "p")[0]
    assert '<a href="a%E2%80%9C--b" title="it\'s">x</a> <i title="a--b“">–</i>' in html
    assert '<p>\n"x" &hellip; “\n</p>' in html


def test_goldmark_makes_links_of_addresses_behind_quotes():
    convert = CommonMark(Flavour(typography="goldmark")).convert
    link = '<a href="http://www.a.org/b">www.a.org/b</a>'
    assert convert('"www.a.org/b".', "p")[0] == f"<p>“{link}”.</p>\n"
    assert convert('["www.a.org"](u)', "p")[0] == '<p><a href="u">“www.a.org”</a></p>\n'
    assert convert("“www.a.org”", "p")[0] == "<p>“www.a.org”</p>\n"


@pytest.mark.parametrize(
    ("engine", "name", "text", "expected"),
    [
        (
            "jekyll",
            "_config.yml",
            "kramdown:\n  smart_quotes: [apos, apos, quot, quot]\n",
            '"it\'s" –',
        ),
        (
            "jekyll",
            "_config.yml",
            "kramdown:\n  smart_quotes: lsquo,rsquo,bdquo,ldquo\n",
            "„it’s“ –",
        ),
        ("jekyll", "_config.yml", "markdown: CommonMark\n", '"it\'s" --'),
        ("hexo", "_config.yml", "marked:\n  quotes: «»“”\n", "«it”s» –"),
        ("hexo", "_config.yml", "marked:\n  smartypants: false\n", '"it\'s" --'),
        ("hugo", "hugo.toml", "[markup.goldmark.extensions]\ntypographer = false\n", '"it\'s" --'),
        (
            "hugo",
            "hugo.toml",
            '[markup.goldmark.extensions.typographer]\nleftDoubleQuote = "&laquo;"\nenDash = "-"\n',
            "«it’s” -",
        ),
    ],
)
def test_configurations_choose_quotes(tmp_path, engine, name, text, expected):
    (tmp_path / name).write_text(text, encoding="utf-8")
    site = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n'
    config = parse_config(f'{site}[content]\ndialect = "{engine}"\n', tmp_path, resolve)
    room = next(e for e in ENGINES.values() if e.name == engine)
    html = CommonMark(room.flavour_of(config)).convert('"it\'s" --', "p")[0]
    assert unescape(html) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('a "b" `c`\'i', "a “b” <code>c</code>’i"),
        ("'d' e '90 \"x", "‘d’ e ’90 “x"),
        ('这是"未就绪"，(“q”)', "这是“未就绪“，(“q”)"),
        ("*'f'* don't \"*g*\"--h", "<em>‘f’</em> don’t “<em>g</em>”–h"),
        ("'a\n\nb'", "’a</p>\n<p>b’"),
        ("[x](y)'s << z", '<a href="y">x</a>’s &lt;&lt; z'),
        ("a---b ---- c", "a—b –– c"),
    ],
)
def test_zolas_quotes_are_pulldown_cmarks(text, shown):
    """What pulldown-cmark 0.9.2 (`-P`) makes of each text."""
    html, _ = CommonMark(Flavour(typography="pulldown")).convert(text, "p")
    assert html.strip() == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('by "[actors](x)" via', 'by “<a href="x">actors</a>” via'),
        ("`C`'s C's **A**'s", "<code>C</code>’s C’s <strong>A</strong>’s"),
        ("'tools *for*' are", "‘tools <em>for</em>’ are"),
        ("He, \"'Q' w\" in the '80s", "He, “‘Q’ w” in the ’80s"),
        ('("x") *"a"* "b &amp;"', "(“x”) <em>“a”</em> “b &amp;”"),
        ("'demos.'\"", "‘demos.‘”"),
        ("<< a", "&lt;&lt; a"),
        ('am I?"—an "x"', "am I?”—an “x”"),
        ("He: 'It is.'\" More", "He: ‘It is.‘” More"),
        ("rock-'n'-roll", "rock-‘n’-roll"),
        ("a\"b \"\" '''", "a”b \"\" '''"),
        ('"Yes!" "No!" ("x").', "“Yes!” “No!” (“x”)."),
        ('"x." said. "Y"', "“x.” said. “Y”"),
        ('多么不易!"人口"。"三"', "多么不易!”人口”。“三”"),
        ("'s a 's b", "’s a ‘s b"),
        ('x."y x."Y', "x.”y x.”Y"),
        ('"...and" ..."', "“…and” …”"),
        ('a, "; b end. "; b', "a, ”; b end. ”; b"),
        ('a  \n"b"', "a<br />\n”b”"),
        ('a\n"b"', "a\n“b”"),
        ("“'tis” ’'x", "“‘tis” ’‘x"),
        ('<b>"x"</b> \\\'y', "<b>“x”</b> 'y"),
        ('e.g."x" "_y_"', "e.g.”x” “<em>y</em>”"),
        ("x-'y-\"z", "x-‘y-”z"),
    ],
)
def test_quartzs_quotes_are_retexts(text, shown):
    """What remark-smartypants 3 makes of each text, except escaped quotes."""
    html, _ = CommonMark(Flavour(typography="retext")).convert(text, "p")
    assert html.strip().replace("&quot;", '"') == f"<p>{shown}</p>"


def test_retext_joins_the_text_of_blocks():
    """Between cells and behind a heading there is nothing, before a paragraph a space."""
    text = (
        '## A\n"b"\n\n| "c" | "d" |\n|---|---|\n| ! | "e" |\n\n- "f"\n- \'g\'\n\n```\n"h"\n```\n"i"'
    )
    html, _ = CommonMark(Flavour(typography="retext")).convert(text, "p")
    shown = re.sub(r"<[^<>]*>|\s", "", html.replace("&quot;", '"'))
    assert shown == 'A“b""c""d”!“e”“f”‘g’"h"“i”'


@pytest.mark.parametrize(("name", "shown"), [("retext", "“b” x “c”"), ("retext-2", "”b” x ”c”")])
def test_before_a_paragraph_is_nothing_to_old_versions_of_remark_smartypants(name, shown):
    html, _ = CommonMark(Flavour(typography=name)).convert('a\n\n"b" x\n\n- "c"\n', "p")
    assert " ".join(re.sub(r"<[^<>]*>", " ", html).split()) == f"a {shown}"


def test_line_ends_that_are_breaks_are_white_space_to_retext():
    flavour = Flavour(typography="retext", options=frozenset({"hardbreaks"}))
    html, _ = CommonMark(flavour).convert('a\n"b"', "p")
    assert html == "<p>a<br />\n“b”</p>\n"
