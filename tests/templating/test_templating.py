"""Templates: a site's own before the built-in ones; a broken one is named with its line."""

from __future__ import annotations

import gc
import sqlite3
import sys

import pytest

from broadsheet import attempt
from broadsheet.cli import main
from broadsheet.errors import ArticleError, ContentError, Problem, TemplateError
from broadsheet.templating import jinja
from broadsheet.templating.templates import Templates


@pytest.fixture
def templates(tmp_path):
    def write(**files):
        folder = tmp_path / "templates"
        for name, text in files.items():
            file = folder / name.replace("__", "/").replace("_", ".", 1)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return Templates(tmp_path)

    return write


def test_values_are_escaped_but_in_plain_text(templates):
    made = templates(a_html="{{ x }}", a_txt="{{ x }}", a_opml="{{ x }}")
    assert [made.text(f"a.{kind}", x="<&>") for kind in ("html", "txt", "opml")] == [
        "&lt;&amp;&gt;",
        "<&>",
        "&lt;&amp;&gt;",
    ]
    assert made.render("a.txt", x="微软") == "微软".encode()


def test_a_sites_own_template_and_the_built_in_ones(templates):
    made = templates(index_html="mine")
    assert made.text("index.html") == "mine"
    with pytest.raises(TemplateError, match=r"templates/feeds.opml:\d+: 'site' is undefined"):
        made.text("feeds.opml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<p>{{ nope }}</p>", "templates/a.html:1: 'nope' is undefined"),
        ("<p>\n{{ site.nope }}</p>", "templates/a.html:2:"),
        ("a\n\n{% if %}", "templates/a.html:3:"),
        ("{% include 'nope.html' %}", 'there is no template "nope.html"'),
        ("\n{{ 1 + 'a' }}", "templates/a.html:2: TypeError"),
        ("{% include 'sub/b.html' %}", "templates/sub/b.html:2: 'nope' is undefined"),
    ],
)
def test_a_broken_template_is_named_with_its_line(templates, text, says):
    made = templates(a_html=text, sub__b_html="\n{{ nope }}")
    with pytest.raises(TemplateError) as caught:
        made.text("a.html", site={"title": "x"})
    assert says in str(caught.value)


FOR_EVER = "{% for a in range(10**9) %}{% if a < 0 %}x{% endif %}{% endfor %}"


@pytest.fixture
def no_collecting():
    """Python drops what is raised while it collects garbage, and pytest tells of that."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collecting")
@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"a\n{FOR_EVER}", r"templates/a.html:\d: it takes more than 0.1 seconds"),
        ("a\n\n{{ 'a' * 10**10 }}", "templates/a.html:3: it needs more memory"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "nested too deeply"),
    ],
)
def test_a_template_without_an_end_is_ended(templates, monkeypatch, text, says):
    if FOR_EVER in text:
        monkeypatch.setattr(attempt, "SECONDS", 0.1)
    with pytest.raises(TemplateError, match=says):
        templates(a_html=text).text("a.html")


@pytest.mark.usefixtures("no_collecting")
def test_within_an_article_the_time_is_the_articles(templates, monkeypatch):
    made = templates(a_html=FOR_EVER)
    monkeypatch.setattr(attempt, "SECONDS", 0.1)
    with (
        pytest.raises(ArticleError, match=r"^content/a.md: .*templates/a.html:\d: it takes more"),
        attempt.attempt("content/a.md", "converted"),
    ):
        monkeypatch.setattr(attempt, "SECONDS", 1000)
        made.text("a.html")


def test_what_a_value_raises_on_purpose_stays_what_it_is(templates):
    def fail():
        raise ContentError(Problem("a.md", 1, "", "is wrong"))

    with pytest.raises(ContentError, match="is wrong"):
        templates(a_html="{{ fail() }}").text("a.html", fail=fail)


def test_only_the_code_of_built_in_templates_is_kept_for_later_processes(
    templates, tmp_path, monkeypatch
):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))

    def style():
        monkeypatch.setattr(jinja._Compiled, "_codes", {})
        return templates().text("broadsheet.css")

    assert templates(a_html="mine").text("a.html") == "mine"
    assert list((tmp_path / "kept").rglob("*.jinja")) == []
    made = style()
    (kept,) = (tmp_path / "kept").rglob("*.jinja")
    whole = kept.read_bytes()
    for damaged in (whole[:-5], whole[:30], b"", b"damaged"):  # Each is compiled anew.
        kept.write_bytes(damaged)
        assert style() == made
        assert kept.read_bytes() == whole
    kept.unlink()
    kept.mkdir()  # Nothing can be kept here.
    assert style() == made


def test_no_code_lies_in_the_store(site):
    """Whoever can write into `.publish/`, as a pull request or a cache of CI may, runs nothing."""
    site.article("a.md")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    store = sqlite3.connect(site.root / ".publish/store.sqlite")
    assert {name.split()[0] for (name,) in store.execute("SELECT name FROM records")} == {
        "left",
        "run",
    }
