"""Markdown of marked below 1.0: what each version shows was found by running it."""

from __future__ import annotations

import re
import time

import pytest

from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.old_marked.convert import OldMarked

OLDEST, MIDDLE, LATEST = (0, 3), (0, 6), (0, 7)
EVERY = (OLDEST, MIDDLE, LATEST)


def shown(text, version, **traits):
    """Return the HTML without line ends."""
    traits = {"options": frozenset({"hardbreaks"}), "typography": "marked"} | traits
    flavour = Flavour(is_marked=True, marked_version=version, **traits)
    html = re.sub(r"\n+", "", OldMarked(flavour).convert(text, "")[0])
    return re.sub("<br /> *", "<br>", html)


@pytest.mark.parametrize(
    ("versions", "text", "expected"),
    [
        (EVERY, "**a**b *c **d** e*", "<p><strong>a</strong>b <em>c <strong>d</strong> e</em></p>"),
        ((OLDEST,), "a_b_ _ab_ _abc_", "<p>a_b_ _ab_ <em>abc</em></p>"),
        ((MIDDLE, LATEST), "_ab_ c", "<p><em>ab</em> c</p>"),
        ((OLDEST,), "** a ** b", "<p><strong> a </strong> b</p>"),
        ((MIDDLE, LATEST), "** a ** b", "<p>** a ** b</p>"),
        ((MIDDLE, LATEST), "**a **b", "<p>*<em>a *</em>b</p>"),
        (EVERY, "~~a~~ ~b~", "<p><del>a</del> ~b~</p>"),
        (EVERY, "``a`b`` `c", "<p><code>a`b</code> `c</p>"),
        ((OLDEST,), "[a](b c.png)", '<p><a href="b c.png">a</a></p>'),
        ((MIDDLE, LATEST), "[a](b c.png)", "<p>[a](b c.png)</p>"),
        (EVERY, '[a [b] c](d "e")', '<p><a href="d" title="e">a [b] c</a></p>'),
        (EVERY, "![a*b*](c)", '<p><img src="c" alt="a*b*" /></p>'),
        (EVERY, '[a]\n\n[A]: /b "c"', '<p><a href="/b" title="c">a</a></p>'),
        (EVERY, "<b>*c*</b>\nd", "<p><b><em>c</em></b><br>d</p>"),
        (EVERY, "a--b 'c' \"d\" ...", "<p>a–b ‘c’ “d” …</p>"),
    ],
)
def test_words(versions, text, expected):
    """Kills: each rule of emphasis, code, links and signs of each version."""
    for version in versions:
        assert shown(text, version) == expected, version


@pytest.mark.parametrize(
    ("versions", "text", "expected"),
    [
        # A heading needs a space behind its marks, but ends a paragraph without it in old versions.
        (EVERY, "#a\n\n# b #", "<p>#a</p><h1>b</h1>"),
        ((OLDEST, MIDDLE), "a\n#b\nc", "<p>a</p><p>#b<br>c</p>"),
        ((LATEST,), "a\n#b\nc", "<p>a<br>#b<br>c</p>"),
        # Underlined headings have one line.
        ((OLDEST, MIDDLE), "a\nb\n===", "<p>a</p><h1>b</h1>"),
        ((LATEST,), "a\nb\n===", "<p>a<br>b<br>===</p>"),
        # Lists end paragraphs, but not those of quotations.
        ((OLDEST,), "> a\n- b", "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>"),
        ((LATEST,), "> a\n- b", "<blockquote><p>a</p></blockquote><ul><li>b</li></ul>"),
        # Two empty lines end a list.
        (EVERY, "- a\n\n\n- b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        (EVERY, "- a\n\n      c", "<ul><li><p>a</p><pre><code>c</code></pre></li></ul>"),
        # A mark needs no space behind it within a list of later versions.
        ((OLDEST,), "* a\n*b* c", "<ul><li>a<br><em>b</em> c</li></ul>"),
        ((MIDDLE, LATEST), "* a\n*b* c", "<ul><li>a</li><li>b* c</li></ul>"),
        # An indented line goes on with a paragraph.
        (EVERY, "a\n    b", "<p>a<br>b</p>"),
        # Old versions have Markdown in raw HTML, and the last row of a table loses a cell.
        ((OLDEST,), "<div>\n*a*\n</div>", "<div><br><em>a</em><br></div>"),
        ((MIDDLE, LATEST), "<div>\n*a*\n</div>", "<div>*a*</div>"),
        ((LATEST,), "ab\n: cd", "<dl><dt>ab</dt><dd>cd</dd></dl>"),
        ((OLDEST,), "ab\n: cd", "<p>ab<br>: cd</p>"),
    ],
)
def test_blocks(versions, text, expected):
    """Kills: each rule of where a block begins and ends."""
    for version in versions:
        assert shown(text, version) == expected, version


@pytest.mark.parametrize("version", EVERY)
def test_tables(version):
    """Kills: the cells at the edges."""
    row = "<tr><td>1</td><td>2</td></tr>"
    assert row in shown("|a|b|\n|-|-|\n|1|2|\n|3|4|", version)
    assert row in shown("a|b\n-|-\n1|2", version)
    assert shown("a|b\n\nc|d", version) == "<p>a|b</p><p>c|d</p>"
    assert "<th>a</th>" in shown("| a |\n|-|\n| 1 |", version)


def test_cells_beyond_the_head_are_left_out_in_later_versions():
    text = "|a|\n|-|\n|1|2|\n|3|4|"
    assert shown(text, LATEST).count("<td>") == 2
    assert shown(text, OLDEST).count("<td>") == 4


@pytest.mark.parametrize(
    ("how", "text", "expected"),
    [
        (
            "lines",
            "a\n```js\nx\n```\nb",
            '<p>a</p><pre><code class="language-js">x</code></pre><br>b',
        ),
        (
            "anywhere",
            "- a\n```\nx\n```\nb",
            "<ul><li>a<pre><code>x</code></pre></li></ul><p>b</p>",
        ),
        ("loose", "- a\n```\nx\n```\nb", "<ul><li>a<pre><code>x</code></pre>b</li></ul>"),
        ("anywhere", "a ```\nx\n``` \nb\n```", "<p>a</p><pre><code>x``` b</code></pre>"),
        ("loose", "```\n  x\n   y ```\nb", "<pre><code>x y</code></pre><p>b</p>"),
        ("lines", "a\n\n\t```\n\t*x*\n\t```", "<p>a</p><pre><code>*x*</code></pre>"),
    ],
)
def test_code_is_taken_out_first(how, text, expected):
    """Kills: each end of code, the empty line below it, and its indentation."""
    assert shown(text, OLDEST, takes_out_code=True, taken_code=how) == expected


def test_code_is_no_markdown_wherever_it_stands():
    """Kills: a comment that is shown in place of the code."""
    for before in ("", "- a\n\n      ", "> ", "    "):
        html = shown(f"{before}```\n<b>*x*\n{before}```\n", LATEST, takes_out_code=True)
        assert "&lt;b&gt;*x*" in html
        assert "\ue05d" not in html


@pytest.mark.parametrize("version", EVERY)
@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "_",
        "`",
        "~",
        "[",
        "![a](",
        '["a"](b "',
        "<a ",
        "<!--",
        "|a",
        "> ",
        "- ",
        "* +",
        "```a\n",
    ]
    + ["[a]: b\n", "<div>\n\n", "a@", "**a ", "[x]: ", "- a\n\n", "http://a.... ", "``a`"],
)
def test_any_run_takes_linear_time(version, piece):
    """Kills: an end that each mark looks for anew."""
    started = time.process_time()
    for how in ("lines", "anywhere"):
        shown(piece * (8000 // len(piece)), version, takes_out_code=True, taken_code=how)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("piece", ["[a]: \\]", "*[a]: b\\]", "[a]\\[", "[[a]\\]"])
def test_brackets_behind_backslashes_take_linear_time(piece):
    """Kills: from each bracket, the end of a link's text is looked for up to the end of the article."""
    started = time.process_time()
    shown(piece * (20_000 // len(piece)), OLDEST)
    assert time.process_time() - started < 2


def test_blank_lines_between_items_take_linear_time():
    """Kills: from each blank line, the end of the item is looked for."""
    started = time.process_time()
    shown("- a\n" + "\n" * 40_000 + "- b", OLDEST)
    assert time.process_time() - started < 2
