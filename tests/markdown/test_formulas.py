"""Formulas as MathML: what cannot be converted stays TeX and is named; e-mails and summaries have TeX."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import engine_of, resolve
from broadsheet.markdown import Renderer

pytest.importorskip("latex2mathml")


@pytest.fixture
def renderer():
    def make(math="mathml", dialect="plain", engine="commonmark"):
        config = parse_config(
            '[site]\ntitle = "T"\nurl = "https://x.org/"\n'
            f'[content]\ndialect = "{dialect}"\n[markdown]\nengine = "{engine}"\nmath = "{math}"\n',
            Path(),
            resolve,
        )
        return Renderer(config, lambda url, _: url, engine_of(config).flavour)

    return make


def test_inline_and_display(renderer, make_article):
    shown = renderer().render(make_article(body="a $x^2$ b \\(y\\)\n\n$$\n\\frac{a}{b}\n$$"))
    mathml = '<math xmlns="http://www.w3.org/1998/Math/MathML" display='
    assert (
        shown.html
        == f'<p>a {mathml}"inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math> '
        f'b {mathml}"inline"><mrow><mi>y</mi></mrow></math></p>\n'
        f'<p>{mathml}"block"><mrow><mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac></mrow></math></p>'
    )
    assert shown.problems == ()


@pytest.mark.parametrize("engine", ["commonmark", "markdown"])
@pytest.mark.parametrize(
    "body",
    [
        "$a*b*c$",
        "$a\\\\b$",
        "$$a$$ $$b$$",
        "\\[a_1 b_1\\]",
        "$a<b$ $c>d$",
        "$$\na\nb\n$$",
        "- $$\n  a\n  $$",
    ],
)
def test_formulas_are_found_whole(renderer, make_article, engine, body):
    shown = renderer(engine=engine).render(make_article(body=body))
    assert shown.html.count("<math") == max(
        body.count("$$") // 2, body.count("$") // 2 - 3 * body.count("$$") // 2, 1
    )
    assert "$" not in shown.html
    assert "\\" not in shown.html


def test_what_cannot_be_converted_stays_and_is_named(renderer, make_article):
    shown = renderer().render(make_article(body="a\n\n$\\foo{x}$ $x$ $\\left( y$", body_line=3))
    assert "$\\foo{x}$" in shown.html
    assert "$\\left( y$" in shown.html
    assert shown.html.count("<math") == 1
    assert [problem.line for problem in shown.problems] == [5, 5]
    assert "\\foo{x}" in shown.problems[0].message


@pytest.mark.parametrize(
    "tex",
    [
        "\\text{<script>alert(1)</script>}",
        "\\text{</math><img src=x onerror=alert(1)>}",
        "\\href{javascript:alert(1)}{x}",
        "\\style{background:url(x)}{x}",
    ],
)
def test_nothing_dangerous_comes_through_a_formula(renderer, make_article, tex):
    html = renderer().render(make_article(body=f"${tex}$")).html
    assert not any(each in html for each in ("<script", "<img", "javascript:", "style="))


def test_too_long_formulas_stay(renderer, make_article):
    body = f"${'x+' * 3000}x$"
    assert renderer().render(make_article(body=body)).html == f"<p>{body}</p>"


def test_emails_summaries_and_other_sites_have_tex(renderer, make_article):
    article = make_article(body="a $x$ b")
    assert renderer().render(article, for_email=True).html == "<p>a $x$ b</p>"
    assert renderer().summary(article) == "a $x$ b"
    assert renderer("tex").render(article).html == "<p>a $x$ b</p>"


def test_a_formula_of_several_lines_has_no_breaks(renderer, make_article):
    article = make_article(body="$$\na &= b\n$$")
    assert renderer("tex", "obsidian").render(article).html == "<div>$$\na &amp;= b\n$$</div>"
