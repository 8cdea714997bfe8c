"""Pages of past issues are made again when what they show has changed, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from newsletter_samples import article, config, context

from broadsheet.newsletter.files import edition_files

ARTICLES = [article("new", "x"), article("old", "x", "y", days=7), article("older", "x", days=14)]
EXISTING = ["2025-W25", "2025-W24", "2025-W23"]


def signatures(articles=ARTICLES, digest="", site="", root=None, existing=EXISTING):
    made = context(articles, config(digest, site, **({"root": root} if root else {})), existing)
    files = edition_files("weekly", made)
    return {f.path.split("/", 2)[2]: f.signature for f in files if hasattr(f, "signature")}


BEFORE = signatures()
PAGES = {f"{name}/index.html" for name in EXISTING}
FEEDS = {"atom.xml", "rss.xml", "feed.json"}


def changed(after):
    return {path for path, signature in after.items() if BEFORE.get(path) != signature}


def test_what_is_the_same_has_the_same_signature():
    assert changed(signatures()) == set()
    assert BEFORE.keys() == PAGES | FEEDS


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"title": "Corrected"}, {"2025-W24/index.html"}),
        ({"version": "another body"}, {"2025-W24/index.html"}),
        ({"terms": (("tags", ("x", "z")),)}, {"2025-W24/index.html"}),
    ],
)
def test_a_corrected_article_changes_its_own_page_and_the_feeds(how, expected):
    articles = [ARTICLES[0], replace(ARTICLES[1], **how), ARTICLES[2]]
    assert changed(signatures(articles)) == expected | FEEDS


def test_another_spelling_elsewhere_changes_what_shows_the_term():
    articles = [*ARTICLES, *(article(f"x{n}", "X", days=70) for n in range(4))]
    assert changed(signatures(articles)) == PAGES | FEEDS


def test_a_new_neighbour_changes_the_pages_beside_it():
    after = signatures([*ARTICLES, article("oldest", days=21)], existing=[*EXISTING, "2025-W22"])
    assert changed(after) == {"2025-W22/index.html", "2025-W23/index.html"} | FEEDS


@pytest.mark.parametrize("change", ["settings", "edition", "template", "words"])
def test_what_all_pages_show_changes_all(tmp_path, change):
    (tmp_path / "templates/words").mkdir(parents=True)
    before = signatures(root=tmp_path)
    if change == "template":
        (tmp_path / "templates/a.html").write_text("x")
    if change == "words":
        (tmp_path / "templates/words/en.toml").write_text('more = "x"')
    after = signatures(
        root=tmp_path,
        digest='footer = "x"' if change == "edition" else "",
        site='rights = "x"' if change == "settings" else "",
    )
    assert all(before[path] != after[path] for path in PAGES | FEEDS)
