"""What headers of engines in JavaScript, and of MkDocs, say of dates, drafts, addresses and authors."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from engine_sites import EngineSite, copy_site

from broadsheet import stamps
from broadsheet.errors import Severity

TOML = """\
[site]
title = "T"
url = "https://e.org/"
author = {{ name = "Site" }}
[content]
dialect = "{dialect}"
path = "posts"
"""


@pytest.fixture
def site(tmp_path):
    return EngineSite(tmp_path)


def read(site, dialect, **headers):
    """Return articles by their names, and the problems."""
    site.write("publish.toml", TOML.format(dialect=dialect))
    for name, header in headers.items():
        site.write(f"posts/{name}.md", f"---\ntitle: T\n{header}\n---\nText.\n")
    found, problems = site.read()
    return {
        article.source[len("posts/") : -len(".md")]: article for article in found.articles
    }, problems


@pytest.mark.parametrize("dialect", ["astro", "nuxt", "vitepress"])
def test_flags_are_no_dates_and_what_is_not_published_is_a_draft(site, dialect):
    found, problems = read(
        site,
        dialect,
        shown="date: 2025-01-02\npublished: true\nlastUpdated: false",
        hidden="date: 2025-01-02\npublished: false",
        unticked="date: 2025-01-02\npublished: no",
        off="date: 2025-01-02\npublish: 'Off'",
        quoted="published: 2025-01-03\nupdated: 2025-01-04",
    )
    assert problems == []
    assert {name: (a.published.day, a.updated.day) for name, a in found.items()} == {
        "shown": (2, 2),
        "quoted": (3, 4),
    }


def test_a_pattern_of_vuepress_in_a_header_is_expanded(site):
    found, problems = read(
        site,
        "vitepress",
        pattern="date: 2025-01-02\npermalinkPattern: /:year/:slug/",
        typed="date: 2025-01-02\npermalink: /own/page.html",
    )
    assert problems == []
    assert {name: article.permalink for name, article in found.items()} == {
        "pattern": "https://e.org/2025/pattern/",
        "typed": "https://e.org/own/page.html",
    }


@pytest.mark.parametrize(
    ("engine", "file"),
    [("docusaurus", "blog/authors.yml"), ("mkdocs", "docs/news/.authors.yml")],
)
def test_another_name_in_the_authors_file_is_seen_by_the_next_build(
    tmp_path, monkeypatch, engine, file
):
    """No file counts as young here: a run would make all anew for a young one."""
    monkeypatch.setattr(stamps, "SETTLED_NS", -1_000_000_000_000)
    site = copy_site(engine, tmp_path)
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    assert not any("Changed" in feed for feed in feeds(site))
    text = (site.root / file).read_text("utf-8")
    site.write(file, text.replace(" name: ", " name: Changed "))
    assert site.publish("build", "--now", "2026-01-01") == 0
    assert any("Changed" in feed for feed in feeds(site))


def feeds(site):
    found = [file.read_text("utf-8") for file in site.out.rglob("feed*.json")]
    assert found
    return found


@pytest.mark.parametrize(("most", "path"), [(1, "one"), (2, "one/two"), (3, "one/two/three")])
def test_addresses_of_mkdocs_have_so_many_categories(site, most, path):
    site.write(
        "mkdocs.yml",
        "site_name: M\nsite_url: https://m.example/\nsite_author: Ada\nplugins:\n  - blog:\n"
        f"      post_url_format: '{{categories}}/{{slug}}'\n      post_url_max_categories: {most}\n",
    )
    header = "date: 2025-01-02\ncategories: [One, Two, Three, Four]"
    site.write("docs/blog/posts/a.md", f"---\n{header}\n---\n# Name\n\nText.\n")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    assert [a.permalink for a in found.articles] == [f"https://m.example/blog/{path}/name/"]


def test_the_file_of_a_post_of_mkdocs_is_its_own_name(site):
    site.write(
        "mkdocs.yml",
        "site_name: M\nsite_url: https://m.example/\nsite_author: Ada\nplugins:\n  - blog:\n"
        "      post_url_format: '{file}'\n",
    )
    for name in ("plain", "pinned/index"):
        site.write(f"docs/blog/posts/{name}.md", "---\ndate: 2025-01-02\n---\n# Name\n\nText.\n")
    assert site.publish("init") == 0
    found, _ = site.read()
    assert sorted(article.permalink for article in found.articles) == [
        "https://m.example/blog/index/",
        "https://m.example/blog/plain/",
    ]


def test_that_quarto_changed_a_page_when_it_ran_says_nothing(site):
    site.write("posts/_metadata.yml", "date-modified: Last-Modified\n")
    found, problems = read(
        site,
        "quarto",
        inherited="date: 2025-01-02",
        own="date: 2025-01-02\ndate-modified: today",
        dated="date: 2025-01-02\ndate-modified: 2025-01-05",
    )
    assert problems == []
    assert {name: article.updated.day for name, article in found.items()} == {
        "inherited": 2,
        "own": 2,
        "dated": 5,
    }


ASTRO = """
const blog = defineCollection({{
  loader: glob({{ pattern: {pattern}, base: './posts' }}),
  schema: z.object({{ title: z.string(), posted: z.coerce.date(), updatedDate: z.date().optional() }}),
}});
export const collections = {{ blog }};
"""


@pytest.mark.parametrize(
    ("pattern", "read"),
    [("'*.md'", {"one"}), ("['**/*.md', '!in/**']", {"one"}), ("'**/*.md'", {"one", "two"})],
)
def test_the_date_of_a_schema_and_the_globs_of_a_collection_of_astro(site, pattern, read):
    site.write("astro.config.mjs", "export default { site: 'https://a.example' };")
    site.write("src/content.config.ts", ASTRO.format(pattern=pattern))
    site.write("posts/one.md", "---\ntitle: one\nposted: 2024-01-02\n---\nText.\n")
    site.write("posts/in/two.md", "---\ntitle: two\nposted: 2024-01-03\n---\nText.\n")
    assert site.publish("init") == 0
    assert {article.title for article in site.read()[0].articles} == read


@pytest.mark.parametrize(
    ("params", "pattern"),
    [
        ("slug: slugify(post.data.title)", "/blog/:id/"),
        ("slug: post.id.split('/').pop()", "/blog/:id[last]/"),
        ("slug: `${post.id}`", "/blog/:id/"),
    ],
)
def test_what_a_page_of_astro_puts_into_an_address(site, params, pattern, capsys):
    site.write("astro.config.mjs", "export default { site: 'https://a.example' };")
    site.write("src/content/blog/one.md", "---\ntitle: one\ndate: 2024-01-02\n---\nText.\n")
    code = f"getCollection('blog').map((post) => ({{ params: {{ {params} }}, props: {{ post }} }}))"
    site.write("src/pages/blog/[...slug].astro", f"---\n{code}\n---\n")
    assert site.publish("init") == 0
    assert f'permalink = "{pattern}"' in (site.root / "publish.toml").read_text("utf-8")
    is_known = "title" not in params
    assert ("computes addresses of blog" in capsys.readouterr().err) is not is_known


def test_drafts_that_material_publishes_are_named(site, capsys):
    site.write("mkdocs.yml", "site_name: M\nplugins:\n  - blog:\n      draft: true\n")
    site.write("docs/blog/posts/a.md", "---\ndate: 2024-01-02\ndraft: true\n---\n# A\n")
    assert site.publish("init") == 0
    assert "mkdocs.yml publishes drafts of the blog" in capsys.readouterr().err


def test_the_default_of_a_variable_in_properdocs(site):
    site.write(
        "properdocs.yml", 'site_name: !ENV [NAME, "Pages"]\ndocs_dir: !ENV [DOCS, "./pages"]\n'
    )
    site.write("pages/a.md", "---\ndate: 2024-01-02\n---\n# A\n")
    site.write("pages/in/index.md", "---\ndate: 2024-01-01\n---\n# In\n")
    site.write("pages/undated.md", "# No news\n")
    site.write("pages/broken.md", "---\na: b: c\n---\n# No news\n")
    assert site.publish("init") == 0
    assert 'title = "Pages"' in (site.root / "publish.toml").read_text("utf-8")
    found, problems = site.read()
    addresses = [
        article.permalink.removeprefix("https://example.org/") for article in found.articles
    ]
    assert addresses == ["a/", "in/"]
    assert [problem.severity for problem in problems] == [Severity.WARNING]


def test_a_feed_of_quarto_with_the_name_of_another_format(site, capsys):
    site.write("_quarto.yml", "website:\n  title: Q\n  site-url: https://q.example\n")
    site.write("atom.qmd", "---\ntitle: All\nlisting:\n  contents: posts\n  feed: true\n---\n")
    site.write("posts/a.qmd", "---\ntitle: A\ndate: 2024-01-02\n---\nText.\n")
    site.write("posts/b.ipynb", "{}")
    assert site.publish("init") == 0
    assert "1 notebook not read: quarto convert posts/b.ipynb" in capsys.readouterr().err
    assert site.publish("build") == 0
    assert "<rss" in (site.out / "atom.xml").read_text("utf-8")


BLOGS = """export default {{ url: 'https://d.example', trailingSlash: false,
  i18n: {{ defaultLocale: 'en', locales: ['en', 'fr'] }},
  presets: [['classic', {{ blog: {{ exclude: ['**/skip/**'] }} }}]],
  plugins: [['@docusaurus/plugin-content-blog', {{ id: 'n', path: './{path}', routeBasePath: 'r/news' }}]],
}};"""


def blogs(site, path):
    site.write("docusaurus.config.js", BLOGS.format(path=path))
    site.write("blog/2024-01-01-a.md", "---\ntitle: A\n---\nText.\n")
    site.write("blog/skip/2024-01-02-b.md", "---\ntitle: B\n---\nText.\n")
    site.write(f"{path}/2024-01-03-c.md", "---\ntitle: C\nauthors: ann\n---\nText.\n")
    site.write(f"{path}/authors.yml", "ann:\n  name: Ann\n")
    site.write("i18n/fr/docusaurus-plugin-content-blog/2024-01-01-a.md", "---\ntitle: A\n---\n")
    assert site.publish("init") == 0
    return {
        article.permalink: [author.name for author in article.authors]
        for article in site.read()[0].articles
    }


@pytest.mark.parametrize("path", ["news", "in/news"])
def test_several_blogs_of_docusaurus_and_their_translations(site, path):
    """A blog in a deeper folder has its own addresses and feeds too."""
    assert blogs(site, path) == {
        "https://d.example/r/news/2024/01/03/c": ["Ann"],
        "https://d.example/blog/2024/01/01/a": ["The editors"],
        "https://d.example/fr/blog/2024/01/01/a": ["The editors"],
    }
    assert site.publish("build") == 0
    assert addresses(site, "blog/rss.xml") == {"https://d.example/blog/2024/01/01/a"}
    assert addresses(site, "r/news/rss.xml") == {"https://d.example/r/news/2024/01/03/c"}
    assert addresses(site, "fr/blog/rss.xml") == {"https://d.example/fr/blog/2024/01/01/a"}


def addresses(site, feed):
    return {item.findtext("link") for item in ET.parse(site.out / feed).iter("item")}


def test_numbers_that_are_no_month_are_no_date_of_vuepress(site):
    names = ("2024-25-season", "2024-12-end", "2024-12-24-eve")
    found, problems = read(site, "vitepress", **dict.fromkeys(names, "tags: [a]"))
    assert problems == []
    assert {name: article.published.day for name, article in found.items()} == {
        "2024-12-end": 1,
        "2024-12-24-eve": 24,
    }


def test_files_that_a_page_of_vitepress_shows(site, capsys):
    site.write(
        ".vitepress/config.mts",
        "export default { title: 'V', sitemap: { hostname: 'https://v.example' } }",
    )
    site.write("snippets/a.js", "const shown = 1 // [!code focus]\n")
    body = "<<< @/snippets/a.js [a.js]\n\nText :tada: here.\n\n<<< ./missing.js\n"
    site.write("posts/one.md", f"---\ndate: 2024-01-02\n---\n# One\n\n{body}")
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    html = json.loads((site.out / "feed.json").read_text("utf-8"))["items"][0]["content_html"]
    assert "<strong><code>a.js</code></strong>" in html
    assert "const shown = 1\n" in html
    assert "🎉" in html
    assert "&lt;&lt;&lt;" not in html
    assert (
        "posts/one.md:10: warning: the file posts/missing.js is not in the site"
        in capsys.readouterr().err
    )


FORMULAS = {
    "astro": ("astro.config.mjs", "import remarkMath from 'remark-math';\nexport default {};"),
    "docusaurus": ("docusaurus.config.js", "const math = require('remark-math');"),
    "nuxt": ("nuxt.config.ts", "export default { content: { plugins: { 'remark-math': {} } } };"),
    "vitepress": (".vitepress/config.mts", "export default { markdown: { math: true } };"),
}


@pytest.mark.parametrize("engine", FORMULAS)
@pytest.mark.parametrize("has_plugin", [True, False])
def test_formulas_are_no_emphasis_where_a_plugin_shows_them(site, engine, has_plugin):
    path, text = FORMULAS[engine]
    site.write(path, text if has_plugin else "export default {};")
    site.write("publish.toml", TOML.format(dialect=engine))
    formula = "$a^{x}_{b} = c_{d}*e*$"
    site.write("posts/2024-01-02-a.md", f"---\ntitle: A\ndate: 2024-01-02\n---\n{formula}\n")
    assert site.publish("build", "--now", "2026-01-01") == 0
    shown = (site.out / "feed.json").read_text("utf-8")
    assert (formula in shown) is has_plugin


def test_parts_of_a_post_of_docusaurus(site):
    site.write("docusaurus.config.js", "export default { url: 'https://d.example', baseUrl: '/' };")
    site.write("blog/_part.mdx", "---\ntitle: No post\n---\nA *part*, {/* without */} a comment.\n")
    site.write("src/again.md", "import Again from './again.md'\n\nAgain. <Again/>\n")
    imports = "import Part from './_part.mdx'\nimport Again from '@site/src/again.md'\n"
    site.write("blog/2024-01-02-a.mdx", f"{imports}\n<Part/>\n\n<Again/>\n")
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    item = json.loads((site.out / "feed.json").read_text("utf-8"))["items"][0]
    assert "<p>A <em>part</em>,  a comment.</p>" in item["content_html"]
    assert "<p>Again." in item["content_html"]
