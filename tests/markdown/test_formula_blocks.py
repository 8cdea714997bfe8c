"""Formulas set apart, whose lines may begin with what are marks of blocks elsewhere."""

import re
from pathlib import Path

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import engine_of, resolve
from broadsheet.markdown import Renderer

ENGINES = [("plain", "markdown"), ("plain", "commonmark"), ("obsidian", "commonmark")]
LINES = [
    "# a\n- b\n+ c",
    "a\n---\nb",
    "1. a\n> b",
    "= a\n***\n| b |\n|---|",
    "a\n    - b\n    ~~~",
]


@pytest.fixture
def shown(make_article):
    def show(body, dialect="plain", engine="commonmark"):
        config = parse_config(
            '[site]\ntitle = "T"\nurl = "https://x.org/"\n'
            f'[content]\ndialect = "{dialect}"\n[markdown]\nengine = "{engine}"\n',
            Path("nowhere"),
            resolve,
        )
        renderer = Renderer(config, lambda url, _: url, engine_of(config).flavour)
        return renderer.render(make_article(body=body)).html

    return show


def words(text):
    return re.sub(r"[\s>]+", " ", text.replace("&gt;", ">"))


@pytest.mark.parametrize(("dialect", "engine"), ENGINES)
@pytest.mark.parametrize("lines", LINES)
@pytest.mark.parametrize(("first", "others"), [("", ""), ("- ", "  "), ("> ", "> ")])
def test_lines_of_a_formula_begin_no_blocks(shown, dialect, engine, lines, first, others):
    below = lines.replace("\n", f"\n{others}")
    html = shown(f"{first}$$\n{others}{below}\n{others}$$\n\nx\n\n* y", dialect, engine)
    assert not re.search("<(?:h1|h2|hr|ol|table|pre|code)", html)
    assert html.count("<li>") == 1 + (first == "- ")
    assert words(f"$$\n{lines}\n$$") in words(re.sub("<[^>]*>", "", html))


def test_brackets_set_a_formula_apart_where_they_are_read(shown):
    body = "\\[\na \\\\[2pt]\n- b\n\\]"
    assert shown(body) == f"<div>{body}</div>"
    assert "<li>b" in shown(body, "obsidian")


@pytest.mark.parametrize(
    "body",
    [
        "costs $$\n- a $$ b",
        "$$\n\n- a\n\n$$",
        "`$$`\n- a\n$$",
        "```\n$$\n```\n- a\n$$\n",
        "\\\\[\n- a\n\\]",
        "\\]\n- a\n\\]",
    ],
)
def test_signs_that_begin_no_formula_leave_lists_alone(shown, body):
    assert "<li>a" in shown(body)


def test_raw_html_keeps_its_signs(shown):
    body = "<table><tr><td>\n$$\na &lt; b\n- c\n$$\n</td></tr></table>"
    assert "a &lt; b\n- c\n$$" in shown(body)


def test_the_next_formula_is_found_too(shown):
    html = shown("$$\n\nx\n\n$$\n- a\n$$\n\ny $b*c*d$ $$\n\n$$\n# e\n$$")
    assert "$$\n- a\n$$" in html
    assert "$b*c*d$" in html
    assert "<div>$$\n# e\n$$</div>" in html


@pytest.mark.parametrize(
    "piece", ["$$\n", "\\[\n", "> $$\n- a\n", "$$\n- a\n\n", "\\[\n- a\n", "- $$\n"]
)
def test_many_signs_take_linear_time(shown, piece):
    assert shown(piece * (20_000 // len(piece)))
    assert shown(piece * (20_000 // len(piece)), "jekyll")
