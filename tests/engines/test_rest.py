"""reStructuredText: headers as Pelican and Nikola read them, bodies by docutils."""

import contextlib
import gc
import json
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from engine_sites import EngineSite, copy_site

from broadsheet.markdown.bodies.restructured import to_html
from broadsheet.process import uncollected

ATOM = "{http://www.w3.org/2005/Atom}"
CONF = """\
AUTHOR = "Ada"
SITENAME = "A"
SITEURL = "https://a.example"
PATH = "content"
TIMEZONE = "Europe/Paris"
DEFAULT_LANG = "en"
FEED_ALL_ATOM = "feeds/all.atom.xml"
"""
ARTICLES = {
    "first.rst": "First: a title\n##############\n\n:date: 2025-01-02 10:00\n:tags: a, Two words\n:category: News\n"
    ":authors: Bo; Cy\n:slug: own\n:summary: In *short*\n\nText with ``code`` and a `link <https://x.example/>`_.\n",
    "over.rst": "=======\nÜnïcode\n=======\n\n:date: 2025-01-03\n:modified: 2025-01-04\n\nText.\n\nA heading\n---------\n\nMore.\n",
    "draft.rst": "Draft\n=====\n\n:date: 2025-01-05\n:status: draft\n\nText.\n",
    "plain.md": "Title: In Markdown\nDate: 2025-01-06\n\nText.\n",
}


@pytest.fixture
def pelican(tmp_path):
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", CONF)
    for name, text in ARTICLES.items():
        site.write(f"content/{name}", text)
    assert site.publish("init") == 0
    return site


def test_articles_in_restructuredtext_are_pelicans_own(pelican):
    pelican.run("pelican", "content", "-s", "pelicanconf.py", "-o", "output", "--quiet")
    feed = ET.parse(pelican.root / "output/feeds/all.atom.xml")
    theirs = {
        (
            entry.find(f"{ATOM}link").get("href"),
            entry.find(f"{ATOM}title").text,
            entry.find(f"{ATOM}published").text,
            entry.find(f"{ATOM}author/{ATOM}name").text,
        )
        for entry in feed.iter(f"{ATOM}entry")
    }
    found, problems = pelican.read()
    assert problems == []
    ours = {
        (a.permalink, a.title, a.published.isoformat(), a.authors[0].name) for a in found.articles
    }
    assert ours == theirs


@pytest.mark.parametrize("name", ["code", "code-block", "sourcecode"])
def test_code_may_have_more_words_than_its_language(name):
    """Kills: a directive that is not registered, or that takes one word."""
    html, unknown = to_html(f".. {name}:: none bash\n\n   $ ls <a>\n")
    assert "$ ls &lt;a&gt;" in html
    assert not unknown


def test_literals_are_code():
    """docutils itself writes spans, which show nothing without its style sheet."""
    assert to_html("a ``b  <c>`` d")[0] == "<p>a <code>b  &lt;c&gt;</code> d</p>"


def test_headers_of_restructuredtext(pelican):
    found, _ = pelican.read()
    first = next(article for article in found.articles if article.slug == "own")
    assert dict(first.terms) == {
        "tags": ("a", "Two words"),
        "categories": ("News",),
        "author": ("Bo", "Cy"),
    }
    assert first.summary == "In short"
    assert first.body_line == 10


def items(site):
    assert site.publish("build", "--now", "2026-01-01") == 0
    feed = json.loads((site.out / "feed.json").read_text("utf-8"))
    return {item["url"].rstrip("/").rpartition("/")[2]: item for item in feed["items"]}


def test_bodies_are_html(tmp_path):
    site = copy_site("nikola", tmp_path)
    assert site.publish("init") == 0
    rest = items(site)["rest"]
    content = rest["content_html"]
    assert '<em>emphasis</em> and a <a href="https://x.example/">link</a>' in content
    assert "<blockquote>\n<p><strong>Note</strong></p>\n<p>A note.</p>\n</blockquote>" in content
    assert "<h2>A heading</h2>" in content
    assert "<pre><code>x = 1</code></pre>" in content.replace("\n</code>", "</code>")
    assert rest["summary"] == "Text with emphasis and a link."


HOSTILE = """\
.. include:: /etc/hostname

.. raw:: html
   :file: /etc/hostname

.. raw:: html

   <script>alert(1)</script><b>raw</b>

.. csv-table:: t
   :file: /etc/hostname

.. sparkle:: x

.. youtube:: abc

Unknown |thing|_ and :role:`text`.

{{ not a shortcode }}
"""


def test_no_file_is_read_and_what_is_unknown_is_named(pelican, capsys):
    head = "Hostile\n=======\n\n:date: 2025-02-01\n:slug: hostile\n\n"
    pelican.write("content/hostile.rst", head + HOSTILE)
    content = items(pelican)["hostile.html"]["content_html"]
    assert Path("/etc/hostname").read_text("utf-8").strip() not in content
    assert "script" not in content
    assert "<b>raw</b>" in content
    assert "https://www.youtube.com/watch?v=abc" in content
    assert "System Message" not in content
    assert "text" in content and "{{ not a shortcode }}" in content
    assert (
        "content/hostile.rst:19: warning: shortcode sparkle is unknown" in capsys.readouterr().err
    )


def test_docutils_is_asked_for(pelican, capsys, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert pelican.publish("build") == 1
    assert (
        "content/draft.rst: is reStructuredText, which needs docutils, of the extra rst; "
        in capsys.readouterr().err
    )


def laughs(levels):
    """Return substitutions of which each stands for the next one, twice."""
    lines = (f".. |a{n}| replace:: |a{n + 1}| |a{n + 1}|\n" for n in range(levels))
    return "".join(lines) + f".. |a{levels}| replace:: x\n\n|A0|\n"


def test_substitutions_that_double_one_another_are_a_named_problem(pelican, capsys):
    head = "Bomb\n====\n\n:date: 2025-02-01\n\n"
    pelican.write("content/bomb.rst", head + laughs(40))
    started = time.process_time()
    assert pelican.publish("build", "--keep-going") == 1
    assert time.process_time() - started < 5
    said = (
        "content/bomb.rst: cannot be converted: ValueError: substitutions stand for more than 10000"
    )
    assert said in capsys.readouterr().err
    assert to_html(laughs(3))[0] == f"<p>{' '.join('x' * 8)}</p>"
    assert to_html(".. |a| replace:: b |a|\n\n|a|\n")[0] == "<p>|a|</p>"


def test_a_role_that_one_article_defines_is_unknown_to_the_next():
    role = ".. role:: html(raw)\n   :format: html\n\n"
    assert "<i>x</i>" in to_html(f"{role}:html:`<i>x</i>`")[0]
    assert "<i>x</i>" not in to_html(":html:`<i>x</i>`")[0]


@pytest.mark.parametrize("piece", ["|a\n", "`a ", "*[a]: b\n", "a_ ", "**a "])
def test_marks_without_an_end_are_refused_in_time(piece):
    started = time.process_time()
    with contextlib.suppress(ValueError):
        to_html(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 5
    with pytest.raises(ValueError, match="more marks"):
        to_html("|a\n" * 10_000)
    assert (
        to_html("A *b* and ``c``, `d <https://e.org/>`_ and |f\n\n" * 1000)[0].count("<em>") == 1000
    )


def test_what_docutils_leaves_is_collected_also_where_a_run_stopped_the_collector():
    text = "* * *\n" * 300
    to_html(text)
    gc.collect()
    with uncollected():
        before = len(gc.get_objects())
        for _ in range(4):  # Each leaves 250,000 objects, if nobody collects them.
            to_html(text)
        assert len(gc.get_objects()) - before < 100_000
        assert not gc.isenabled()


@pytest.mark.parametrize("is_short", [True, False])
def test_a_short_quotation_is_as_its_engine_writes_it(is_short):
    """Pelican writes HTML 4 (docutils.writers.html4css1), Nikola HTML 5."""
    html, _ = to_html("   a\n\nx\n\n   b\n\n   c\n\n      d\n", is_html4=is_short)
    short = [f"<blockquote>\n{each}</blockquote>" in html for each in "ad"]
    assert short == [is_short, is_short]
    assert "<blockquote>\n<p>b</p>\n<p>c</p>\n<blockquote>" in html


def test_pictures_without_words_have_none():
    """As Pelican has them: docutils shows the address. Kills: words that are given replaced."""
    html, _ = to_html(".. figure:: a.png\n\n.. image:: b.png\n   :alt: c\n")
    assert '<img alt="" src="a.png"' in html
    assert '<img alt="c" src="b.png"' in html


LANGUAGE = 'SITENAME = "A"\nSITEURL = "https://e.org"\nDEFAULT_LANG = "de"\n'
BODY = """\
.. note:: Words [#]_ and :math:`x^2`.

.. [#] *Told*.

::

   a  b
"""


def test_pelican_has_the_html_of_docutils_4(tmp_path):
    """Kills: titles in English, quotations for admonitions, lists of notes and bare TeX."""
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", LANGUAGE)
    site.write("content/a.rst", f"Told\n====\n\n:date: 2025-02-01\n\n{BODY}")
    assert site.publish("init") == 0
    content = items(site)["told.html"]["content_html"]
    assert content.startswith("<div>\n<p>Bemerkung</p>")
    assert "<blockquote>" not in content
    assert "<sup>2</sup>" in content
    assert "<td><em>Told</em>.</td>" in content
    assert "<pre><code>a  b" in content


@pytest.mark.parametrize(
    ("settings", "formula"), [("", "<sup>2</sup>"), ("PLUGINS = ['render_math']", r"\\(x^2\\)")]
)
def test_formulas_are_tex_with_the_plugin_for_it(tmp_path, settings, formula):
    """Kills: one form of formulas for all sites."""
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", LANGUAGE + settings)
    site.write("content/a.rst", f"Told\n====\n\n:date: 2025-02-01\n\n{BODY}")
    assert site.publish("init") == 0
    assert formula.replace("\\\\", "\\") in items(site)["told.html"]["content_html"]


def test_an_unknown_language_of_docutils_is_english():
    """Kills: a build that ends, since docutils has no words of such a language."""
    html, _ = to_html(".. note:: a\n", is_html4=True, settings={"language_code": "xx"})
    assert ">Note</p>" in html
