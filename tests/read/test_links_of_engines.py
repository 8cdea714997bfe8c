"""Links that an engine resolves: shortcodes and paths that name pages."""

from __future__ import annotations

import json

import pytest

from broadsheet.cli import main

SITE = '[site]\ntitle = "T"\nurl = "https://example.org/"\nauthor = { name = "A" }\n'
REST = '[feeds]\nformats = ["json"]\n[pages]\nenabled = false\n'
DATED = "---\ntitle: T\ndate: 2025-01-01\n---\n"


def links(folder, engine, files, rest="", content="content"):
    """Build a site of some files, and return the links of the article that is called "T a"."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    table = f'[content]\ndialect = "{engine}"\npath = "{content}"\n'
    (folder / "publish.toml").write_text(f"{SITE}{table}{rest}{REST}", encoding="utf-8")
    assert main(["-C", str(folder), "build", "--now", "2026-01-01"]) == 0
    return found(folder)


def found(folder):
    items = json.loads((folder / "out/feed.json").read_text("utf-8"))["items"]
    html = next(item["content_html"] for item in items if item["title"] == "a")
    return [part.partition('"')[0] for part in html.split('href="')[1:]]


def article(body, title="a"):
    return f"---\ntitle: {title}\ndate: 2025-01-01\n---\n{body}\n"


HUGO = {
    "content/posts/my-PC.md": DATED,
    "content/posts/old.html": DATED,
    "content/posts/bundle/index.md": DATED,
    "content/docs/_index.md": "---\ntitle: Docs\n---\n",
    "content/docs/install.md": "---\ntitle: Install\n---\n",
    "content/about.md": "---\ntitle: About\nurl: /who/\n---\n",
}


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ('ref "/docs"', "docs/"),
        ('ref "/docs/_index.md"', "docs/"),
        ('ref "/posts/MY-pc.md"', "posts/my-pc/"),
        ('ref "my-PC"', "posts/my-pc/"),
        ('relref "old.html"', "posts/old/"),
        ('ref "../docs/install"', "docs/install/"),
        ('ref "install"', "docs/install/"),
        ('ref "bundle#part"', "posts/bundle/#part"),
        ('ref "/about"', "who/"),
        ('ref path="/docs/install.md"', "docs/install/"),
        ('ref "#here"', "posts/a/#here"),
    ],
)
def test_hugo_finds_pages_by_logical_paths(tmp_path, typed, leads):
    files = {**HUGO, "content/posts/a.md": article(f"[x]({{{{< {typed} >}}}})")}
    assert links(tmp_path, "hugo", files) == [f"https://example.org/{leads}"]


def test_a_page_of_its_own_folder_comes_before_one_of_the_same_name(tmp_path):
    """The bare name is looked for last."""
    files = {
        "content/aaa/b.md": DATED,
        "content/posts/b.md": DATED,
        "content/posts/a.md": article('[x]({{< ref "b" >}})'),
    }
    assert links(tmp_path, "hugo", files) == ["https://example.org/posts/b/"]


def test_an_address_stands_where_a_shortcode_is_text(tmp_path):
    files = {**HUGO, "content/posts/a.md": article('<{{< ref "/docs" >}}>')}
    assert links(tmp_path, "hugo", files) == ["https://example.org/docs/"]


SPOKEN = {
    "content/docs/faq.md": "---\ntitle: F\nslug: questions\ndate: 2025-01-01\n---\n",
    "content/docs/faq.de.md": "---\ntitle: F\nslug: fragen\ndate: 2025-01-01\n---\n",
    "content/b.md": DATED,
    "static/x.pdf": "x",
}
LANGUAGES = 'languages = { en = "", de = "de" }\n'


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("/docs/faq", "de/docs/fragen/"),
        ("/docs/faq/#top", "de/docs/fragen/#top"),
        ("docs/faq.md?x=1", "de/docs/fragen/?x=1"),
        ("/b", "b/"),  # There is no German one.
        ("/x.pdf", "x.pdf"),
        ("/de/docs/fragen/", "de/docs/fragen/"),
        ('{{< relref path="docs/faq" lang="en" >}}', "docs/questions/"),
    ],
)
def test_in_several_languages_links_lead_to_the_page_in_that_of_the_article(tmp_path, typed, leads):
    """The link render hook of Hugo 0.123 and later."""
    files = {**SPOKEN, "content/a.de.md": article(f"[x]({typed})")}
    assert links(tmp_path, "hugo", files, LANGUAGES) == [f"https://example.org/{leads}"]


@pytest.mark.parametrize(
    ("setting", "leads"),
    [("never", "docs/faq"), ("always", "de/docs/fragen/")],
)
def test_the_link_hook_is_as_hugo_toml_says(tmp_path, setting, leads):
    hook = f'[markup.goldmark.renderHooks.link]\nuseEmbedded = "{setting}"\n'
    files = {**SPOKEN, "content/a.de.md": article("[x](/docs/faq)"), "hugo.toml": hook}
    assert links(tmp_path, "hugo", files, LANGUAGES) == [f"https://example.org/{leads}"]


def test_in_one_language_links_stay_as_they_are(tmp_path):
    files = {**HUGO, "content/posts/a.md": article("[x](/docs/install)")}
    assert links(tmp_path, "hugo", files) == ["https://example.org/docs/install"]


@pytest.mark.parametrize(
    ("more", "leads"),
    [
        ("[languages.en]\n", "docs/install/"),
        ('[languages.en]\nbaseURL = "https://en.example/"\n', "docs/install"),
        ("[languages.en]\n[markup.goldmark]\nduplicateResourceFiles = true\n", "docs/install"),
    ],
)
def test_a_table_of_one_language_has_the_link_hook_too(tmp_path, more, leads):
    files = {**HUGO, "content/posts/a.md": article("[x](/docs/install)"), "hugo.toml": more}
    assert links(tmp_path, "hugo", files) == [f"https://example.org/{leads}"]


@pytest.mark.parametrize(
    ("template", "languages", "leads"),
    [
        ('<a href="{{ .Destination | safeURL }}">{{ .Text }}</a>', True, "docs/install"),
        (
            '{{ with .Page.GetPage .Destination }}<a href="{{ .RelPermalink }}">{{ end }}',
            False,
            "docs/install/",
        ),
    ],
)
def test_a_link_hook_of_the_theme_replaces_hugos_own(tmp_path, template, languages, leads):
    settings = 'theme = "t"\n' + ("[languages.en]\n" if languages else "")
    files = {
        **HUGO,
        "content/posts/a.md": article("[x](/docs/install)"),
        "hugo.toml": settings,
        "themes/t/layouts/_default/_markup/render-link.html": template,
    }
    assert links(tmp_path, "hugo", files) == [f"https://example.org/{leads}"]


def test_a_page_that_moves_takes_links_along(tmp_path):
    """The cache knows that the article depends on where the page is."""
    files = {**HUGO, "content/posts/a.md": article('[x]({{< ref "my-pc" >}})')}
    links(tmp_path, "hugo", files)
    moved = "---\ntitle: T\ndate: 2025-01-01\nslug: other\n---\n"
    (tmp_path / "content/posts/my-PC.md").write_text(moved, encoding="utf-8")
    assert main(["-C", str(tmp_path), "build", "--now", "2026-01-01"]) == 0
    assert found(tmp_path) == ["https://example.org/posts/other/"]


JEKYLL = {
    "_posts/2025-01-01-one.markdown": "---\ntitle: one\n---\n",
    "en/news/_posts/2025-01-01-two.md": "---\ntitle: two\n---\n",
    "de/news/_posts/2025-01-01-two.md": "---\ntitle: zwei\n---\n",
    "about.md": "---\npermalink: /who/\n---\n",
    "docs/guide.md": "---\ntitle: G\n---\n",
    "docs/index.md": "---\ntitle: D\n---\n",
    "files/x.pdf": "x",
}


@pytest.mark.parametrize(
    ("tag", "leads"),
    [
        ("post_url 2025-01-01-one", "2025/01/01/one.html"),
        ("post_url de/news/2025-01-01-two", "de/news/2025/01/01/two.html"),
        ("link de/news/_posts/2025-01-01-two.md", "de/news/2025/01/01/two.html"),
        ("link /en/news/_posts/2025-01-01-two.md", "en/news/2025/01/01/two.html"),
        ("link about.md", "who/"),
        ("link docs/guide.md", "docs/guide.html"),
        ("link docs/index.md", "docs/"),
        ("link files/x.pdf", "files/x.pdf"),
        ("link _posts/2025-01-01-one.markdown", "2025/01/01/one.html"),
    ],
)
def test_jekyll_names_files_from_the_root_and_posts_by_their_names(tmp_path, tag, leads):
    post = f"---\ntitle: a\n---\n[x]({{% {tag} %}}) [y]({{{{ site.baseurl }}}}{{% {tag} %}}#z)\n"
    files = {**JEKYLL, "en/news/_posts/2025-02-02-a.md": post}
    address = f"https://example.org/{leads}"
    assert links(tmp_path, "jekyll", files, content=".") == [address, f"{address}#z"]


def test_hexo_finds_posts_by_names(tmp_path):
    files = {
        "source/_posts/deep/b.md": DATED,
        "source/_posts/a.md": article("{% post_link b Words %} [y]({% post_path deep/b %})"),
    }
    home = "https://example.org/2025/01/01/deep/b/"
    assert links(tmp_path, "hexo", files, content="source/_posts") == [home, home]


def test_hexo_finds_posts_by_the_slugs_in_their_names(tmp_path):
    """Kills names of files alone: `new_post_name` may begin with a date."""
    files = {
        "source/_posts/2025-01-01-b.md": DATED,
        "source/_posts/2025-01-02-a.md": article("{% post_link b Words %}"),
    }
    fields = r"path_fields = ['(?P<day>\d+-\d+-\d+)-(?P<slug>.+?)\.\w+$']" + "\n"
    found_links = links(tmp_path, "hexo", files, fields, content="source/_posts")
    assert len(found_links) == 1
    assert not found_links[0].endswith(".md")


def test_pelican_finds_lists_of_terms(tmp_path):
    body = "[t]({tag}Two words) [c]({category}misc) [a]({author}Ada) [i]({index}) [f]({filename}b.md#x)"
    files = {
        "content/b.md": "Title: b\nDate: 2025-01-01\n\nx",
        "content/a.md": f"Title: a\nDate: 2025-01-01\n\n{body}\n\n    [x]({{filename}}b.md)\n",
    }
    rest = '[taxonomies.tags]\nfield = "tags"\npage = "t/{slug}/"\n'
    home = "https://example.org/"
    expected = ["t/two-words/", "category/misc.html", "author/ada.html", "index.html", "b.html#x"]
    assert links(tmp_path, "pelican", files, rest) == [home + path for path in expected]
    text = json.loads((tmp_path / "out/feed.json").read_text("utf-8"))["items"]
    assert any("[x]({filename}b.md)" in item["content_html"] for item in text)


CONF = """\
TAG_URL = "blog/tags/{slug}/"
TAG_SAVE_AS = "blog/tags/{slug}/index.html"
CATEGORY_URL = "/blog/{slug}/"
AUTHOR_URL = "by/{slug}/"
INDEX_SAVE_AS = "blog/index.html"
"""


def test_lists_of_terms_are_where_pelicanconf_has_them(tmp_path):
    """Also those of taxonomies that publish.toml lacks. Kills: entries kept when a setting changes."""
    body = "[t]({tag}Two words) [c]({category}misc) [a]({author}Ada) [i]({index})"
    files = {
        "pelicanconf.py": CONF,
        "content/a.md": f"Title: a\nDate: 2025-01-01\n\n{body}\n",
    }
    home = "https://example.org/"
    expected = ["blog/tags/two-words/", "blog/misc/", "by/ada/", "blog/index.html"]
    assert links(tmp_path, "pelican", files) == [home + path for path in expected]
    moved = CONF.replace("blog/tags/{slug}/", "tags/{slug}/")
    (tmp_path / "pelicanconf.py").write_text(moved, encoding="utf-8")
    assert main(["-C", str(tmp_path), "build", "--now", "2026-01-01"]) == 0
    assert found(tmp_path)[0] == f"{home}tags/two-words/"


def test_files_keep_what_follows_their_paths(tmp_path):
    """Also a file whose name has the mark itself, as long as the link names it."""
    body = "[a]({static}b.pdf?w=1#page=2) [b](b.pdf#page=2) [c](c%23d.txt)"
    files = {
        "content/b.pdf": "x",
        "content/c#d.txt": "x",
        "content/a.md": f"Title: a\nDate: 2025-01-01\n\n{body}",
    }
    home = "https://example.org/"
    expected = ["b.pdf?w=1#page=2", "b.pdf#page=2", "c%23d.txt"]
    assert links(tmp_path, "pelican", files) == [home + path for path in expected]
