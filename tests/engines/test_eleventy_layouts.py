"""What layouts of an Eleventy site say of the articles that use them."""

import json

from conftest import CONFIG

from broadsheet.cli import main


def test_articles_have_what_their_layouts_say_unless_something_nearer_says_it(site):
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    (site.root / ".eleventy.js").write_text(
        "config.addLayoutAlias('note', 'layouts/note.njk');\n"
        "return { dir: { input: 'content', layouts: '_layouts' } };"
    )
    site.raw("_layouts/base.njk", b"---\ntags: all\ndescription: Base\n---\n")
    site.raw(
        "_layouts/post.njk",
        b'---\nlayout: base.njk\npermalink: "/b/{{ page.fileSlug }}/"\ntags: [post]\n---\n',
    )
    site.raw("_layouts/layouts/note.njk", b'---\npermalink: "/n/{{ page.fileSlug }}/"\n---\n')
    site.raw("_layouts/broken.njk", b"---\na: [\n---\n")
    site.raw("posts/posts.json", json.dumps({"layout": "post", "description": "Near"}).encode())
    site.article("posts/a.md", "tags: [own]")
    site.article("posts/b.md", "layout: note")
    site.article("posts/c.md", "permalink: /c/")
    site.article("d.md", "layout: broken")
    site.article("e.md", "layout: base")
    assert main(["-C", str(site.root), "build"]) == 0
    items = json.loads(site.tree()["feed.json"])["items"]
    found = {
        item["url"].removeprefix("https://example.org"): (item.get("tags"), item.get("summary"))
        for item in items
    }
    assert found == {
        "/b/a/": (["all", "post", "own"], "Near"),
        "/n/b/": (None, "Near"),
        "/c/": (["all", "post"], "Near"),
        "/d/": (None, found["/d/"][1]),
        "/e/": (["all"], "Base"),
    }


def test_what_cannot_be_read_of_a_layout_is_told_of_the_layout(site, capsys):
    site.config(CONFIG + '[content]\ndialect = "eleventy"\n')
    site.raw("_includes/post.njk", b'---\npermalink: "/{{ page.date | year }}/"\n---\n')
    site.article("posts/a.md", "layout: post.njk")
    site.article("posts/b.md", "layout: post.njk")
    assert main(["-C", str(site.root), "build"]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if "permalink" in line]
    pattern = 'posts = "/:fileslug/"'
    assert told == [
        'content/_includes/post.njk:1: permalink: "year" is no filter known here; write the address, or '
        f"a pattern into publish.toml: [content.permalinks] {pattern}"
    ]
    site.config(f'{CONFIG}[content]\ndialect = "eleventy"\n[content.permalinks]\n{pattern}\n')
    assert main(["-C", str(site.root), "build"]) == 0
    assert b'href="https://example.org/a/"' in site.tree()["atom.xml"]
