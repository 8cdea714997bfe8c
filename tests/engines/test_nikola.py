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
