"""Typography of Pelican's articles. Expected text is what smartypants 2.0.2 shows, with `&quot;` for quotes too."""

from __future__ import annotations

import pytest

from broadsheet import urls
from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.markdown import Renderer
from broadsheet.markdown.typography.smartypants import educated

SITE = '[site]\ntitle="T"\nurl="https://e.org/"\nauthor="A"\n[content]\ndialect="pelican"\n[markdown]\nengine="markdown"\n'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\"Isn't it?\" 'No.'", "“Isn’t it?” ‘No.’"),
        ("&quot;a&quot; ('b')", "“a” (‘b’)"),
        ("\"'a' b\" '\"c\" d'", "“‘a’ b” ‘“c” d’"),
        ("the '90s, rock 'n' roll", "the ‘90s, rock ‘n’ roll"),
        ('a--"b" --- c...', "a—”b” —- c…"),
        ("``a'' . . .", "“a” …"),
        ('<em>a</em>"<b>"c"</b>', "<em>a</em>”<b>“c”</b>"),
        ('"<em>a</em>"', "“<em>a</em>”"),
        ('<code>"a"</code>\'s "b"', '<code>"a"</code>‘s “b”'),
        ('<pre>"<b>"</b>"</pre> "a"', '<pre>"<b>"</b>"</pre> “a”'),
        ('<a title="\'b\'">"a"</a>', "<a title=\"'b'\">“a”</a>"),
        ('6\'2" a""', "6‘2” a”“"),
    ],
)
def test_quotes_dashes_and_dots(text, shown):
    assert educated(text, "default") == shown


@pytest.mark.parametrize(
    ("dashes", "shown"),
    [("default", "a—b —-c"), ("oldschool", "a–b —c"), ("oldschool_inverted", "a—b –c")],
)
def test_dashes_are_those_that_the_site_chose(dashes, shown):
    assert educated("a--b ---c", dashes) == shown


def shown_by_pelican(make_article, root, settings, body):
    (root / "pelicanconf.py").write_text(settings, encoding="utf-8")
    site = parse_config(SITE, root, resolve)
    flavour = ENGINES["pelican"].flavour_of(site)
    renderer = Renderer(
        site, lambda typed, article: urls.absolute(typed, article.permalink), flavour
    )
    return renderer.render(make_article(body=body, permalink="https://e.org/a/")).html


BODY = 'x\n\na "b" -- c\n`"d"`'


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", '<p>a "b" -- c\n<code>"d"</code></p>'),
        ("TYPOGRIFY = True", '<p>a “b” — c\n<code>"d"</code></p>'),
        (
            'TYPOGRIFY = True\nTYPOGRIFY_IGNORE_TAGS = ["code", "p"]',
            '<p>a "b" -- c\n<code>"d"</code></p>',
        ),
        ('TYPOGRIFY = True\nTYPOGRIFY_DASHES = "oldschool"', '<p>a “b” – c\n<code>"d"</code></p>'),
        (
            'MARKDOWN = {"extension_configs": {"markdown.extensions.nl2br": {}}}',
            '<p>a "b" -- c<br>\n<code>"d"</code></p>',
        ),
        ('MARKDOWN = dict(extensions=["smarty"])', '<p>a “b” – c\n<code>"d"</code></p>'),
        ('MD_EXTENSIONS = ["extra", "nl2br"]', '<p>a "b" -- c<br>\n<code>"d"</code></p>'),
    ],
)
def test_pelicans_settings_are_followed(make_article, tmp_path, settings, expected):
    html = shown_by_pelican(make_article, tmp_path, settings, BODY)
    assert html.partition("</p>\n")[2] == expected


def test_boxes_of_tasks_are_an_extension(make_article, tmp_path):
    """Kills: a name outside of the package's own extensions left out."""
    settings = 'MARKDOWN = {"extension_configs": {"pymdownx.tasklist": {}}}'
    assert "[ ]" not in shown_by_pelican(make_article, tmp_path, settings, "- [ ] a")
    assert "[ ]" in shown_by_pelican(make_article, tmp_path, "", "- [ ] a")


def test_an_admonition_has_its_title(make_article, tmp_path):
    settings = 'MARKDOWN = {"extension_configs": {"markdown.extensions.admonition": {}}}'
    html = shown_by_pelican(make_article, tmp_path, settings, '!!! note "Mind"\n    *a*')
    assert "<p>Mind</p>\n<p><em>a</em></p>" in html
