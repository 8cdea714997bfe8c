"""feedsmith and rss-parser (npm) fetch and read every feed."""

from __future__ import annotations

import json
import subprocess

from tools import NODE, need_node_packages


def test_feedsmith_and_rss_parser(published):
    node = need_node_packages()
    urls = [published.url + name for name in ("atom.xml", "rss.xml", "feed.json")]
    command = [node, NODE / "read.mjs", *urls]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for url, form in zip(urls, ("atom", "rss", "json"), strict=True):
        read = found[url]["feedsmith"]
        assert (read["format"], read["title"]) == (form, "测试 & Test")
        assert [entry[0] for entry in read["entries"]] == published.ids
        assert all("<strong>" in entry[2] for entry in read["entries"])
    assert [e[1] for e in found[urls[1]]["feedsmith"]["entries"]] == list(published.titles[5::-1])
    for url in urls[:2]:
        read = found[url]["rssParser"]
        assert (read["title"], read["self"]) == ("测试 & Test", url)
        assert [(entry[0], entry[2]) for entry in read["entries"]] == [
            (i, i) for i in published.ids
        ]
