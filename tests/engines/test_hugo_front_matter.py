"""What Hugo makes of front matter and its cascades, compared with the program itself."""

import json

from engine_sites import EngineSite

CONFIG = """\
baseURL = "https://a.example/"
timeZone = "America/New_York"
[frontmatter]
date = ["datum", ":filename", ":default"]
publishDate = ["sichtbar", "publishDate", "date"]
[[cascade]]
tags = ["first"]
target.path = "{/site,/site/**}"
[[cascade]]
tags = ["second"]
weight = 3
target.path = "/site/**"
[[cascade]]
tags = ["sections"]
target.kind = "section"
[[cascade]]
draft = true
target.path = "/hidden/a"
"""
HOME = """\
[{{ range $i, $p := site.RegularPages }}{{ if $i }},{{ end }}
{{ jsonify (dict "file" .File.Path "date" (.Date.Format "2006-01-02T15:04:05-07:00") "tags" .Params.tags) }}
{{ end }}]"""
DATED = "date: 2025-01-02"
PAGES = {
    "a.md": "datum: 2025-01-02 03:04:05",
    "b.md": "date: Thu, 02 Jan 2025 15:04:05 +0800",
    "c.md": "date: 02 Jan 2025",
    "d.md": "date: 2025-07-02T15:04:05",
    "seconds.md": "date: 2024",
    "later.md": f"{DATED}\nsichtbar: 2099-01-01",
    "site/a.md": DATED,
    "hidden/a.md": DATED,
    "hidden/b.md": DATED,
    "own/_index.md": "cascade:\n  - {target: {path: /own/x*}, tags: [x]}\n  - tags: [rest]",
    "own/x1.md": DATED,
    "own/x/y.md": DATED,
    "own/z.md": f"{DATED}\ntags: [z]",
    "leaf/index.md": DATED,
    "leaf/other.md": DATED,
    "leaf/sub/index.md": DATED,
}


def test_dates_cascades_and_bundles(tmp_path):
    site = EngineSite(tmp_path)
    site.write("hugo.toml", CONFIG)
    site.write("layouts/all.html", "x")
    site.write("layouts/home.html", HOME)
    for path, header in PAGES.items():
        site.write(f"content/{path}", f"---\ntitle: T\n{header}\n---\nText.")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    ours = {
        a.source.removeprefix("content/"): (a.published.isoformat(), dict(a.terms)["tags"])
        for a in found.articles
    }
    assert ours["b.md"][0] == "2025-01-02T15:04:05+08:00"
    assert ours["seconds.md"][0] == "1970-01-01T00:33:44+00:00"
    assert ours["c.md"][0] == "2025-01-02T00:00:00-05:00"
    assert {path: tags for path, (_, tags) in ours.items() if tags} == {
        "site/a.md": ("first",),
        "own/x1.md": ("x",),
        "own/x/y.md": ("rest",),
        "own/z.md": ("z",),
    }
    site.run("hugo", "--quiet", "--destination", "public")
    pages = json.loads((site.root / "public/index.html").read_text("utf-8"))
    assert ours == {page["file"]: (page["date"], tuple(page["tags"] or ())) for page in pages}


def test_a_draft_that_newer_versions_publish_is_told(tmp_path):
    site = EngineSite(tmp_path)
    site.write("hugo.toml", 'baseURL = "https://a.example/"\nindexes = { topic = "topics" }\n')
    site.write("content/a.md", "---\ntitle: T\ndate: 2025-01-02\ndraft: yes\n---\n")
    site.write("content/b.md", "---\ntitle: T\ndate: 2025-01-02\ntopics: [x]\n---\n")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert [(p.path, p.line, p.field) for p in problems] == [("content/a.md", 4, "draft")]
    assert "newer versions of Hugo take it for text and publish" in problems[0].message
    assert [dict(a.terms) for a in found.articles] == [{"topics": ("x",)}]


def test_a_cover_that_is_no_picture_is_told_of_its_article(tmp_path):
    site = EngineSite(tmp_path)
    site.write("hugo.toml", 'baseURL = "https://a.example/"\n')
    site.write("content/posts/a/index.md", "---\ntitle: T\ndate: 2025-01-02\n---\n")
    site.write("content/posts/a/cover.png", "")
    assert site.publish("init") == 0
    _, problems = site.read()
    assert [(p.path, p.field) for p in problems] == [("content/posts/a/index.md", "picture")]
