"""The HTML inside of feeds: what is torn, what is an entity, which styles and ids are usual."""

from __future__ import annotations

import pytest

from broadsheet.checks.feeds.html_elements import torn, unsafe
from broadsheet.checks.feeds.html_rules import _entities, _relative, _risky, _unknown
from broadsheet.checks.feeds.html_tags import escaped
from broadsheet.checks.feeds.uris import canonical


@pytest.mark.parametrize(
    "text",
    [
        "<p>a<p>b",
        "<ul><li>a<li>b<ul><li>c</ul></ul>",
        "<table><tr><td>x<tr><th>y<td>z</table>",
        "<dl><dt>a<dd>b<dt>c</dl>",
        "<p>a<table></table>",
        "a<br>b<br/>c<img src=x><hr />",
        "<span><p>a</p></span>",
        "<!-- <b> --><i>x</i>",
        '<a title="a > b, 1 < 2">x</a>',
        "1 < 2 & 3 > 2",
        "<details><summary>a</summary><pre><code>b</code></pre></details>",
    ],
)
def test_html_that_nests_is_whole(text):
    assert torn(escaped(text)) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<b>x", "never closes <b>"),
        ("<b><i>x</b></i>", "closes <b> inside <i>"),
        ("<p>a</p></p>", "contains </p> without a start tag"),
        ("<p><div>x</div></p>", "contains </p> without a start tag"),
        ("<p><ul><li>a</li></ul></p>", "contains </p> without a start tag"),
        ("<div/>x", "never closes <div>"),
        ("x</img>", "contains </img>, which ends nothing"),
        ("<a href='x", 'contains "<a" without >; end the tag'),
        ("<em>a</p>", "contains </p> without a start tag"),
    ],
)
def test_html_that_does_not_nest_is_torn(text, fault):
    assert torn(escaped(text)).startswith(fault)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("a & b &amp; &copy; &#38; &#x4E2D;", ""),
        ("?a=1&b=2", '"&b"'),
        ("a &copy b", '"&copy"'),
        ("&foo;", '"&foo;"'),
        ("isn&#x92;t", "&#x92;"),
        ("isn&#146;t", "&#146;"),
    ],
)
def test_entities_are_those_of_html(text, entity):
    found = _entities(escaped(text))
    assert entity in found if entity else not found


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("<p onclick='x()'>y</p>", "onclick"),
        ("<a href=' JavaScript:x()'>y</a>", "javascript:"),
        ("<a href='&#106;avascript:x()'>y</a>", "javascript:"),
        ("<IFRAME src='https://example.org/'></IFRAME>", "<iframe>"),
        ("<code>&lt;script&gt;</code> <a title='<script>'>y</a>", ""),
    ],
)
def test_what_is_risky(text, risk):
    found = _risky(escaped(text))
    assert risk in found if risk else not found


def test_only_html_is_html():
    assert _unknown(escaped("<p>x</p><video></video>")) == ""
    assert "<my-card>" in _unknown(escaped("<my-card>x</my-card>"))
    assert "<svg>" in _unknown(escaped("<svg><path/></svg>"))
    assert _unknown(escaped("<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>")) == ""


def test_relative_references():
    assert (
        _relative(escaped('<img src="https://example.org/a.png"><a href="mailto:a@b.c">x</a>'))
        == ""
    )
    assert '"#fn:1"' in _relative(escaped('<a href="#fn:1">1</a>'))


@pytest.mark.parametrize(
    ("style", "bad"),
    [
        ("text-align: center; border-bottom: 1px solid #ccc", ""),
        ("font-family: 'Lucida Console', monospace", ""),
        ("margin-left:5px;", ""),
        ("position:fixed", "position:fixed"),
        ("color:red; margin: 99999px", "margin: 99999px"),
        (
            "background: url(https://example.org/a.png)",
            "background: url(https://example.org/a.png)",
        ),
        ("width: expression(x)", "width: expression(x)"),
        ("oops", "oops"),
    ],
)
def test_styles_that_could_do_harm(style, bad):
    assert unsafe(style) == bad


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("https://example.org/", "https://example.org/"),
        ("HTTPS://EXAMPLE.org:443", "https://example.org/"),
        ("http://example.org:8080/a/./b/../c/..", "http://example.org:8080/a/"),
        (
            "https://example.org/%7euser/%e4%b8%ad?q=%2f#a",
            "https://example.org/~user/%E4%B8%AD?q=%2F#a",
        ),
        ("http://@example.org/", "http://example.org/"),
        ("http://user@example.org/", "http://user@example.org/"),
        ("tag:example.org,2025:a/../b", "tag:example.org,2025:a/../b"),
        ("no uri at all", "no uri at all"),
    ],
)
def test_the_usual_spelling_of_a_uri(written, usual):
    assert canonical(written) == usual
    assert canonical(usual) == usual
