"""What pages hide is neither in the content nor in the summary; lazy recordings get their address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, engine_of, resolve
from broadsheet.markdown import Flavour, Renderer, without_author_notes
from broadsheet.read.article import read_article
from broadsheet.read.assets import Assets
from broadsheet.source import Inherited, Source

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n'


@pytest.fixture(params=["commonmark", "markdown"])
def renderer(request):
    config = parse_config(f'{SITE}[markdown]\nengine="{request.param}"\n', Path(), resolve)
    return Renderer(
        config, lambda url, _: f"https://e.org/{url}", ENGINES["plain"].flavour_of(config)
    )


@pytest.fixture
def read_article_of(tmp_path):
    """Return a function that reads one article of an engine."""

    def read(engine, path, header, body):
        text = f'{SITE}[content]\ndialect="{engine}"\n'
        config = parse_config(text, tmp_path, resolve)
        source = Source(path, f"content/{path}", tmp_path)
        article, problems = read_article(
            source,
            f"---\n{header}\n---\n{body}\n",
            Inherited({}, {}),
            engine_of(config).dialect(config),
            Assets(config),
        )
        assert article, problems
        return article

    return read


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">\n\n**secret**\n\n</div>',
        "<div hidden>\n\nsecret\n\n<div>\n\nsecret\n\n</div>\n\nsecret\n\n</div>",
        '<div hidden\n     id="x">\n\nsecret\n\n</div>',
        '<section\n  class="x"\n  style="color: red; display: none">\n\nsecret\n\n</section>',
        "<p hidden>secret</p>",
        "<span HIDDEN>secret</span>",
        "<dialog>\n\nsecret\n\n</dialog>",
        "<div hidden>\n\nsecret\n\n<!--more-->\n\n</div>",
    ],
)
def test_hidden_words_are_nowhere(renderer, make_article, hidden):
    """Kills a summary of the first paragraph, hidden or not, and tags that end on the line they begin on."""
    article = make_article(body=f"{hidden}\n\nShown.")
    html = renderer.render(article).html
    assert (
        html.replace("<p>\n</p>\n", "") == "<p>Shown.</p>"
    )  # What Python-Markdown makes of a tag.
    assert renderer.summary(article) == "Shown."


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('Shown.\n\n<div style="display:none">\n\nsecret\n\n- secret', "Shown."),
        ("Shown.\n\n<p hidden>secret\n\n<p>Below.</p>", "Shown. Below."),
        ("Shown <span hidden>secret\n\nBelow.", "Shown Below."),
        ("<ul>\n<li>Shown<div hidden>secret</li>\n<li>Below</li>\n</ul>", "Shown Below"),
        ("<dl>\n<dt hidden>secret\n<dt>Shown\n</dl>", "Shown"),
        ("<div>\n<p>Shown\n<div hidden>secret</p>secret</div>\n</div>", "Shown"),
        ('A <img src="a.png" hidden> B', "A B"),
    ],
)
def test_a_hidden_element_without_its_end_is_hidden_as_far_as_browsers_take_it(
    renderer, make_article, body, shown
):
    """Kills taking away the tag alone, which publishes what it hides; and hiding all that follows."""
    article = make_article(body=body)
    html = renderer.render(article).html
    assert re.sub(r"(?:<[^<>]*>|\s)+", " ", html).strip() == shown
    assert "secret" not in renderer.summary(article)


def test_what_a_typed_summary_hides_is_not_shown(renderer, make_article):
    summary = "Shown<span hidden> secret</span>, <b style='display: none'>secret"
    assert renderer.summary(make_article(body="", summary=summary)) == "Shown,"


@pytest.mark.parametrize(
    "summary", ["a<P>b</P>", "a<br>b", "a\\\nb", "<details><summary>a</summary>b</details>"]
)
def test_blocks_and_breaks_set_the_words_of_a_summary_apart(renderer, make_article, summary):
    """Kills: the ends of blocks alone, and a backslash that stays."""
    assert renderer.summary(make_article(body="", summary=summary)) == "a b"


def test_a_hidden_element_of_html_without_its_end_is_nowhere(renderer, make_article):
    body = "<p>Shown.</p><section><div hidden><p>secret</p></section><p>Below.</p>"
    article = make_article(body=body, source="content/a.html")
    assert renderer.render(article).html == "<p>Shown.</p><p>Below.</p>"
    secret = make_article(body=f"<div hidden>{body}", source="content/b.html")
    assert renderer.summary(secret) == ""


def test_hidden_words_of_html_are_nowhere(renderer, make_article):
    body = "<div hidden><p>secret</p></div><p hidden>secret</p><p>Shown.</p>"
    article = make_article(body=body, source="content/a.html")
    assert renderer.render(article).html == "<p>Shown.</p>"
    assert renderer.summary(article) == "Shown."


@pytest.mark.parametrize(
    "body",
    ["Use `<p hidden>` and `</p>` here.", "A hidden <b>thing</b>.", "<dialog open>Words.</dialog>"],
)
def test_what_is_shown_stays(renderer, make_article, body):
    """Kills a search of the source that knows neither code nor attributes."""
    summary = renderer.summary(make_article(body=f"{body}\n\nNext."))
    assert summary in {"Use <p hidden> and </p> here.", "A hidden thing.", "Next."}
    assert "Words." in renderer.render(make_article(body="<dialog open>Words.</dialog>")).html


def test_a_wrapper_whose_tag_has_several_lines_wraps_what_it_wraps(renderer, make_article):
    """Kills an end that is taken away, so that the wrapper takes all that follows."""
    body = '<div class="a"\n     id="b">\n\nOne.\n\n</div>\n\n<ul>\n<li>Two</li>\n</ul>'
    html = renderer.render(make_article(body=body)).html
    assert "".join(html.split()) == "<p>One.</p><ul><li>Two</li></ul>"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('<video data-src="a.mp4"></video>', '<video src="https://e.org/a.mp4"></video>'),
        (
            '<video controls><source data-src="a.mp4" type="video/mp4"></video>',
            '<video controls=""><source type="video/mp4" src="https://e.org/a.mp4"></video>',
        ),
        ('<audio src="a.mp3"></audio>', '<audio src="https://e.org/a.mp3"></audio>'),
    ],
)
def test_lazy_recordings_have_their_address(renderer, make_article, typed, shown):
    html = renderer.render(make_article(body=f"<p>{typed}</p>")).html
    assert html == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("given", "hidden", "shown"),
    [
        (
            {},
            "{{< comment >}}secret{{< /comment >}}",
            "{% comment %}x{% endcomment %} {# y #} %%z%%",
        ),
        (
            {"has_tags": True},
            "{% comment %}secret{% endcomment %}{%- comment -%}secret{%- endcomment -%}",
            "%%z%%",
        ),
        ({"has_percent_comments": True}, "%%secret%%", "{# y #} 5 % %"),
        ({"has_comments": True}, "{# secret secret #}", "%%z%%"),
        (
            {"is_kramdown": True},
            "{::comment}secret{:/comment}{::comment a='b'}secret{:/}",
            "{% comment %}x{% endcomment %}",
        ),
    ],
)
def test_a_field_has_no_comments_that_the_text_may_have(given, hidden, shown):
    """Kills each kind of comment; what is none in the text is none in a summary."""
    typed = f"{hidden}{shown} `%%c%%`"
    assert without_author_notes(typed, Flavour(**given)) == f"{shown} `%%c%%`"


@pytest.mark.parametrize(
    ("engine", "path", "note"),
    [
        ("jekyll", "_posts/2025-06-17-a.md", "{::comment}secret{:/comment}"),
        ("jekyll", "_posts/2025-06-17-a.md", "{% comment %}secret{% endcomment %}"),
        ("bridgetown", "_posts/2025-06-17-a.md", "{::comment}secret{:/}"),
        ("hexo", "a.md", "{# secret #}"),
        ("hugo", "a.md", "{{< comment >}}secret{{< /comment >}}"),
        ("obsidian", "a.md", "%%secret%%"),
    ],
)
def test_no_note_to_oneself_in_the_front_matter_is_published(read_article_of, engine, path, note):
    """Kills: notes in titles, summaries or words for pictures; a title that changes the address."""
    header = f'title: "A {note} b"\ndate: 2025-06-17\nimage: p.png\nimage_alt: "C {note}"\n'
    found = read_article_of(engine, path, f'{header}summary: "D {note} e"', "Text.")
    assert (found.title, found.summary) == ("A b", "D e")
    assert found.image is None or found.image.alt == "C"


def test_a_title_about_comments_stays(read_article_of):
    """Kills: what follows a comment without an end is taken away, as it is from a summary."""
    header = 'title: "On {% comment %} in Liquid"\nexcerpt: "Shown {% comment %} secret"'
    found = read_article_of("jekyll", "_posts/2025-06-17-a.md", header, "Text.")
    assert (found.title, found.summary) == ("On {% comment %} in Liquid", "Shown")


def test_an_excerpt_that_the_body_marks_has_no_notes(read_article_of):
    header = "title: A\nexcerpt_separator: <!--cut-->"
    body = "Shown {::comment}secret{:/comment}words.\n\n<!--cut-->\n\nBelow."
    assert (
        read_article_of("jekyll", "_posts/2025-06-17-a.md", header, body).summary == "Shown words."
    )


def test_the_first_words_of_an_untitled_note_are_no_comment(read_article_of):
    body = "{::comment}secret{:/comment}\n\nShown. More."
    found = read_article_of("bridgetown", "_posts/2025-06-17-a.md", "date: 2025-06-17", body)
    assert "secret" not in found.title
