"""TeX between dollars as remark-math 6 reads it, compared with what it makes of the same texts."""

import time

import pytest

from broadsheet.markdown.commonmark.converter import CommonMark
from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.formulas import unshift_math
from broadsheet.markdown.formulas.remark_math import shift_remark_math, show_remark_math


def shown(text):
    html, _ = CommonMark(Flavour()).convert(shift_remark_math(text), "")
    return unshift_math(show_remark_math(html), is_done=True).strip()


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        # Lines of TeX that Markdown would read: a heading, an item, emphasis, a quotation.
        ("$$\nx\n=\n- _y_ *z*\n> w\n$$", "<div>$$\nx\n=\n- _y_ *z*\n&gt; w\n$$</div>"),
        # A fence ends a paragraph, and begins one.
        ("a\n$$\nx\n$$\nb", "<p>a</p>\n<div>$$\nx\n$$</div>\n<p>b</p>"),
        ("- a\n$$\nx\n$$", "<ul>\n<li>a</li>\n</ul>\n<div>$$\nx\n$$</div>"),
        ("1. a\n\t$$\n\tx\n\t$$", "<ol>\n<li>a\n<div>$$\nx\n$$</div>\n</li>\n</ol>"),
        ("> $$\n> x\n> $$\n> b", "<blockquote>\n<div>$$\nx\n$$</div>\n<p>b</p>\n</blockquote>"),
        # It ends where what it is in ends.
        ("> $$\n> x\n\nb", "<blockquote>\n<div>$$\nx\n$$</div>\n</blockquote>\n<p>b</p>"),
        ("$$\nx\n\n- b", "<div>$$\nx\n\n- b\n$$</div>"),
        ("$$\nx\n    $$", "<div>$$\nx\n    $$\n$$</div>"),
        # Words behind the first fence are kept; behind the last one they make it none.
        ("> $$ x +\n> y\n> $$", "<blockquote>\n<div>$$\nx +\ny\n$$</div>\n</blockquote>"),
        ("$$\nx\n$$ y\nz\n$$", "<div>$$\nx\n$$ y\nz\n$$</div>"),
        # Not set apart: a dollar follows, or the line stands too far to the right.
        ("$$x$$", "<p>$$x$$</p>"),
        ("a\n      $$\n      _x_\n      $$", "<p>a\n$$\n      _x_\n      $$</p>"),
        # In a line, spaces and signs do not matter, the number of dollars does.
        ("a $ _x_ $ b", "<p>a $ _x_ $ b</p>"),
        ("$$_x_$ _y_$$", "<p>$$_x_$ _y_$$</p>"),
        ("5$ *a*", "<p>5$ <em>a</em></p>"),
        ("$\n_x_\n$", "<p>$\n_x_\n$</p>"),
        # Whichever begins first holds the other.
        ("$a`b$ *c* `d`", "<p>$a`b$ <em>c</em> <code>d</code></p>"),
        ("`a$` *b* $c$", "<p><code>a$</code> <em>b</em> $c$</p>"),
        ("\\$5 *or* \\$6", "<p>$5 <em>or</em> $6</p>"),
        # Code stays code.
        ("```\n$$\n$\n```\n\n$$\nx\n$$", "<pre><code>$$\n$\n</code></pre>\n<div>$$\nx\n$$</div>"),
        ("~~~~\n$$\n~~~~\n*a*", "<pre><code>$$\n</code></pre>\n<p><em>a</em></p>"),
    ],
)
def test_formulas(typed, html):
    assert shown(typed) == html


@pytest.mark.parametrize(
    "piece", ["$", "$ ", "$$\n", "- $$\n", "> $$\n", "$`", "\\$", "$$x\n", "    $$\n"]
)
def test_no_time_is_quadratic(piece):
    """20 KB take well under a second alone; the bound leaves room for a busy machine."""
    began = time.process_time()
    shift_remark_math((piece * 20_000)[:20_000])
    assert time.process_time() - began < 2


def test_more_backticks_than_anybody_types_are_not_doubled_for_each_dollar():
    text = "`" * 10_000 + "$x$ " * 2_000
    assert len(shift_remark_math(text)) < 2 * len(text)
