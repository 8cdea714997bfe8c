"""Lists in older versions of marked. Expected is what Hexo 3.9, 4.2, 5.4 and 7.3 make with their renderers."""

from __future__ import annotations

import json
import re

import pytest

from broadsheet import urls
from broadsheet.config.load import parse_config
from broadsheet.engines import ENGINES, resolve
from broadsheet.markdown import Renderer
from broadsheet.markdown.commonmark.marked_lists import with_lists
from broadsheet.markdown.scanning.scanner import scan
from tests.markdown.test_hexo_renderers import SITE

EVERY = ("^0.3.0", "1.0.1", "^2.0.0", "~3.3", "4.1.0", "^6.0.0")


def shown(make_article, root, version, body):
    """Return the HTML without line ends, paragraphs of items, and spaces below breaks."""
    engine = "3.9.0" if version.startswith("^0.") else "5.0.0"
    packages = {"dependencies": {"hexo": engine, "hexo-renderer-marked": version}}
    (root / "package.json").write_text(json.dumps(packages))
    (root / "_config.yml").write_text("title: x\n")
    config = parse_config(SITE, root, resolve)
    room = next(each for each in ENGINES.values() if each.name == "hexo")
    resolved = lambda typed, article: urls.absolute(typed, article.permalink)  # noqa: E731
    renderer = Renderer(config, resolved, room.flavour_of(config))
    html = renderer.render(make_article(body=body)).html
    return re.sub(r"(?<=<li>)<p>|</p>(?=</li>|<pre>)|(?<=<br>) +", "", html.replace("\n", ""))


CODE = "<pre><code{}>x</code></pre>"
JS = CODE.format(' class="language-js"')


@pytest.mark.parametrize(
    ("versions", "body", "expected"),
    [
        # Code right below an item is in the item, and the numbers go on.
        (EVERY, "1. a\n```js\nx\n```\n2. b", f"<ol><li>a{JS}</li><li>b</li></ol>"),
        (
            ("7.0.1", "latest"),
            "1. a\n```js\nx\n```\n2. b",
            f'<ol><li>a</li></ol>{JS}<ol start="2"><li>b</li></ol>',
        ),
        (("^2.0.0", "^6.0.0"), "- a\n```js\nx\n```\nc", f"<ul><li>a{JS}c</li></ul>"),
        (("^0.3.0",), "- a\n```js\nx\n```\nc", f"<ul><li>a{JS}</li></ul><p>c</p>"),
        # How far a list within an item is indented.
        (EVERY, "1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        (
            ("^0.3.0", "^2.0.0"),
            "1. a\n  - b\n2. c",
            "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>",
        ),
        (
            ("~3.3", "^4.0", "^6.0.0"),
            "1. a\n  - b\n2. c",
            '<ol><li>a</li></ol><ul><li>b</li></ul><ol start="2"><li>c</li></ol>',
        ),
        (("^0.3.0", "^2.0.0"), "- a\n - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        (("~3.3", "^4.0", "^6.0.0"), "- a\n - b", "<ul><li>a</li><li>b</li></ul>"),
        (
            EVERY,
            "- a\n    - b\n        - c",
            "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>",
        ),
        # What ends a list, and what does not.
        (EVERY, "- a\n***\nb", "<ul><li>a</li></ul><hr><p>b</p>"),
        (EVERY, "- a\n\nb", "<ul><li>a</li></ul><p>b</p>"),
        (EVERY, "1. a\n- b", "<ol><li>a</li></ol><ul><li>b</li></ul>"),
        (EVERY, "* a\n+ b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        (("^0.3.0", "^4.0"), "- a\n## h\n- b", "<ul><li>a<h2>h</h2></li><li>b</li></ul>"),
        (("^6.0.0",), "- a\n## h\n- b", "<ul><li>a</li></ul><h2>h</h2><ul><li>b</li></ul>"),
        (("^2.0.0",), "- a\n**b**", "<ul><li>a</li></ul><p><strong>b</strong></p>"),
        # Which lists there are.
        (("^0.3.0", "^2.0.0"), "1) a\n2) b", "<p>1) a<br>2) b</p>"),
        (("~3.3", "^6.0.0"), "1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        (("^0.3.0",), "a\n2. b", '<p>a</p><ol start="2"><li>b</li></ol>'),
        (("^2.0.0", "^6.0.0"), "a\n2. b", "<p>a<br>2. b</p>"),
        (("^2.0.0", "^4.0"), "- a\n      x", f"<ul><li>a{CODE.format('')}</li></ul>"),
        (("^6.0.0",), "- a\n      x", "<ul><li>a<br>x</li></ul>"),
        (EVERY, "- a\n\tb", "<ul><li>a<br>b</li></ul>"),
    ],
)
def test_lists_of_a_version(make_article, tmp_path, versions, body, expected):
    """Kills: each comparison of versions, and an end of a list that is missed."""
    for version in versions:
        assert shown(make_article, tmp_path, version, body) == expected, version


@pytest.mark.parametrize(
    "text",
    [
        "```\n- a\n - b\n1) c\n```",
        "a\n\n    1) b\n    - c",
        "<pre>\n- a\n - b\n</pre>",
        "<div>\n- a\n - b\n</div>",
        "<b>a</b>\n```\nb\n\n- c\n - d\n```",
        "~~~\n```\n- a\n - b\n~~~",
        "- ```\n  - a\n   - b\n  ```",
        "```\n- a\n - b",
        "> - a\n> ```\n> b\n> ```",
        "a - b\n*c* - d",
    ],
)
def test_code_html_and_quotations_stay(text):
    assert with_lists(text, (0, 7)) == text


@pytest.mark.parametrize("above", ["<b>a</b>", "<!-- a -->", "> ```\n> a\n"])
def test_lists_below_tags_and_quotations(above):
    """Kills: whatever begins with `<` taken for a block of HTML; a fence that is open in a quotation;
    a list taken for a part of the comment above it.
    """
    assert with_lists(f"{above}\n- b\n - c", (0, 7)) == f"{above}\n- b\n  - c"


def test_lists_and_code_take_no_scan_of_the_text():
    """Kills: a scan, which took most of the time that a site's lists take, for each article."""
    scan.cache_clear()
    text = "<br>\n\n- a\n```\n- b\n```\n"
    assert with_lists(text, (4, 3)) == "<br>\n\n- a\n  ```\n  - b\n  ```\n"
    assert scan.cache_info().misses == 0


def test_code_keeps_its_own_indentation():
    """Kills: as much indentation taken from the code as from the lines of its item."""
    assert with_lists("1. a\n```\nb\n  c\n```", (4, 3)) == "1. a\n   ```\n   b\n     c\n   ```"


def test_deep_lists_take_linear_time():
    """Each level is read again, so deep ones are left as they are."""
    text = "\n".join(f"{' ' * depth}- a" for depth in range(600))
    assert with_lists(text, (0, 3)).count("- a") == 600
