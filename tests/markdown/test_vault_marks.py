"""What notes of vaults have beyond Markdown: callouts, tags in the text, arrows, as their pages show them."""

import pytest

from broadsheet.markdown.commonmark.converter import CommonMark
from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.html.in_text import CODE, in_text
from broadsheet.markdown.typography.arrows import with_arrows
from broadsheet.markdown.vaults.callouts import BOLD, PARAGRAPH, titled
from broadsheet.markdown.vaults.highlights import with_highlights
from broadsheet.markdown.vaults.tags_in_text import with_tags


def test_titles_and_highlights_keep_their_quotes():
    smart = Flavour(typography="retext", has_highlights=True)
    typed = '> [!note] "A" -- \'b\'... `"c"`\n> "Words" =="d" -- e== "f"'
    title = '<p>"A" -- \'b\'... <code>"c"</code></p>'
    words = '<p>“Words” <mark>"d" -- e</mark> “f”</p>'
    html = html_of(titled(typed, PARAGRAPH), smart).replace("\n", "").replace("&quot;", '"')
    assert html == f"<blockquote>{title}{words}</blockquote>"


def test_highlights_keep_the_quotes_that_the_author_typed():
    """Kills a change of curly quotes where no straight one makes the text smart."""
    flavour = Flavour(typography="retext", has_highlights=True)
    assert html_of("==“a” – b==", flavour) == "<p><mark>“a” – b</mark></p>\n"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("`x{:js}` `{:js} y`", "<code>x</code> <code>{:js} y</code>"),
        (r"`x\{:js}`", "<code>x{:js}</code>"),
        ("`<b>{:html.x}`", "<code>&lt;b&gt;</code>"),
    ],
)
def test_code_spans_may_name_their_language(typed, shown):
    assert html_of(typed, Flavour(titles_code=True)) == f"<p>{shown}</p>\n"
    assert "{:" in html_of("`x{:js}`")


def html_of(text, flavour=None):
    return CommonMark(flavour).convert(text, "p")[0]


def shown(text, style):
    return html_of(titled(text, style)).replace("\n", "")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("> [!note]\n> Words", "<p>Note</p><p>Words</p>"),
        ("> [!note]- A *title*\n> - Words", "<p>A <em>title</em></p><ul><li>Words</li></ul>"),
        ("> [!my-kind|left]+\n> Words", "<p>My kind</p><p>Words</p>"),
        (">[!tip] Alone", "<p>Alone</p>"),
        ("> [!WARNING]\n> Words", "<p>WARNING</p><p>Words</p>"),
        ("> [!note] 1. First\n> Words", "<p>1. First</p><p>Words</p>"),
        ("> [!note] # First\n> Words", "<p># First</p><p>Words</p>"),
        (
            "> [!note] A\n> > [!tip] B\n> > Words",
            "<p>A</p><blockquote><p>B</p><p>Words</p></blockquote>",
        ),
    ],
)
def test_the_title_of_a_callout_is_a_paragraph(typed, words):
    assert shown(typed, PARAGRAPH) == f"<blockquote>{words}</blockquote>"


def test_the_title_of_a_callout_is_bold():
    assert (
        shown("> [!note] A `b`\n> Words", BOLD)
        == "<blockquote><p><strong>A <code>b</code></strong><br />Words</p></blockquote>"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "- > [!note] A\n  > Words",
        "1. a\n\n    > [!note] A\n    > Words",
        "- a\n  - > [!note] A\n    > Words",
    ],
)
def test_callouts_stand_in_lists(typed):
    """Kills a search for lines that begin with `>`."""
    html = shown(typed, PARAGRAPH)
    assert "<blockquote><p>A</p><p>Words</p></blockquote>" in html


@pytest.mark.parametrize(
    "typed",
    ["```\n> [!note] A\n```", "    > [!note] A", "[!note] A", "> Words\n> [!note] A", "> [note] A"],
)
def test_what_is_no_callout_stays(typed):
    assert titled(typed, PARAGRAPH) == typed


@pytest.mark.parametrize(
    ("typed", "linked"),
    [
        ("#a", ["a"]),
        ("a #b/c, #d-e.", ["b/c", "d-e"]),
        ("*#a* #ملاحظة/مؤرشفة، #标签。 #🌱", ["a", "ملاحظة/مؤرشفة", "标签", "🌱"]),
        ("#हिंदी", ["हिंदी"]),
        ("a#b (#c) #1 #12/3 `#d` [#e](x)", []),
        ("a\n#b", []),
        ("a  \n#b", ["b"]),
        ("# a", []),
        ("x #C#", ["C"]),
    ],
)
def test_tags_in_the_text_are_links(typed, linked):
    html = with_tags(html_of(typed))
    found = [part.partition('"')[0] for part in html.split('href="{tag}')[1:]]
    assert found == linked
    shown = {name: name.rpartition("/")[2] for name in linked}
    assert all(f'<a href="{{tag}}{name}">{words}</a>' in html for name, words in shown.items())


@pytest.mark.parametrize(
    ("how", "name", "words"),
    [("last", "A/b", "b"), ("whole", "A/b", "#A/b"), ("slug", "a/b", "#a/b")],
)
def test_words_of_tags_are_those_of_the_version(how, name, words):
    assert with_tags("<p>x #A/b y</p>", how) == f'<p>x <a href="{{tag}}{name}">{words}</a> y</p>'


def test_signs_that_would_be_a_tag_without_a_name_are_not_shown():
    assert with_tags("<p>x ### y #1</p>") == "<p>x  y #1</p>"


def test_colours_and_titles_of_raw_html_are_no_tags():
    html = '<p title="a #b"><code>a #b</code></p>'
    assert with_tags(html) == html


@pytest.mark.parametrize("smart", ["", "retext"])
@pytest.mark.parametrize(
    ("typed", "arrows"),
    [
        ("a -> b", "a → b"),
        ("a --> b => c ==> d", "a ⇒ b ⇒ c ⇒ d"),
        ("a <- b <-- c <= d", "a ← b ⇐ c ⇐ d"),
        ("a ---> b", "a -⇒ b"),
        ("`a -> b`", "<code>a -&gt; b</code>"),
        ("a > b < c", "a &gt; b &lt; c"),
    ],
)
def test_arrows(typed, arrows, smart):
    assert html_of(typed, Flavour(has_arrows=True, typography=smart)).strip() == f"<p>{arrows}</p>"


def test_arrows_are_typed_where_nobody_has_them():
    assert html_of("a -> b").strip() == "<p>a -&gt; b</p>"
    assert with_arrows("<p>—</p>") == "<p>—</p>"


def test_text_is_changed_outside_of_code_and_tags():
    html = '<p id="a">a<br>\na <code>a</code> <a href="a">a</a></p>'
    changed = '<p id="a">A<br>\nA <code>a</code> <a href="a">A</a></p>'
    assert in_text(html, str.upper) == changed
    assert in_text(html, str.upper, without=CODE | {"a"}) == changed.replace(">A</a>", ">a</a>")


@pytest.mark.parametrize(
    ("typed", "marks"),
    [
        ("a.... b..... c… d...", "a… b… c… d…"),
        ("``x'' a", "“x” a"),
        ("`` ` ``", "<code>`</code>"),
        ("```x", "```x"),
        ("b--c d---e ---- f", "b–c d---e ---- f"),
    ],
)
def test_marks_of_retext(typed, marks):
    assert html_of("a " + typed, Flavour(typography="retext")).strip() == f"<p>a {marks}</p>"


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("a ==b c== d", "a <mark>b c</mark> d"),
        ("*==b==*", "<em><mark>b</mark></em>"),
        ("==*b* c==", "==<em>b</em> c=="),
        ("`==b==` a == b", "<code>==b==</code> a == b"),
    ],
)
def test_words_are_highlighted_within_one_text(typed, marked):
    assert with_highlights(html_of(typed), is_smart=False).strip() == f"<p>{marked}</p>"


@pytest.mark.parametrize(
    ("info", "caption"),
    [
        ('js title="a & b" {1}', "<figure><figcaption>a &amp; b</figcaption>"),
        ('js subtitle="a"', ""),
        ("js", ""),
    ],
)
def test_titles_of_code(info, caption):
    html = html_of(f'```{info}\na title="x"\n```', Flavour(titles_code=True))
    assert html.startswith(f"{caption}<pre><code ")  # comrak's attributes have no order.
    assert 'class="language-js"' in html
    assert html.count("figcaption") == 2 * bool(caption)
