import json
from xml.etree import ElementTree as ET

import pytest
from engine_sites import EngineSite, copy_site


@pytest.fixture
def hugo(tmp_path):
    site = copy_site("hugo", tmp_path)
    assert site.publish("init") == 0
    return site


def test_articles_are_hugos_own(hugo):
    hugo.run("hugo", "--quiet", "--destination", "public")
    pages = json.loads((hugo.root / "public/index.html").read_text("utf-8"))
    dated = [page for page in pages if not page["date"].startswith("0001")]
    site, problems = hugo.read()
    assert problems == []
    ours = [
        {
            "file": article.source.removeprefix("content/"),
            "url": article.permalink,
            "date": article.published.isoformat().replace("+00:00", "Z"),
            "updated": article.updated.isoformat().replace("+00:00", "Z"),
            "title": article.title,
            "tags": list(dict(article.terms)["tags"]),
        }
        for article in site.articles
    ]
    theirs = [{key: page[key] for key in ours[0]} for page in dated]
    for page in theirs:
        page["tags"] = [str(tag) for tag in listed(page["tags"])]
    assert ours == theirs


def test_names_tell_dates_and_slugs_where_hugo_looks_at_them(tmp_path):
    """`:filename` is a slug as well, but only where no key before it gave the date."""
    site = EngineSite(tmp_path)
    site.write(
        "hugo.toml",
        "baseURL = 'https://a.example/'\nfrontmatter.date = ['date', ':filename']\n"
        "permalinks.posts = '/:year/:slug/'\n",
    )
    site.write("layouts/all.html", "x")
    site.write(
        "layouts/home.html",
        '{{ range site.RegularPages }}{{ .RelPermalink }} {{ .Date.Format "2006-01-02" }}\n{{ end }}',
    )
    site.write("content/posts/2025-01-02-by-name.md", "------\ntitle: A title\n------\nText.")
    site.write("content/posts/2025-01-03-dated.md", "---\ntitle: Of title\ndate: 2025-01-04\n---\n")
    site.write("content/tags/x/_index.md", "---\ntitle: X\n---\n")
    site.write("content/tags/note.md", "---\ntitle: T\ndate: 2025-01-01\n---\n")
    assert site.publish("init") == 0
    site.run("hugo", "--quiet", "--destination", "public")
    theirs = (site.root / "public/index.html").read_text("utf-8").split("\n")
    found, problems = site.read()
    assert problems == []
    ours = [f"/{a.permalink.split('/', 3)[3]} {a.published:%Y-%m-%d}" for a in found.articles]
    assert ours == [line.strip() for line in theirs if line.strip()]
    assert (
        site.publish("build") == 0
    )  # Neither the folder of terms nor the taxonomy takes its page.


def listed(value):
    return [value] if isinstance(value, str) else value


def test_pages_in_html_are_articles(tmp_path):
    """Blogs that came from elsewhere keep their old posts in HTML."""
    site = EngineSite(tmp_path)
    site.write("hugo.toml", "baseURL = 'https://a.example/'\nsecurity.allowContent = ['.*']\n")
    site.write("layouts/all.html", "{{ .Content }}")
    site.write("layouts/home.html", "{{ range site.RegularPages }}{{ .Permalink }}\n{{ end }}")
    body = "<div>\n\n    <p>Four *spaces*.</p>\n\n</div>\n<p>[no](link)</p>"
    site.write("content/posts/old.html", f"---\ntitle: Old\ndate: 2011-01-02\n---\n{body}\n")
    site.write("content/posts/new.md", "---\ntitle: New\ndate: 2025-01-02\n---\n*New*.")
    site.write("content/demo/undated.html", "<p>No article.</p>")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    site.run("hugo", "--quiet", "--destination", "public")
    theirs = (site.root / "public/index.html").read_text("utf-8").split()
    assert [a.permalink for a in found.articles] == [p for p in theirs if "undated" not in p]
    assert site.publish("build") == 0
    feed = ET.parse(site.out / "index.xml")
    contents = [e.text for e in feed.iter("{http://purl.org/rss/1.0/modules/content/}encoded")]
    assert contents == ["<p><em>New</em>.</p>", body]
    assert [e.text for e in feed.iter("description")][1:] == ["New.", "Four *spaces*."]
    assert site.publish("check") == 0


def test_ignore_files_are_translated(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "hugo.toml",
        "title = 'T'\nbaseURL = 'https://a.example/'\n"
        r"ignoreFiles = ['\.draft\.md$', 'drafts/.*', '/wip-', '^.*secret[0-9]+', '\.Rmd$', '(', '_late', 'old/']",
    )
    names = (
        "a",
        "b.draft",
        "drafts/c",
        "posts/wip-d",
        "secret7",
        "wipe",
        "e_late_f",
        "my_late/g",
        "old/h",
    )
    for name in names:
        site.write(f"content/{name}.md", f"---\ntitle: {name}\ndate: 2025-01-01\n---\n")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    assert sorted(article.title for article in found.articles) == ["a", "wipe"]
    site.write("content/posts/wip-later.md", "---\ntitle: L\ndate: 2025-01-01\n---\n")
    assert len(site.read()[0].articles) == 2


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ('excludeFiles = "drafts"', "notes/seven posts/One posts/sub/three posts/wip-four top"),
        (
            'excludeFiles = ["**/wip-*", "POSTS/one.md"]',
            "drafts/five notes/seven posts/sub/three top",
        ),
        (
            'excludeFiles = "*/t*.md"',
            "drafts/five notes/seven posts/One posts/sub/three posts/wip-four top",
        ),
        ('includeFiles = "posts/*"', "posts/One posts/wip-four"),
        ('includeFiles = "**/wip*"\nexcludeFiles = "posts/**"', "posts/wip-four"),
        ('files = ["! drafts/**", "! **/{one,seven}.md"]', "posts/sub/three posts/wip-four top"),
        ('files = ["! posts/wip*", "posts/**"]', "posts/One posts/sub/three"),
        ('files = ["posts/**", "! posts/wip*"]', "posts/One posts/sub/three posts/wip-four"),
    ],
)
def test_files_that_a_mount_leaves_out_are_no_articles(tmp_path, told, shown):
    """As Hugo 0.168 builds them: the first pattern that matches counts, for folders too."""
    site = EngineSite(tmp_path)
    site.write(
        "hugo.toml",
        "title = 'T'\nbaseURL = 'https://a.example/'\n"
        f"[[module.mounts]]\nsource = 'content'\ntarget = 'content'\n{told}\n",
    )
    for name in (
        "drafts/five",
        "notes/seven",
        "posts/One",
        "posts/sub/three",
        "posts/wip-four",
        "top",
    ):
        site.write(f"content/{name}.md", f"---\ntitle: {name}\ndate: 2025-01-01\n---\n")
    assert site.publish("init") == 0
    assert sorted(article.title for article in site.read()[0].articles) == sorted(shown.split())


def test_mounts_leave_out_later_files_too_but_none_that_another_mount_has(tmp_path):
    site = EngineSite(tmp_path)
    mount = "[[module.mounts]]\nsource = 'content/{}'\ntarget = 'content'\n{}\n"
    site.write(
        "hugo.toml",
        "title = 'T'\nbaseURL = 'https://a.example/'\n[languages.en]\n[languages.de]\n"
        + mount.format("en", "lang = 'en'\nexcludeFiles = 'own/**'")
        + mount.format("de", "lang = 'de'\nincludeFiles = 'posts/**'"),
    )

    def write(*names):
        for name in names:
            site.write(f"content/{name}.md", f"---\ntitle: {name}\ndate: 2025-01-01\n---\n")

    write("en/own/a", "en/b", "de/own/c", "de/posts/d")
    assert site.publish("init") == 0
    write("en/own/later", "de/own/later", "de/posts/later")
    titles = sorted(article.title for article in site.read()[0].articles)
    assert titles == ["de/posts/d", "de/posts/later", "en/b"]


def test_slugs_of_dated_names_end_at_their_last_dot(tmp_path):
    """As Hugo 0.168 has them; without `:filename` the dots stay."""
    site = EngineSite(tmp_path)
    names = ("2025-01-02-mysql-3.23", "2025-01-02-a.b.c", "2025-01-02 node.js intro", "v1.2-beta")
    site.write(
        "hugo.toml",
        "title = 'T'\nbaseURL = 'https://a.example/'\n[frontmatter]\ndate = [':filename', ':default']\n",
    )
    for name in names:
        site.write(f"content/posts/{name}.md", "---\ntitle: T\ndate: 2025-01-01\n---\n")
    assert site.publish("init") == 0
    found = {article.permalink.rpartition("/posts/")[2] for article in site.read()[0].articles}
    assert found == {"mysql-3/", "a.b/", "node/", "v1.2-beta/"}
