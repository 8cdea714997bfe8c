"""Python-Markdown's extensions that a site names are its own, and take no longer than without them."""

from __future__ import annotations

import time

import pytest

from broadsheet.markdown import Flavour, extensions_of
from broadsheet.markdown.python_markdown.converter import PythonMarkdown
from broadsheet.markdown.python_markdown.extensions import _OPTIONS


def converter(typed=(), **traits):
    flavour = Flavour(
        is_python_markdown=True, python_extensions=extensions_of(dict(typed)), **traits
    )
    return PythonMarkdown(flavour)


def converted(text, typed=(), **traits):
    return converter(typed, **traits).convert(text, "p")[0]


@pytest.mark.parametrize(
    ("name", "text", "html"),
    [
        ("pymdownx.blocks.caption", "![a](b.png)\n/// caption\nc\n///", "<figcaption>"),
        ("pymdownx.blocks.details", "/// details | a\nb\n///", "<summary>a</summary>"),
        ("pymdownx.blocks.admonition", "/// note | a\nb\n///", '<p class="admonition-title">a</p>'),
        ("pymdownx.bracketspan", "[a *b*]{lang=fr}", '<span lang="fr">a <em>b</em></span>'),
        ("pymdownx.progressbar", '[=50% "half"]', '<p class="progress-label">half</p>'),
        ("pymdownx.quotes", "> a\n\n> b", "</blockquote>\n<blockquote>"),
        ("pymdownx.details", '??? "a"\n    b', "<details>\n<summary>a</summary>\n<p>b</p>"),
        ("pymdownx.caret", "x^2^", "x<sup>2</sup>"),
        ("pymdownx.mark", "==a==", "<mark>a</mark>"),
        ("pymdownx.tilde", "H~2~O", "H<sub>2</sub>O"),
        ("pymdownx.keys", "++ctrl+a++", "<kbd"),
        ("pymdownx.emoji", ":smile: 10:30:40", "<span>😄</span> 10:30:40"),
        ("pymdownx.emoji", "a:material-check:{.x}b", 'a<span class="x"></span>b'),
        ("pymdownx.inlinehilite", "`#!py x = 1`", '<code class="language-py highlight">x = 1<'),
        ("pymdownx.smartsymbols", "(c) 1st", "&copy; 1<sup>st</sup>"),
        ("pymdownx.extra", "a_b_c **d*e*f**", "<strong>d<em>e</em>f</strong>"),
        ("admonition", '!!! note "a"\n    b', '<p class="admonition-title">a</p>'),
    ],
)
def test_an_extension_is_a_sites_own(name, text, html):
    """Kills: each extension's absence, and any that all sites would have."""
    assert html in converted(text, {name: {}})
    if name != "pymdownx.extra":
        assert html not in converted(text)


def test_options_are_followed_and_functions_left_out():
    """Kills: options of a site that are dropped, and such as no JSON holds."""
    off = {"pymdownx.smartsymbols": {"ordinal_numbers": False, "unknown": 1}}
    assert converted("(c) 1st", off) == "<p>&copy; 1st</p>"
    assert converted("(c)", {"pymdownx.smartsymbols": {"arrows": print}}) == "<p>&copy;</p>"
    assert extensions_of({"site.own": {}, "codehilite": {}}) == frozenset()


FENCE = "a\n```\nb\n```\nc"


def test_text_below_a_fence_is_in_its_paragraph_with_superfences():
    """Kills: a block of its own in all sites; a browser has the words below in no paragraph."""
    assert converted(FENCE) == "<p>a</p>\n<pre><code>b</code></pre>\n<p>c</p>"
    together = "<p>a\n<pre><code>b</code></pre>\nc</p>"
    assert converted(FENCE, {"pymdownx.superfences": {}}) == together


def test_fences_within_a_fold_are_code():
    """Kills: fences that comrak does not see, since it takes the fold's text for code."""
    text = '??? "a"\n    ```python\n    *b*\n\n    c\n    ```'
    html = converted(text, {"pymdownx.superfences": {}, "pymdownx.details": {}})
    assert '<code class="language-python">*b*\n\nc</code>' in html


def test_options_of_fences_are_no_text_and_titles_are_shown():
    """Kills: fences with options, which PyMdown takes for text where it colours no code."""
    text = '!!! note\n\n    ``` yaml title="a.yml" hl_lines="2"\n    b: <c>\n    ```'
    html = converted(text, {"pymdownx.superfences": {}, "admonition": {}})
    title = "<p><strong><code>a.yml</code></strong></p>"
    assert f'{title}\n<pre><code class="language-yaml">b: &lt;c&gt;</code></pre>' in html


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        (r"a $x_1 \{ y_2$ b_", [r"$x_1 \{ y_2$"]),
        (r"$$a_1 < b_1$$", [r"$$a_1 < b_1$$"]),
        ("\\begin{align}a_1\\\\b_1\\end{align}", ["\\[\\begin{align}a_1\\\\b_1\\end{align}\\]"]),
        ("$a *b* $ *c*", []),
        ("$ a_1$ and", ["$a_1$"]),
        ("`$a$`", []),
        ("5 $ *b* and 6 $", []),
    ],
)
def test_formulas_of_render_math(text, formulas):
    """Kills: TeX that is Markdown, also in code, and a closing sign behind white space."""
    html = converted(text, finds_math_in_text=True)
    shifted = "".join(char for char in html if ord(char) > 0x100000 or (char == " " and formulas))
    typed = "".join(chr(ord(char) - 0x100000) if ord(char) > 0x100000 else char for char in shifted)
    assert typed.strip() == "".join(formulas)
    assert ("<em>" in html) == ("*" in text)


@pytest.mark.parametrize(
    "piece",
    ["a^b ", "??? a\n", '=== "a"\n', "!!! a\n", "/// a\n", "# a\n", "{==", "++a", '"', "$", "$a "],
)
def test_extensions_are_bounded(piece):
    """Kills: texts of 20 KB for which PyMdown's patterns take minutes; they go to the other converter."""
    made = converter(dict.fromkeys(_OPTIONS, {}), finds_math_in_text=True)
    started = time.process_time()
    try:
        made.convert(piece * (20_000 // len(piece)), "p")
    except ValueError as error:
        assert "more marks" in str(error)
    assert time.process_time() - started < 5
