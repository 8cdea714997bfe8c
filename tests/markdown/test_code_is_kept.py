"""Whatever stands in code comes out of the whole pass as its author typed it, in each engine's dialect."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet import urls
from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.markdown import Renderer

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n'

ENGINES_AND_CONVERTERS = [
    ("astro", "commonmark"),
    ("eleventy", "commonmark"),
    ("hexo", "commonmark"),
    ("hugo", "commonmark"),
    ("jekyll", "commonmark"),
    ("obsidian", "commonmark"),
    ("pelican", "markdown"),
    ("plain", "commonmark"),
    ("plain", "markdown"),
    ("zola", "commonmark"),
    ("docusaurus", "commonmark"),
    ("mkdocs", "markdown"),
    ("nuxt", "commonmark"),
    ("quarto", "commonmark"),
    ("vitepress", "commonmark"),
]

MARKS = (
    "[^1] [^a]:|[^b]: note|[[link]]|![[a.png]]|# Title|## H {#id}|<!--more-->|<!-- truncate -->|<div>|</div>|"
    "[a](b c.png)|~x~|10~20|$x$|$$y$$|%%c%%|==m==|{: .x}|{:toc}|::: tip|:::|> [!NOTE]|> q|!!! note|*[A]: b|"
    "[a]: b|A|: def|a \\| b|-\\|-|:smile:|https://x.org|{filename}a.md|[TOC]|[[toc]]|import x from 'y'|"
    "<Foo/>|<Foo>|{x}|\\(x\\)|\\*|&amp;|<br>|<!-- TEASER_END -->|.. TEASER_END|===|---|- item|1. one|^|**b**|"
    "*e*|_u_|~~s~~|#tag|word|<hr>|<details>|<summary>s</summary>|{.cls}|{#x}|<!--|-->|<|>|&|&lt;|C:\\dir|"
    "http://localhost:80|[w]{.y}|www.x.org|'q' -- ...|漢字|é|\\|-\\|-\\||site.url"
)
TEMPLATES = (
    "{{< x >}}|{{% y %}}|{% z %}|{{ v }}|{{ f(a=1) }}|{# c #}|{{< /x >}}|{{ site.url }}{% link x %}"
)
RAW = "[^1]|[[link]]|%%c%%|==m==|{: .x}|{:toc}|{filename}a.md|[[toc]]|{.cls}|{#x}|::: tip|!!! note|^|A|: d"
"""What stays as it is in `<code>` within a line, where Markdown is read."""

RUNS_TEMPLATES = {"eleventy", "hugo", "jekyll"}
"""Engines that run templates in code as well."""


def words(text):
    return st.sampled_from([each.replace("\\|", "|") for each in re.split(r"(?<!\\)\|", text)])


def code(marks, *, indents, has_html, has_raw, has_runs):
    """Return a strategy for code of every kind: pairs of Markdown and what its element holds."""
    line = st.lists(marks, min_size=1, max_size=3).map(" ".join)
    lines = st.lists(line, min_size=1, max_size=4).flatmap(
        lambda found: st.sampled_from(["\n", "\n\n", "\n\t", "\n  "]).map(
            lambda between: between.join(found)
        )
    )
    bare = lines.map(lambda typed: typed.replace("`", ""))
    html = lines.map(lambda typed: (f"<pre>\n{escape(typed, quote=False)}\n</pre>", typed))
    raw = st.lists(words(RAW), min_size=1, max_size=3).map(" ".join)
    return st.one_of(
        *(lines.map(lambda typed, by=by: (textwrap.indent(typed, by), typed)) for by in indents),
        *([html] if has_html else []),
        *([raw.map(lambda typed: (f"a <code>{typed}</code> b", typed))] if has_raw else []),
        bare.map(lambda typed: (f"```go\n{typed}\n```", typed)),
        bare.map(lambda typed: (f"~~~\n{typed}\n~~~", typed)),
        bare.map(lambda typed: (f"````go\n```\n{typed}\n```\n````", f"```\n{typed}\n```")),
        line.map(lambda typed: (f"a `{typed}` b", typed)),
        line.map(lambda typed: (f"a `` {typed} ` c `` b", f"{typed} ` c")),
        *(
            [line.map(lambda typed: (f"`` ``` {typed} ``` ``", f"``` {typed} ```"))]
            if has_runs
            else []
        ),
    )


def prefixed(mark, first=""):
    return lambda text: (
        first + textwrap.indent(text, mark, lambda _: True).removeprefix(mark if first else "")
    )


# `-     ---` would be a rule: https://spec.commonmark.org/0.31.2/#example-60
AROUND = {
    "nothing": lambda text: text,
    "an item": prefixed("  ", "* "),
    "an item's paragraph": lambda text: "- a\n\n" + textwrap.indent(text, "  "),
    "a numbered item": lambda text: "1. a\n\n" + textwrap.indent(text, "   "),
    "a quote": prefixed("> "),
    "an item in a quote": lambda text: prefixed("> ")("- a\n\n" + textwrap.indent(text, "  ")),
    "a quote in an item": lambda text: "- a\n\n" + textwrap.indent(prefixed("> ")(text), "  "),
    "a note": lambda text: "a[^n]\n\n[^n]: b\n\n" + textwrap.indent(text, "    "),
    "a heading": lambda text: f"# A\n\n{text}\n\n## B {{#b}}",
    "a table": lambda text: f"|a|\n|-|\n|x|\n\n{text}",
    "a wrapper": lambda text: f"<div>\n\n{text}\n\n</div>",
    "a container": lambda text: f"::: tip\n\n{text}\n\n:::",
    "a list's end": lambda text: f"- a\n\nText.\n\n{text}",
    "a list in a quote": lambda text: prefixed("> ")(prefixed("  ", "* ")(text)),
    "a quote in a quote": prefixed("> > "),
    "an item of an item": lambda text: "- a\n\n  - b\n\n" + textwrap.indent(text, "    "),
    "a definition": lambda text: "A\n\n:   b\n\n" + textwrap.indent(text, "    "),
    "details": lambda text: f"<details>\n<summary>a</summary>\n\n{text}\n\n</details>",
    "an alert": lambda text: prefixed("> ")("[!NOTE]\n\n" + text),
    "an admonition": lambda text: "!!! note\n\n" + textwrap.indent(text, "    "),
    "a component": lambda text: f"<Tabs>\n\n{text}\n\n</Tabs>",
    "a shortcode": lambda text: f"{{{{% box %}}}}\n\n{text}\n\n{{{{% /box %}}}}",
}
OTHERS = {
    "hexo": {"a list in a quote", "a note"},  # marked has no notes, so what is indented is code.
    # Items need four spaces there, and what wrappers hold is raw HTML.
    **dict.fromkeys(
        ("mkdocs", "pelican"), {"an item's paragraph", "a numbered item", "a wrapper", "details"}
    ),
    "jekyll": {
        *("a wrapper", "a container", "a shortcode", "an item", "a list in a quote", "details"),
    },
    "markdown": {
        *("a container", "a quote", "a quote in an item", "an item", "an item in a quote"),
        *("a list in a quote", "details"),
    },
}
"""What an engine or a converter reads otherwise.

Hexo finds fences before marked does, and none behind the marks of both a quote and an item. Python-Markdown has no raw HTML in other blocks and no code beside the mark of an item, whose parts are indented
by four spaces. kramdown converts nothing in HTML.
"""


class Codes(HTMLParser):
    """The texts of the elements of code."""

    def __init__(self):
        super().__init__()
        self.found, self.depth = [], 0

    def handle_starttag(self, tag, attrs):
        if tag in {"pre", "code"}:
            self.found += [""] if not self.depth else []
            self.depth += 1

    def handle_endtag(self, tag):
        self.depth -= tag in {"pre", "code"}

    def handle_data(self, data):
        if self.depth:
            self.found[-1] += data


def places(flavour, others):
    """Return what code may stand in, as an engine reads it."""
    wanted = {
        "a component": flavour.has_components,
        "a definition": flavour.has_definitions,
        "an admonition": "admonitions" in flavour.directives,
    }
    return sorted(place for place in AROUND if place not in others and wanted.get(place, True))


def indents(flavour, place):
    """Return what indented code may begin with: in an item, a tab is no four columns more."""
    if not flavour.has_indented_code or flavour.is_mdx or place == "a component":
        return ()
    return ("    ", "\t") if "\n@" in "\n" + AROUND[place]("@") else ("    ",)


def codes(html):
    parser = Codes()
    parser.feed(html)
    return Counter(" ".join(each.split()) for each in parser.found)


@cache
def reader_and_renderer(engine, converter):
    text = f'{SITE}[content]\ndialect = "{engine}"\n[markdown]\nengine = "{converter}"\n'
    config = parse_config(text, Path("/none"), resolve)
    room = next(each for each in ENGINES.values() if each.name == engine)
    flavour = room.flavour_of(config)
    renderer = Renderer(config, lambda url, of: urls.absolute(url, of.permalink), flavour)
    return room.dialect(config), renderer


@cache
def blocks_of(engine, converter):
    """Return lists of places with what is typed there and shown; strategies are slow to make."""
    flavour = reader_and_renderer(engine, converter)[1].flavour
    marks = words(MARKS if engine in RUNS_TEMPLATES else f"{MARKS}|{TEMPLATES}")
    others = OTHERS.get(engine, set()) | OTHERS.get(converter, set())

    @cache
    def kinds(place):
        has_raw = not flavour.is_mdx  # In MDX, expressions are run there as well.
        has_html = has_raw and converter == "commonmark"
        by = indents(flavour, place)
        has_runs = not flavour.is_kramdown  # To which the first of so many ends a span.
        typed = code(marks, indents=by, has_html=has_html, has_raw=has_raw, has_runs=has_runs)
        return st.tuples(st.just(place), typed)

    found = st.sampled_from(places(flavour, others)).flatmap(kinds)
    return st.lists(found, min_size=1, max_size=3, unique_by=lambda one: one[0])


@pytest.mark.parametrize(("engine", "converter"), ENGINES_AND_CONVERTERS)
@given(data=st.data())
def test_code_is_kept(make_article, engine, converter, data):
    dialect, renderer = reader_and_renderer(engine, converter)
    blocks = data.draw(blocks_of(engine, converter))
    # Without the words between, indented code would belong to a list or a note above it.
    body = "\n\nText.\n\n".join(["", *(AROUND[place](typed) for place, (typed, _) in blocks), ""])
    html = renderer.render(make_article(body=dialect.body(body))).html
    wanted = Counter(" ".join(shown.split()) for _, (_, shown) in blocks)
    assert codes(html) == wanted, body


@pytest.mark.parametrize(
    ("engine", "converter"),
    [each for each in ENGINES_AND_CONVERTERS if each[0] != "jekyll"],  # kramdown takes it for text.
)
@pytest.mark.parametrize("fence", ["```", "~~~~"])
def test_a_fence_that_nothing_closes_reaches_the_end(make_article, engine, converter, fence):
    dialect, renderer = reader_and_renderer(engine, converter)
    typed = "[[link]] *e* {.x}\n\n# H\n\n- a[^1]\n\n[^1]: b"
    body = dialect.body(f"a\n\n{fence}\n{typed}\n")
    assert codes(renderer.render(make_article(body=body)).html) == {" ".join(typed.split()): 1}
