"""MathML that an author typed: the TeX that it carries, its words, or MathML."""

from __future__ import annotations

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import engine_of, resolve
from broadsheet.markdown import Renderer

TEX = "P(C) = \\frac{1}{c} &lt; 2"
NOTED = (
    "<semantics><mrow><mi>P</mi></mrow>"
    f'<annotation encoding="application/x-tex">{TEX}</annotation></semantics></math>'
)


@pytest.fixture
def html(make_article, tmp_path):
    def render(body, math="tex", **options):
        config = parse_config(
            '[site]\ntitle = "T"\nurl = "https://x.org/"\n'
            f'[markdown]\nengine = "commonmark"\nmath = "{math}"\n',
            tmp_path,
            resolve,
        )
        renderer = Renderer(config, lambda url, _: url, engine_of(config).flavour)
        return renderer.render(make_article(body=body), **options).html

    return render


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## <math><mn>12.6</mn><mo>×</mo></math> faster", "<h2>12.6× faster</h2>"),
        ("a <math><mi>x</mi></math> <math><mo>&lt;</mo></math>", "<p>a x &lt;</p>"),
        ("`<math>` <math><mi>x", "<p><code>&lt;math&gt;</code> </p>"),
        (f"a <math>{NOTED}", f"<p>a ${TEX}$</p>"),
        (f"a <math display='block'>{NOTED} b", f"<p>a $${TEX}$$ b</p>"),
        ("<p hidden><math><mi>x</mi></math></p><p><math><mi>y</mi></math></p>", "<p>y</p>"),
        ("\ue07a0\ue07a <math><mi>x</mi></math>", "<p>x </p>"),
    ],
)
def test_typed_formulas_are_words_or_tex(html, body, expected):
    """Kills: formulas that are dropped, swapped or shown twice, and a mode that is lost."""
    assert html(body) == expected


def test_a_site_with_mathml_keeps_them_but_in_emails(html):
    pytest.importorskip("latex2mathml")
    body = "a <math><mn>12.6</mn><mo>×</mo></math>"
    assert html(body, "mathml") == f"<p>{body}</p>"
    assert html(body, "mathml", for_email=True) == "<p>a 12.6×</p>"
    assert "<mfrac>" in html(f"<math>{NOTED}", "mathml")


@pytest.mark.parametrize("math", ["tex", "mathml"])
@pytest.mark.parametrize(
    "inner",
    [
        "<mtext><img src=x onerror=alert(1)></mtext>",
        '<mi href="javascript:alert(1)" onclick="x">a</mi>',
        "<annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml>",
        "<annotation encoding='application/x-tex'>&lt;script&gt;alert(1)&lt;/script&gt;</annotation>",
        "<mglyph><style></math><img src onerror=alert(1)>",
    ],
)
def test_nothing_dangerous_comes_through(html, inner, math):
    if math == "mathml":
        pytest.importorskip("latex2mathml")
    shown = html(f"a <math>{inner}</math> b", math)
    assert "<script" not in shown
    assert " on" not in shown
    assert "javascript" not in shown
