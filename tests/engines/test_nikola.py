"""Nikola's feeds, beside what tests/engines/oracles compares with Nikola itself."""

import json

from engine_sites import copy_site


def titles(file):
    return {item["title"] for item in json.loads(file.read_text("utf-8"))["items"]}


def test_each_language_has_a_feed_where_nikola_has_it(tmp_path):
    """Without feeds of their own, the posts of other languages would be in none."""
    site = copy_site("nikola-languages", tmp_path)
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    assert titles(site.out / "de/feed.json") == {"In beiden Sprachen", "Nur auf Deutsch"}
    assert "Below folders" in titles(site.out / "feed.json")
    assert "In zwei Sprachen" in (site.out / "de/feeds/rss.xml").read_text("utf-8")
    assert (site.out / "index.atom").is_file()
    assert (site.out / "tags/two.xml").is_file()


def test_a_tag_hides_a_post_unless_the_configuration_says_otherwise(tmp_path):
    site = copy_site("nikola-languages", tmp_path)
    text = (site.root / "conf.py").read_text("utf-8")
    site.write("conf.py", text.replace("USE_TAG_METADATA = False\n", ""))
    assert site.publish("init") == 0
    assert "Below folders" not in {article.title for article in site.read()[0].articles}


def test_links_and_code_of_posts(tmp_path):
    site = copy_site("nikola", tmp_path)
    body = (
        "[slug](link://slug/b) [file](link://filename/posts/a.md) [tag](link://tag/Two%20Words) "
        "[lost](link://slug/none)\n\n    :::python\n    x = 1\n"
    )
    site.write(
        "posts/new.md", f"<!--\n.. title: New\n.. slug: new\n.. date: 2025-03-01\n-->\n\n{body}"
    )
    rest = ".. title: Rest\n.. slug: numbered\n.. date: 2025-03-02\n\n"
    rest += "`slug <link://slug/b>`_\n\n.. code-block:: python\n   :number-lines:\n\n   y = 2\n"
    site.write("posts/numbered.rst", rest)
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    items = json.loads((site.out / "feed.json").read_text("utf-8"))["items"]
    shown = {item["title"]: item["content_html"] for item in items}
    assert '<a href="https://nikola.example/blog/rest/">slug</a>' in shown["New"]
    assert '<a href="https://nikola.example/blog/first/">file</a>' in shown["New"]
    assert '<a href="https://nikola.example/categories/two-words/">tag</a>' in shown["New"]
    assert "link://" not in shown["New"] and ":::python" not in shown["New"]
    assert '<a href="https://nikola.example/blog/rest/">slug</a>' in shown["Rest"]
    assert "<code>y = 2" in shown["Rest"]
