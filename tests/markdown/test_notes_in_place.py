"""Footnotes where the author put them, as pulldown-cmark 0.13 (Zola 0.22) shows them."""

from __future__ import annotations

import pytest

from broadsheet.markdown import Flavour
from broadsheet.markdown.commonmark.converter import CommonMark

TEXT = """\
One[^b], two[^a]`[^a]` and **three。**[^b] and [^gone].

[^a]: First *note*[^c].

Between.

[^b]: Second
    line.

        [^a]

    * item
[^c]: third
[^unused]: fourth
"""
SHOWN = """\
<p>One<sup><a href="#fn:p-b">1</a></sup>, two<sup><a href="#fn:p-a">2</a></sup><code>[^a]</code> \
and <strong>three。</strong><sup><a href="#fn:p-b">1</a></sup> and [^gone].</p>
<div id="fn:p-a"><sup>2</sup>
<p>First <em>note</em><sup><a href="#fn:p-c">3</a></sup>.</p>
</div>
<p>Between.</p>
<div id="fn:p-b"><sup>1</sup>
<p>Second
line.</p>
<pre><code>[^a]
</code></pre>
<ul>
<li>item</li>
</ul>
</div>
<div id="fn:p-c"><sup>3</sup>
<p>third</p>
</div>
<div id="fn:p-unused"><sup>4</sup>
<p>fourth</p>
</div>
"""
FLAVOUR = Flavour(notes_in_place=True)


def test_notes_stand_in_place_with_the_numbers_of_the_text():
    """Kills: numbers by the notes' order, lines left indented, marks found in code, and unused notes dropped."""
    assert CommonMark(FLAVOUR).convert(TEXT, "p") == (SHOWN, ("gone",))


def test_an_id_is_given_once_and_is_safe():
    """Kills: the name as it is typed in an attribute, and a second note with the first one's id."""
    html, _ = CommonMark(FLAVOUR).convert('a[^"<b>]\n\n[^"<b>]: one\n\n[^"<b>]: two\n', "p")
    assert html.count("fn:p-%22%3Cb%3E") == 2
    assert html.count("<div") == 2


@pytest.mark.parametrize(
    "text", ["a[^1]\n\n> [^1]: in a quotation", "a[^1]\n\n* b\n\n  [^1]: in an item"]
)
def test_notes_within_other_blocks_are_a_list(text):
    """Kills: lines of a container taken into a block of HTML."""
    html, _ = CommonMark(FLAVOUR).convert(text, "p")
    assert '<li id="fn:p-1">' in html
