"""What the configuration of a MkDocs site says of its Markdown."""

import pytest
from engine_sites import EngineSite

MKDOCS = """\
site_name: M
site_url: https://m.example/
markdown_extensions:
  - pymdownx.mark
  - pymdownx.snippets:
      base_path: [includes, docs]
plugins: [blog]
"""
ZENSICAL = """\
[project]
site_name = "M"
site_url = "https://m.example/"
[project.markdown_extensions.pymdownx.mark]
[project.markdown_extensions]
"pymdownx.snippets".base_path = "includes"
[project.plugins.blog]
"""


@pytest.mark.parametrize(("name", "text"), [("mkdocs.yml", MKDOCS), ("zensical.toml", ZENSICAL)])
def test_the_configuration_says_which_marks_there_are_and_where_snippets_lie(tmp_path, name, text):
    site = EngineSite(tmp_path)
    site.write(name, text)
    site.write("includes/part.md", "From a *file*.\n")
    body = '==marked== and x^2^\n\n--8<-- "part.md"\n'
    site.write("docs/blog/posts/a.md", f"---\ndate: 2025-01-02\n---\n# A\n\n{body}")
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    feed = (site.out / "feed.json").read_text("utf-8")
    assert "<mark>marked</mark> and x^2^" in feed
    assert "From a <em>file</em>." in feed


def test_extensions_are_the_sites_own_and_all_in_zensical(tmp_path):
    """Kills: marks and boxes that sites have without naming them, and Zensical's, which it has so."""
    body = '!!! note "N"\n    In *it* ==m== :material-check:\n'
    shown = {}
    for name, text in {"mkdocs.yml": "site_name: M\n", "zensical.toml": "[project]\n"}.items():
        site = EngineSite(tmp_path / name)
        plugins = "plugins: [blog]\n" if name == "mkdocs.yml" else "[project.plugins.blog]\n"
        site.write(name, text + plugins)
        site.write("docs/blog/posts/a.md", f"---\ndate: 2025-01-02\n---\n# A\n\n{body}")
        assert site.publish("init") == 0
        assert site.publish("build") == 0
        shown[name] = (site.out / "feed.json").read_text("utf-8")
    assert "!!! note" in shown["mkdocs.yml"]
    assert "In <em>it</em> <mark>m</mark> " in shown["zensical.toml"]
    assert "!!!" not in shown["zensical.toml"]
    assert "material" not in shown["zensical.toml"]


def test_excluded_pages_and_drafts_are_no_articles(tmp_path):
    """Kills: patterns of names alone, of folders alone, and those of the docs folder taken for the blog's."""
    site = EngineSite(tmp_path)
    excluded = "exclude_docs: |\n  secret/\n  *.tmp.md\n  /blog/posts/c.md\n  /posts/a.md\ndraft_docs: d.md\n"
    head = "site_name: T\nsite_url: https://e.org\nplugins: [blog]\n"
    site.write("mkdocs.yml", head + excluded)
    for name in ("a", "secret/b", "c", "d", "e.tmp"):
        site.write(
            f"docs/blog/posts/{name}.md", f"---\ndate: 2025-01-02\n---\n\n# {name}\n\nText.\n"
        )
    assert site.publish("init") == 0
    found, _ = site.read()
    assert [article.source for article in found.articles] == ["docs/blog/posts/a.md"]
