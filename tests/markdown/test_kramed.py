"""Markdown of kramed: what it shows was found by running kramed 0.5.6 with its plugin for site engines."""

from __future__ import annotations

import re
import time

import pytest

from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.formulas import unshift_math
from broadsheet.markdown.old_marked.convert import OldMarked

KRAMED = Flavour(
    is_marked=True,
    marked_version=(0, 3),
    is_kramed=True,
    options=frozenset({"hardbreaks"}),
    typography="marked",
)


def shown(text):
    """Return the HTML without line ends."""
    html = unshift_math(OldMarked(KRAMED).convert(text, "")[0])
    return re.sub("<br /> *", "<br>", re.sub(r"\n+", "", html))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#a\n##  b ##\nc", "<h1>a</h1><h2>b</h2><p>c</p>"),
        ("a\n#b\nc", "<p>a</p><h1>b</h1><p>c</p>"),
        ("- a\n=-=\n", "<h1>- a</h1>"),
        ("-*_", "<hr />"),
        ("> a\nb\n\n> c\nd\n\ne", "<blockquote><p>a<br>b</p><p>c<br>d</p></blockquote><p>e</p>"),
        ("[x]: http://a.b\n[x]: http://c.d\n\n[x]", '<p><a href="http://c.d">x</a></p>'),
        ("<div>\n*a*\n</div>\n\n*b*", "<div>*a*</div><p><em>b</em></p>"),
        ("- a\n- [ ] b", "<ul><li>a</li><li>[ ] b</li></ul>"),
    ],
)
def test_blocks(text, expected):
    """Kills: each rule of marked 0.3 in the place of kramed's."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n$$\nx_1 < y_2\n$$\nb", "<p>a</p><div>$$x_1 &lt; y_2$$</div><p>b</p>"),
        ("- a\n  $$x_1$$\n- b_1_", "<ul><li>a<div>$$x_1$$</div></li><li>b<em>1</em></li></ul>"),
        ("a $$x_1$$ b_2_ $c_3$", "<p>a $x_1$ b<em>2</em> $c_3$</p>"),
        ("a `$x_1 y_2$` b", "<p>a $x_1 y_2$ b</p>"),
        ("a `$b\nc`", "<p>a <code>$bc</code></p>"),
        ("$$a$$ b\n\nc $$d$$\n", "<div>$$a$$ bc $$d$$</div>"),
    ],
)
def test_formulas(text, expected):
    """Kills: a single dollar that begins a formula, and Markdown within one."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_b_ c_d_e", "<p>a<em>b</em> c_d_e</p>"),
        ("_a__ b", "<p><em>a_</em> b</p>"),
        ("_a__b_ c", "<p><em>a__b</em> c</p>"),
        ("2 * 3 * 4", "<p>2 <em> 3 </em> 4</p>"),
        ("``a` b", "<p><code>`a</code> b</p>"),
        ("`a``", "<p>`a``</p>"),
        ("a--b---c", "<p>a\u2014b\u2014-c</p>"),
        (r"\$ \_ \~", "<p>$ _ ~</p>"),
        ("www.a.b http://c.d/e。", '<p>www.a.b <a href="http://c.d/e。">http://c.d/e。</a></p>'),
        ("<a@b.c>", '<p><a href="mailto:a@b.c">a@b.c</a></p>'),
    ],
)
def test_emphasis_code_and_addresses(text, expected):
    """Kills: the ends of emphasis and of code of marked 0.3, its dashes and its addresses."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>*x*</b>", "<p><b><em>x</em></b></p>"),
        ("a <div>*x*</div>", "<p>a <div>*x*</div></p>"),
        ("a <br> *b*</br>", "<p>a <br> <em>b</em></br></p>"),
        ("a<br>b</i>c", "<p>a<br>b&lt;/i&gt;c</p>"),
        ("<a href=x>http://a.b</a>", "<p><a href=x>http://a.b</a></p>"),
        ("a<!--*b*-->", "<p>a<!--*b*--></p>"),
    ],
)
def test_html_within_text(text, expected):
    """Kills: Markdown in blocks, an element without its end, and links within links."""
    assert shown(text) == expected


def test_footnotes_stand_where_they_are_written():
    """Kills: a note that is a definition of a link, or is left out."""
    mark = '<sup><a href="#fn_1" id="reffn_1">1</a></sup>'
    note = '<blockquote id="fn_1"><sup>1</sup>. <em>b</em> c<a href="#reffn_1"> ↩</a></blockquote>'
    assert shown("a[^1]\n\n[^1]: *b* c\n\nd") == f"<p>a{mark}</p>{note}<p>d</p>"


@pytest.mark.parametrize(
    "piece",
    ["_", "_a ", "*", "$", "$$a", "`$a", "<a ", "<b>", "<b", "[^", "[^a]: ", "> ", "- ", "#", "=\n"]
    + ["<a@", "http://", "![", "a\n[", "<a '\"", "__a", "$$\n", "| ", "-=\n", "<p>", "`", "~~a"],
)
def test_any_run_takes_linear_time(piece):
    """Kills: an end that each mark looks for anew."""
    started = time.process_time()
    shown(piece * (20_000 // len(piece)))
    assert time.process_time() - started < 2
