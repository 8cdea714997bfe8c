"""`publish check --against`: our feed beside what another program publishes, the worst article first."""

from __future__ import annotations

import gzip
import json
from html import escape

import pytest
from conftest import CONFIG

from broadsheet.cli import main
from broadsheet.comparison.words import facts_of

CONFIG = CONFIG.replace("Asia/Shanghai", "UTC")
URL = "https://example.org/"


def item(name, content, **other):
    given = {
        "id": f"{URL}{name}/",
        "url": f"{URL}{name}/",
        "title": name.upper(),
        "date_published": f"2025-01-0{ord(name[0]) - 96}T00:00:00Z",
        "content_html": content,
    }
    return given | other


def feed(folder, *items):
    text = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": list(items)}
    (folder / "theirs.json").write_text(json.dumps(text), encoding="utf-8")


def articles(site, **bodies):
    site.config(CONFIG)
    for name, body in bodies.items():
        date = f"2025-01-0{ord(name[0]) - 96}"
        site.article(f"{name}.md", f"title: {name.upper()}\nsummary: s\ndate: {date}", body)


def against(site, capsys, target="theirs.json", *options):
    command = ["-C", str(site.root), "check", "--against", str(site.root / target), "--json"]
    code = main([*command, "--now", "2026-01-01", *options])
    shown = capsys.readouterr()
    return code, json.loads(shown.out) if shown.out else {}, shown.err


def test_equal_articles_are_equal_whatever_the_quotes_and_markup(site, capsys):
    articles(site, a='It\'s "one" -- *two*.\n\n![p](p.png) [l](https://x.example/y)\n')
    page = "<p>It’s <b>“one”</b> – two.</p><img src='p.png'><a href='https://x.example/y/'>l</a>"
    feed(site.root, item("a", page))
    code, report, told = against(site, capsys, "theirs.json", "--strict")
    assert (code, report["equal"], report["differences"]) == (0, 1, [])
    assert "1 equal, 0 other, 0 missing here, 0 only here" in told


def test_the_worst_comes_first_and_names_what_is_lost(site, capsys):
    articles(site, a="one two three four five six seven eight nine ten\n", b="one\n", c="same\n")
    feed(
        site.root,
        item("a", "<p>one two three four five six seven eight nine ten <b>lost</b></p>"),
        item("b", "<p>one <a href='/link/'>of three</a></p><img src='/pic.png'>"),
        item("c", "same"),
    )
    code, report, _ = against(site, capsys)
    assert code == 1  # b has a third of its words.
    first, second = report["differences"]
    assert (first["path"], second["path"]) == ("content/b.md", "content/a.md")
    assert first["words"] == {"theirs": 3, "kept": 1, "lost": ["of", "three"]}
    assert first["links"]["lost"] == ["example.org/link"]
    assert first["pictures"]["lost"] == ["example.org/pic.png"]
    assert second["words"]["lost"] == ["lost"]
    severities = {(p["path"], p["rule"]): p["severity"] for p in report["problems"]}
    assert severities["content/b.md", "against-words"] == "error"
    assert severities["content/a.md", "against-words"] == "warning"


def test_other_ids_addresses_titles_and_dates(site, capsys):
    articles(site, a="x\n")
    other = {"id": "urn:x:1", "url": f"{URL}b/", "date_published": "2025-01-02T00:00:00Z"}
    feed(site.root, item("a", "x", **other))
    code, report, _ = against(site, capsys)
    (difference,) = report["differences"]
    assert code == 1
    assert difference["other"] == {
        "id": {"theirs": "urn:x:1", "ours": f"{URL}a/"},
        "address": {"theirs": f"{URL}b/", "ours": f"{URL}a/"},
        "date": {"theirs": "2025-01-02T00:00:00+00:00", "ours": "2025-01-01T00:00:00+00:00"},
    }


def test_missing_is_an_error_and_more_a_warning(site, capsys):
    articles(site, a="x\n", b="only here\n", c="y\n", d="newer than theirs\n")
    feed(site.root, item("a", "x"), item("c", "y"))
    code, report, _ = against(site, capsys)
    assert (code, [more["path"] for more in report["more"]]) == (0, ["content/b.md"])
    assert against(site, capsys, "theirs.json", "--strict")[0] == 1
    feed(site.root, item("a", "x"), item("c", "y"), item("b", "z", id="x:1", title="Gone", url=""))
    (site.root / "content/b.md").unlink()
    code, report, _ = against(site, capsys)
    assert (code, report["missing"]) == (1, [{"id": "x:1", "url": "", "title": "Gone"}])


def test_a_feed_of_one_language_lacks_no_article_of_another(site, capsys):
    articles(site, a="x\n", c="y\n")
    site.article("b.md", "title: B\nsummary: s\nlanguage: de\ndate: 2025-01-02", "z")
    feed(site.root, item("a", "x"), item("c", "y"))
    assert against(site, capsys)[1]["more"] == []


def test_what_only_works_on_a_page_is_not_lost(site, capsys):
    film = "https://www.youtube.com/embed/abc"
    articles(site, a=f'<iframe src="{film}"></iframe>\n\n[m](<mailto:a@b.example?body=Hi [x]>)\n')
    page = f'<iframe src="{film}"></iframe><p hidden>no</p><a href="mailto:a@b.example?body=Hi%20[x]">m</a>'
    feed(site.root, item("a", page))
    assert against(site, capsys)[1]["equal"] == 1


def test_a_rendered_site_is_compared_page_by_page(site, capsys):
    articles(site, a="one two\n", b="x\n")
    page = "<html><body><nav>menu</nav><main><header>A</header><h1>A</h1><p>one two {}</main>foot"
    for name, more in (("a", ""), ("b.html", "")):
        file = site.root / "dist" / (name if "." in name else f"{name}/index.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.format(more))
    code, report, _ = against(site, capsys, "dist")
    assert (code, report["articles"], report["equal"]) == (1, 2, 1)
    (difference,) = report["differences"]
    assert (difference["path"], difference["words"]["kept"]) == ("content/b.md", 0)


def test_a_selector_says_what_an_article_is(site, capsys):
    articles(site, a="one\n")
    (site.root / "dist/a").mkdir(parents=True)
    page = "<main><div class='post body'>one</div><p>Related articles"
    (site.root / "dist/a/index.html").write_text(page)
    assert against(site, capsys, "dist")[0] == 1
    assert against(site, capsys, "dist", "--selector", "main .post")[1]["equal"] == 1
    code, _, told = against(site, capsys, "dist", "--selector", "[[")
    assert (code, '"[[" is not a CSS selector; write e.g.' in told) == (1, True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(b"<rss/>", mtime=0), "is gzip; unpack it"),
        (b"<html><p>502", "is no feed but <html>"),
        (b"<urlset/>", "is no feed but <urlset>"),
        (b"", "is not XML"),
        (b'{"a": 1}', "is JSON, but no feed"),
        (b"<rss><channel/></rss>", "has no entry"),
        (b"<" * 1000, "is not XML"),
    ],
)
def test_what_is_no_feed_is_said(site, capsys, content, message):
    articles(site, a="x\n")
    (site.root / "theirs.xml").write_bytes(content)
    code, report, _ = against(site, capsys, "theirs.xml")
    (problem,) = report["problems"]
    assert code == 1
    assert message in problem["message"]


def test_hostile_feeds_take_neither_memory_nor_files(site, capsys, tmp_path):
    """Entities are not expanded, nothing is fetched, and 500 MB are not read."""
    articles(site, a="x\n")
    (tmp_path / "secret.txt").write_text("secret words")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    entities = f'<!ENTITY e0 "lol"><!ENTITY f SYSTEM "file://{tmp_path}/secret.txt">{bomb}'
    deep = escape("<b>" * 200_000 + "x")
    entry = f"<item><title>A</title><description>{deep}&e11;&f;</description></item>"
    text = f"<!DOCTYPE rss [{entities}]><rss><channel>{entry}</channel></rss>"
    (site.root / "theirs.xml").write_text(text)
    code, report, _ = against(site, capsys, "theirs.xml")
    assert (code, report["equal"]) == (0, 1)
    with (site.root / "theirs.xml").open("r+b") as stream:
        stream.truncate(500_000_000)
    assert (
        "is larger than 50 MB" in against(site, capsys, "theirs.xml")[1]["problems"][0]["message"]
    )


@pytest.mark.parametrize("more", [["--fix"], ["content"]])
def test_wrong_usage(site, capsys, more):
    articles(site, a="x\n")
    feed(site.root, item("a", "x"))
    assert against(site, capsys, "theirs.json", *more)[0] == 2
    assert against(site, capsys, "nowhere")[0] == 2


def test_people_see_the_same(site, capsys):
    articles(site, a="x\n")
    feed(site.root, item("a", "x <b>y</b>", id="x:y"), item("b", "z"))
    assert main(["-C", str(site.root), "check", "--against", str(site.root / "theirs.json")]) == 1
    shown = capsys.readouterr().out
    assert shown.splitlines() == [
        f"missing here: B ({URL}b/)",
        "content/a.md: 50%: 1 of 2 words",
        "  words lost: y",
        "  id there: x:y",
        f"      here: {URL}a/",
    ]


@pytest.mark.parametrize(
    "code",
    [
        '<table><tr><td class="gutter"><pre><span class="line">1</span></pre></td><td>x</td></tr></table>',
        '<pre><span class="lnt">1\n</span><span class="line">x</span></pre>',
        '<table><tr><td class="rouge-gutter gl"><pre>1</pre></td><td>x</td></tr></table>',
    ],
)
def test_numbers_of_lines_of_code_are_no_words(code):
    assert facts_of(code).words == ("x",)


@pytest.mark.parametrize("typed", ["a\x08b", "a&#8;b", "<p>\x1b</p>ab", "ab<br>\x0c\x0e"])
def test_control_characters_of_pages_are_no_words(typed):
    """Pages have them where an author pasted them: lxml reads some, and refused to write them."""
    assert "".join(facts_of(f"<div>{typed}</div>").words) == "ab"


def test_addresses_with_dots_are_equal(site, capsys):
    articles(site, a="![p](./p.png)\n")
    feed(site.root, item("a", f'<img src="{URL}a/../a/./p.png">'))
    assert against(site, capsys)[1]["equal"] == 1


def page_of(name, article, *, tags=""):
    newest = (
        "<div class=new><h3>Newest</h3><ul><li><a href=/a/>A</a><li><a href=/b/>B</a></ul></div>"
    )
    plea = "<p>Please <b>write</b> to <a href=mailto:x@y.example>me</a><img src=/me.png></p>"
    return f"<main><h1>{name.upper()}</h1>{article}{tags}<aside>{plea}</aside>{newest}</main>"


def test_what_most_pages_have_alike_is_no_article(site, capsys):
    """Kills a count of menus and pleas, and one that takes the signs of code for them."""
    code = "a<span>.</span>b(<span>self</span>)"
    bodies = {name: f"Words of {name}.\n\n```\na.b(self)\n```\n" for name in "abcdef"}
    articles(site, **bodies)
    for name in bodies:
        (site.root / "dist" / name).mkdir(parents=True)
        text = page_of(name, f"<p>Words of {name}.</p><pre><code>{code}</code></pre>")
        (site.root / f"dist/{name}/index.html").write_text(text)
    lost = "<p>Words that only this page has</p>"
    (site.root / "dist/c/index.html").write_text(page_of("c", f"<p>Words of c.</p>{lost}"))
    _, report, _ = against(site, capsys, "dist")
    (difference,) = report["differences"]
    assert (difference["path"], report["equal"]) == ("content/c.md", 5)
    assert difference["words"]["lost"] == ["words", "that", "only", "this", "page", "has"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ('"Big5" ', "big5hkscs"),
        ("", "utf-8"),
        ("nonsense", "utf-8"),
        ("hex", "utf-8"),
        ("utf-16", "utf-8"),
        ("iso-8859-1", "utf-8-sig"),
        ("utf-8", "utf-16"),
    ],
)
def test_a_page_is_read_in_its_encoding_though_its_title_comes_before_it(
    site, capsys, declared, encoding
):
    articles(site, a="朱镕基 喆 中文\n")
    (site.root / "public/a").mkdir(parents=True)
    meta = f"<meta charset={declared}>" if declared else ""
    page = f"<title>標題 中文</title>{meta}<article><p>朱镕基 喆 中文</p></article>"
    if encoding == "big5hkscs":
        page = page.replace("朱镕基", "中").replace("喆", "文")
        articles(site, a="中 文 中文\n")
    (site.root / "public/a/index.html").write_bytes(page.encode(encoding))
    code, report, _ = against(site, capsys, "public")
    assert (code, report["equal"], report["articles"]) == (0, 1, 1)


def test_latin_pages_have_the_quotes_of_windows(site, capsys):
    articles(site, a="“größer”\n")
    (site.root / "public/a").mkdir(parents=True)
    page = '<meta http-equiv=Content-Type content="text/html; charset=ISO-8859-1"><main>“größer”</main>'
    (site.root / "public/a/index.html").write_bytes(page.encode("cp1252"))
    assert against(site, capsys, "public")[1]["equal"] == 1


@pytest.mark.parametrize(
    "page",
    [
        "<article><p>by Ann on Monday</p><div class='x entry-content'>{}</div></article>",
        "<article><div class=entry-content><footer>by Ann, Tag: X</footer>{}</div></article>",
        "<main><h1>A</h1><p>Ann</p><section class='article-content y'>{}</section></main>",
        "<article><div itemprop=articleBody>{}</div><div class=post-content>other</div></article>",
        "<div class=post-content>other</div><main>{}</main><div class=post-content>more</div>",
        "<div><p>Ann</p><div class=post-body>{}</div></div>",
    ],
)
def test_a_page_is_compared_without_the_byline_of_its_theme(site, capsys, page):
    articles(site, a="one [two](http://localhost:1313/b) ![p](/p.png)\n")
    (site.root / "public/a").mkdir(parents=True)
    content = (
        '<p>one <a href="http://127.0.0.1/b">two</a> <img src="http://localhost:4000/p.png"></p>'
    )
    (site.root / "public/a/index.html").write_text(page.format(content), "utf-8")
    _, report, _ = against(site, capsys, "public")
    assert (report["equal"], report["differences"]) == (1, [])


LONG = "four five six, and whatever else an article has to say of such numbers, which is a lot"
BODY = f"<p>one two three of {{name}}</p><p>{LONG}</p>"
BLOG = (
    "<article><a class=back>all</a><div class='hero'>by Ann, {n} May</div>"
    "<div class='text of-blog'><p class=date>{n} of May</p>{body}<aside class=next>Read on: {n} Owls</aside></div>"
    "<div class=more>Also on day {n}: Otters, Newts and Voles, all in one list</div></article>"
)


def themed(site, count, template, body):
    articles(
        site,
        **{name: f"one two three of {name}\n\n{LONG}\n" for name in "abcdefghi"[:count]},
    )
    for n, name in enumerate("abcdefghi"[:count]):
        (site.root / f"public/{name}").mkdir(parents=True)
        page = template.format(n=n, body=body.format(name=name))
        (site.root / f"public/{name}/index.html").write_text(page, "utf-8")


def test_what_a_theme_puts_around_and_into_the_text_in_most_pages_is_no_loss(site, capsys):
    """Kills: each of the bounds; the end and the beginning; the innermost element."""
    themed(site, 6, BLOG, BODY)
    assert against(site, capsys, "public")[1]["equal"] == 6


@pytest.mark.parametrize(
    "body",
    [
        "<div class=box>seven {name}</div>" + BODY,
        "<p class=x>" + "seven {name} " * 12 + "</p>" + BODY,
        BODY.replace("four", "<span class=y>seven {name}</span> four"),
        BODY + "seven {name}",
        "seven {name}<p class=z>eight</p>" + BODY,
    ],
)
def test_what_an_article_has_itself_is_a_loss(site, capsys, body):
    """Kills: a box of one page, a long one of all, and texts between that would go with the theme's."""
    themed(site, 6, BLOG.replace("<p class=date>{n} of May</p>", ""), body)
    if "box" in body:
        for name in "abc":
            file = site.root / f"public/{name}/index.html"
            file.write_text(
                file.read_text("utf-8").replace(f"<div class=box>seven {name}</div>", ""), "utf-8"
            )
    _, report, _ = against(site, capsys, "public")
    assert {"seven" in d["words"]["lost"] for d in report["differences"]} == {True}
    assert len(report["differences"]) == (3 if "box" in body else 6)


def test_the_text_itself_is_no_byline_however_short_and_uniform(site, capsys):
    """Kills: the longest element of a page that goes with the others."""
    page = "<article><p class=meta>{n} May</p><div class=text>{body}</div><p class=end>by {n}</p></article>"
    themed(site, 6, page, "one two three {name}")
    _, report, told = against(site, capsys, "public")
    assert (report["equal"], report["differences"]) == (6, [])
    assert "without a text" not in told


def test_with_few_pages_all_words_count(site, capsys):
    themed(site, 4, BLOG, BODY)
    assert against(site, capsys, "public")[1]["equal"] == 0
