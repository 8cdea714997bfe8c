"""Inlining, with css-inline (a Rust implementation of its own) as the oracle."""

from __future__ import annotations

import re
import subprocess
import sys

import css_inline
import pytest
from lxml import html as lxml_html
from newsletter_samples import PICTURE, article, config, context, edition, issue

from broadsheet.newsletter.compose import compose
from broadsheet.newsletter.inline import inline
from broadsheet.newsletter.render import html_source

Declarations = dict[str, str]


def declarations(style: str | None) -> Declarations:
    """Read a style attribute; spaces and quotes do not count."""
    found: Declarations = {}
    for declaration in (style or "").replace("'", '"').split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip()] = re.sub(r"\s*,\s*", ",", value.strip())
    return found


def styles(html: str) -> list[tuple[str, Declarations]]:
    page = lxml_html.document_fromstring(html)
    return [
        (str(element.tag), declarations(element.get("style")))
        for element in page.body.iter()
        if isinstance(element.tag, str) and element.tag != "tbody"  # Which HTML5 parsers add.
    ]


def test_premailer_and_css_inline_agree_on_the_letter() -> None:
    articles = [article(str(n), "x", image=PICTURE, language="ar" if n else "en") for n in range(4)]
    made = context(articles, config('group_by = "tags"\nunsubscribe = "https://example.org/%%t%%"'))
    source = html_source(compose(issue(made), edition(made), made), edition(made), made.templates)
    progressive = re.compile('<style data-premailer="ignore">.*?</style>', re.DOTALL)
    oracle = css_inline.CSSInliner(load_remote_stylesheets=False)
    assert styles(inline(source)) == styles(oracle.inline(progressive.sub("", source)))


def test_placeholders_comments_and_attributes_survive() -> None:
    html = inline(
        "<!DOCTYPE html><html><head><style>img { width: 100%; height: auto } a { color: #ff0000 }"
        '</style><style data-premailer="ignore">@media (x) { a { color: #00ff00 !important } }'
        "</style></head><body><!--[if mso]><table><![endif]-->"
        '<a href="https://example.org/%%token%%?a=1&amp;b=2">x</a>'
        '<img src="a.png" alt="" width="536" height="302"></body></html>'
    )
    assert 'href="https://example.org/%%token%%?a=1&amp;b=2" style="color:#f00"' in html
    assert 'width="536" height="302" style="width:100%; height:auto"' in html
    assert "<!--[if mso]><table><![endif]-->" in html
    assert "@media (x) { a { color: #00ff00 !important } }" in html


@pytest.mark.slow
def test_what_fetches_is_not_imported_and_can_be_afterwards() -> None:
    code = (
        "import sys; import broadsheet.newsletter.inline; assert 'requests' not in sys.modules;"
        "import requests; assert requests.get"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
