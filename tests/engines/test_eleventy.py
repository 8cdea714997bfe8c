import json
from datetime import UTC
from urllib.parse import quote

import pytest
from engine_sites import EngineSite, copy_site

from broadsheet.config.load import load_config
from broadsheet.engines import resolve
from broadsheet.model import Person


@pytest.fixture
def eleventy(tmp_path):
    site = copy_site("eleventy", tmp_path)
    assert site.publish("init") == 0
    return site


def test_articles_are_eleventys_own(eleventy):
    eleventy.run("eleventy", "--quiet", modules=True)
    pages = json.loads((eleventy.root / "_site/articles.json").read_text("utf-8"))
    site, problems = eleventy.read()
    assert problems == []
    ours = [
        {
            "file": f"./{article.source}",
            "url": article.permalink.removeprefix("https://eleventy.example"),
            "date": article.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "title": article.title,
            "tags": list(dict(article.terms)["tags"]),
        }
        for article in site.articles
    ]
    for page in pages:
        page["tags"] = [tag.strip() for tag in page["tags"]]
        page["url"] = page["url"] and quote(page["url"])
    assert ours == [page for page in pages if page["url"]]


def test_what_a_program_alone_could_tell_is_told(tmp_path, capsys):
    """Of each such thing, init says where it is and what to do."""
    site = EngineSite(tmp_path)
    site.write("package.json", '{"devDependencies": {"@11ty/eleventy": "3"}}')
    site.write(
        "eleventy.config.js",
        "export default (c) => { c.addFilter('slugify', (text) => own(text)); };\n",
    )
    site.write(
        "_data/site.js", "export default { url: process.env.URL || 'http://localhost:8080' };"
    )
    site.write(
        "posts/posts.11tydata.js", "export default { permalink: (data) => own(data), tags: ['p'] };"
    )
    site.write("posts/a.md", "---\ntitle: T\ndate: 2025-01-02\nupdated: ['']\n---\n")
    assert site.publish("init") == 0
    told = capsys.readouterr().err
    assert "found a site of Eleventy, 1 article in ." in told
    assert "a filter slugify of its own: compare the addresses" in told
    assert "the site's address is not known: write it into publish.toml" in told
    assert (
        "posts/posts.11tydata.js:1: warning: permalink: is computed, so it is not known; write a text "
        'or template, or a pattern into publish.toml: [content.permalinks] posts = "/:fileslug/"'
    ) in told
    config = site.root / "publish.toml"
    text = config.read_text("utf-8")
    assert 'url = "https://example.org/"  # not found' in text
    config.write_text(f'{text}\n[content.permalinks]\nposts = "/:fileslug/"\n', encoding="utf-8")
    found, problems = site.read()
    assert [a.permalink for a in found.articles] == ["https://example.org/a/"]
    assert [p.message for p in problems if p.path == "posts/a.md"] == [
        "\"['']\" is not a date; write e.g. 2025-06-17T23:20:05+08:00"
    ]


def test_permalinks_by_filters_of_texts_and_dates(tmp_path):
    site = EngineSite(tmp_path)
    site.write("package.json", '{"devDependencies": {"@11ty/eleventy": "3"}}')
    site.write(
        "eleventy.config.js",
        "export default (c) => {\n"
        "\tc.addFilter('on', (d, f) => d.toISOString().slice(0, 7).replace('-', '/'));\n"
        "\tc.addCollection('x', (api) => { console.log(api.getAll().map((i) => i.url).join(' ')); return []; });\n"
        "};\n",
    )
    site.write(
        "old/old.11tydata.js",
        "export default { permalink: (data) => data.page.filePathStem.replace('/old/', '/') + '.html' };",
    )
    site.write(
        "new/new.json", '{"permalink": "/{{ page.date | on: \'yyyy/MM\' }}/{{ page.fileSlug }}/"}'
    )
    for path in ("old/a.md", "new/b.md", "new/c.html"):
        site.write(path, "---\ntitle: T\ndate: 2025-01-02\n---\n")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    ours = {a.permalink.removeprefix("https://example.org") for a in found.articles}
    assert ours == {"/a.html", "/2025/01/b/", "/2025/01/c/"}
    told = site.run("eleventy", modules=True)
    assert ours <= set(told.split())


def test_what_eleventy_ignores_is_no_article(tmp_path):
    site = EngineSite(tmp_path)
    site.write("package.json", '{"devDependencies": {"@11ty/eleventy": "3"}}')
    site.write(
        "eleventy.config.js",
        "export const config = { dir: { input: 'src' } };\n"
        "export default (c) => {\n"
        "\tc.ignores.add('src/drafts/');\n"
        "\tc.ignores.add('./src/posts/two.md');\n"
        "\tc.addCollection('x', (api) => { console.log(api.getAll().map((i) => i.url).join(' ')); return []; });\n"
        "};\n",
    )
    site.write(".eleventyignore", "# own\n\n**/_*.md\nREADME.md\nsrc/old\nsrc/notes/*.md\n")
    site.write("src/.eleventyignore", "posts/three.md\n")
    paths = (
        "posts/one",
        "posts/two",
        "posts/three",
        "posts/_four",
        "drafts/a",
        "old/deep/a",
        "notes/a",
    )
    for path in paths:
        site.write(f"src/{path}.md", "---\ntitle: T\ndate: 2025-01-02\n---\n")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    assert [a.permalink for a in found.articles] == ["https://example.org/posts/one/"]
    assert "/posts/one/" in site.run("eleventy", modules=True).split()
    assert not (site.root / "_site/posts/three").exists()
    assert len(list((site.root / "_site").rglob("*.html"))) == 1


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        ({"feed.njk": f"---\npermalink: /feed.xml\n---\n{ATOM}"}, {"atom": "feed.xml"}),
        (
            {"a/feed.liquid": f'---json\n{{ "permalink": "rss.xml" }}\n---\n{ATOM}'},
            {"atom": "rss.xml", "rss": "feed.rss.xml"},  # Else both would lie at one place.
        ),
        (
            {
                "feed.njk": f"---\npermalink: '{{{{ site.feed.path }}}}'\n---\n{ATOM}",
                "long.njk": f"---\npermalink: /long/long/feed.xml\n---\n{ATOM}",
                "json.njk": "---\npermalink: /f.json\n---\nhttps://jsonfeed.org/version/1.1",
                "_data/site.json": '{"feed": {"path": "/own/atom.xml"}}',
            },
            {"atom": "own/atom.xml", "json": "f.json"},
        ),
        (
            {
                "eleventy.config.js": "c.addPlugin(feedPlugin, { outputPath: '/a.xml', limit: 5 });\n"
                "c.addPlugin(feedPlugin, { type: 'rss', outputPath: '/b.xml' });"
            },
            {"atom": "a.xml", "rss": "b.xml"},
        ),
        ({"_includes/feed.njk": f"---\npermalink: /feed.xml\n---\n{ATOM}"}, {}),
    ],
    ids=["template", "clash", "data", "plugins", "none"],
)
def test_feeds_lie_where_eleventy_has_them(tmp_path, capsys, files, paths):
    site = EngineSite(tmp_path)
    site.write("package.json", '{"devDependencies": {"@11ty/eleventy": "3"}}')
    site.write("posts/a.md", "---\ntitle: T\ndate: 2025-01-02\n---\n")
    for path, text in files.items():
        site.write(path, text)
    assert site.publish("init") == 0
    told = capsys.readouterr().err
    assert ("no template that writes a feed was found" in told) is (not paths)
    assert load_config(site.root, resolve).feeds.paths == paths
    assert site.publish("build") == 0
    assert all((site.out / path).is_file() for path in paths.values())


PLUGIN = """\
c.addPlugin(feedPlugin, {
  type: "atom", outputPath: "/feed.xml",
  collection: { name: "posts", limit: 0 },
  metadata: { language: "en", title: "Blog", base: "https://e.example/", author: { name: "Ada", email: "a@e.example" } },
});
"""


@pytest.mark.parametrize("tagged", ["folder", "post", "nowhere"])
def test_the_feed_plugins_collection_and_author(tmp_path, tagged):
    """A collection that no template is in would leave the feed empty."""
    site = EngineSite(tmp_path)
    site.write("eleventy.config.js", PLUGIN)
    tags = "tags: [posts, x]\n" if tagged == "post" else ""
    site.write("posts/a.md", f"---\ntitle: A\ndate: 2025-01-02\n{tags}---\n")
    site.write("notes/b.md", "---\ntitle: B\ndate: 2025-01-03\n---\n")
    if tagged == "folder":
        site.write("posts/posts.json", '{"tags": "posts"}')
    assert site.publish("init") == 0
    config = load_config(site.root, resolve)
    assert config.site.author == Person("Ada", "a@e.example")
    assert config.feeds.limit == 10_000
    assert site.publish("build") == 0
    feed = (site.out / "feed.xml").read_text("utf-8")
    shown = {name for name in "AB" if f"<title>{name}</title>" in feed}
    assert shown == ({"A", "B"} if tagged == "nowhere" else {"A"})


@pytest.mark.parametrize(
    ("config", "kept"), [("", {"a.md"}), ("c.setUseGitIgnore(false);", {"a.md", "private/b.md"})]
)
def test_what_git_ignores_is_ignored_unless_the_configuration_says_otherwise(
    tmp_path, config, kept
):
    """Kills: .eleventyignore alone, and lines that match nothing in publish.toml."""
    site = EngineSite(tmp_path)
    site.write("package.json", '{"dependencies": {"@11ty/eleventy": "3"}}')
    site.write("eleventy.config.js", f"export default function (c) {{ {config} }}")
    site.write(".gitignore", "node_modules/\n# x\nprivate/\n")
    for name in ("a", "private/b"):
        site.write(f"{name}.md", "---\ntitle: T\ndate: 2025-01-02\n---\nText.")
    assert site.publish("init") == 0
    assert "node_modules" not in (tmp_path / "publish.toml").read_text("utf-8")
    found, _ = site.read()
    assert {article.source for article in found.articles} == kept
