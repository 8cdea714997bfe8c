"""Tags alone on a line are part of the paragraph above; what is expected is what Goldmark made of it."""

import pytest

from broadsheet.markdown.commonmark.converter import CommonMark
from broadsheet.markdown.flavour import Flavour

SHOWN = [
    ("- a\n<br>\n- *b*\n\nx", "<ul>\n<li>a\n<br></li>\n<li><em>b</em></li>\n</ul>\n<p>x</p>"),
    ("> a\n<br>\n*b*", "<blockquote>\n<p>a\n<br>\n<em>b</em></p>\n</blockquote>"),
    (
        "> - a\n> <span>\n> - b",
        "<blockquote>\n<ul>\n<li>a\n<span></li>\n<li>b</li>\n</ul>\n</blockquote>",
    ),
    (
        "- a\n<br/>\n<br/>\n- c\n</span>\n- d",
        "<ul>\n<li>a\n<br/>\n<br/></li>\n<li>c\n</span></li>\n<li>d</li>\n</ul>",
    ),
    (
        '1. a\n<img src="x">\n\n2. b',
        '<ol>\n<li>\n<p>a\n<img src="x"></p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>',
    ),
]

BLOCKS = [
    "# H\n<br>\n- a",
    "- # H\n<br>\n- a",
    "- ```\n  x\n  ```\n<br>\n- a",
    "|b|\n|-|\n|c|\n<br>\na",
]


@pytest.mark.parametrize(("text", "html"), SHOWN)
def test_tags_alone_below_words(text, html):
    assert CommonMark().convert(text, "")[0].strip() == html


@pytest.mark.parametrize("text", BLOCKS)
def test_below_other_blocks_a_tag_is_raw_html(text):
    assert "\n<br>\n" in CommonMark().convert(text, "")[0]


def test_tags_of_blocks_still_end_a_list():
    assert "</ul>\n<details>" in CommonMark().convert("- a\n<details>\nb\n</details>", "")[0]
    assert "</ul>\n<hr>" in CommonMark().convert("- a\n<hr>\n\n- b", "")[0]


def test_code_is_kept():
    text = "- a\n\n  ```\n  - b\n  <br>\n  ```\n\n`x\n<br>\n- y`"
    html = CommonMark().convert(text, "")[0]
    assert "- b\n&lt;br&gt;" in html


def test_marked_and_kramdown_have_rules_of_their_own():
    for flavour in (Flavour(is_marked=True), Flavour(is_kramdown=True)):
        assert "</ul>\n<br>" in CommonMark(flavour).convert("- a\n<br>\n\nb", "")[0]


@pytest.mark.parametrize(
    "piece", ["- a\n<br>\n", "> a\n<br>\n", "a\n<br>\n", "- a\n<br>\n\n", "> " * 50 + "<b\n"]
)
def test_many_tags_take_linear_time(piece):
    assert CommonMark().convert(piece * (20_000 // len(piece)), "")[0]
