"""Slugs of Hugo's sections: `slug` in `_index.md` names the folder in all addresses below it (Hugo 0.168)."""

from __future__ import annotations

import json

import pytest

from broadsheet.cli import main

HUGO = 'baseURL = "https://e.org/"\ntitle = "x"\n'
LANGUAGES = (
    'defaultContentLanguage = "en"\n[languages.en]\nweight = 1\n[languages.fr]\nweight = 2\n'
)


def build(root, settings, files):
    """Return the addresses of the articles, by file, after `init`."""
    (root / "hugo.toml").write_text(HUGO + settings)
    for path, fields in files.items():
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        date = "" if "_index" in path else "\ndate: 2025-01-01"
        file.write_text(f"---\ntitle: {path}{date}\n{fields}\n---\nx", encoding="utf-8")
    assert main(["-C", str(root), "init"]) == 0
    assert main(["-C", str(root), "build", "--now", "2026-01-01"]) == 0
    feeds = (json.loads(file.read_text("utf-8")) for file in (root / "out").rglob("*.json"))
    items = [item for feed in feeds for item in feed.get("items", ())]
    return {item["title"]: item["url"].removeprefix("https://e.org/") for item in items}


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        ({"a/_index.md": "slug: other", "a/x.md": ""}, "a/x.md", "other/x/"),
        ({"a/_index.md": "slug: other", "a/x/index.md": ""}, "a/x/index.md", "other/x/"),
        ({"a/_index.md": "slug: Zwei Wörter", "a/b/x.md": ""}, "a/b/x.md", "zwei-w%C3%B6rter/b/x/"),
        (
            {"a/_index.md": "slug: o", "a/b/_index.md": "slug: p", "a/b/x.md": "slug: q"},
            "a/b/x.md",
            "o/p/q/",
        ),
        ({"a/b/_index.md": "slug: p", "a/x.md": "", "a/b/x.md": ""}, "a/x.md", "a/x/"),
        ({"a/_index.md": "url: /other/", "a/x.md": ""}, "a/x.md", "a/x/"),
        ({"a/_index.md": "", "a/x.md": ""}, "a/x.md", "a/x/"),
    ],
)
def test_a_section_s_slug_is_in_the_addresses_below_it(tmp_path, files, path, expected):
    assert build(tmp_path, "", files)[path] == expected


def test_each_language_has_its_own(tmp_path):
    files = {
        "press/_index.md": "",
        "press/_index.fr.md": "slug: presse",
        "press/x.md": "",
        "press/x.fr.md": "",
    }
    found = build(tmp_path, LANGUAGES, files)
    assert found == {"press/x.md": "press/x/", "press/x.fr.md": "fr/presse/x/"}


def test_the_section_s_feed_is_there_too(tmp_path):
    build(tmp_path, "", {"a/_index.md": "slug: other", "a/x.md": ""})
    assert (tmp_path / "out/other/index.xml").is_file()
    assert not (tmp_path / "out/a").exists()
