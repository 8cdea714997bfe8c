"""What `publish init` reads of an Astro site's own code: collections, feeds, pages."""

import json

import pytest
from engine_sites import EngineSite

CONFIG = "export default { site: 'https://a.example' };"
POST = "---\ntitle: One\n{header}\n---\nText.\n"


@pytest.fixture
def site(tmp_path):
    made = EngineSite(tmp_path)
    made.write("astro.config.mjs", CONFIG)
    return made


def article(site, path, header="date: 2024-01-02"):
    site.write(f"src/content/{path}", POST.format(header=header))


def feed(site, path, collection, date="data.date", link="`/${post.slug}/`"):
    site.write(
        f"src/pages/{path}",
        f"import rss from '@astrojs/rss';\nconst posts = await getCollection('{collection}');\n"
        f"export const GET = () => rss({{ title: '{path}', items: posts.map((post) => ({{\n"
        f"  pubDate: new Date(post.{date}), link: {link} }})) }});\n",
    )


def toml(site):
    assert site.publish("init") == 0
    return (site.root / "publish.toml").read_text("utf-8")


@pytest.mark.parametrize("kind", ["z.union([z.string(), z.date()])", "z.string().or(z.date())"])
def test_a_date_of_a_schema_that_may_also_be_a_text(site, kind):
    site.write(
        "src/content.config.js",
        f"const posts = defineCollection({{ schema: z.object({{ title: z.string(), added: {kind},\n"
        "  updated: z.date().optional() }) });",
    )
    article(site, "posts/one.md", 'added: "May 01 2024"')
    assert 'date = ["added"]' in toml(site)
    assert [a.published.month for a in site.read()[0].articles] == [5]


def test_the_field_that_a_feed_has_as_its_date(site):
    site.write("src/content.config.ts", "const posts = defineCollection({ schema: own });")
    feed(site, "rss.xml.js", "posts", date="data.wrote")
    article(site, "posts/one.md", "wrote: 2024-05-01")
    assert 'date = ["wrote"]' in toml(site)


def test_the_feed_of_one_collection_that_is_also_the_sites_own_is_written_once(site):
    feed(site, "blog/feed.xml.ts", "blog")
    article(site, "blog/one.md")
    article(site, "notes/two.md")
    assert toml(site).count('rss = "blog/feed.xml"') == 1
    assert site.publish("build") == 0


def test_of_several_feeds_the_one_with_the_usual_name_is_the_sites_own(site):
    feed(site, "full.rss.xml.ts", "blog")
    feed(site, "rss.xml.ts", "blog")
    feed(site, "work.rss.xml.ts", "blog")
    site.write("src/pages/tags.json.js", "export const GET = () => new Response('[]');")
    site.write("src/pages/opensearch.xml.js", "export const GET = () => new Response('');")
    article(site, "blog/one.md")
    found = toml(site)
    assert 'paths = { rss = "rss.xml" }' in found
    assert 'title = "rss.xml.ts"' in found


def test_starlight_shows_its_documents_at_the_root(site):
    site.write(
        "astro.config.mjs",
        "export default defineConfig({ site: 'https://a.example',\n"
        "  integrations: [starlight({ title: 'Docs', plugins: [blog()] })] });",
    )
    site.write(
        "src/content.config.ts", "export const collections = { docs: defineCollection({}) };"
    )
    for number in range(210):
        site.write(f"src/content/docs/a{number}.md", "---\ntitle: Undated\n---\nText.\n")
    article(site, "docs/blog/one.mdx")
    found = toml(site)
    assert 'title = "Docs"' in found
    assert [a.permalink for a in site.read()[0].articles] == ["https://a.example/blog/one/"]


@pytest.mark.parametrize("base", ["`./${PLACE}`", "PLACE", "'./src/data/blog'", "site.place"])
def test_the_folder_of_a_collection_may_be_a_constant(site, base):
    site.write("src/config.ts", "export const site = { place: 'src/data/blog' };")
    site.write(
        "src/content.config.ts",
        "import { site } from '@/config';\nexport const PLACE = 'src/data/blog';\n"
        f"const blog = defineCollection({{ loader: glob({{ pattern: '**/[^_]*.md', base: {base} }}) }});",
    )
    site.write("src/data/blog/2024/one.md", POST.format(header="pubDatetime: 2024-01-02"))
    assert 'path = "src/data/blog"' in toml(site)


def page(site, path, params, before=""):
    site.write(
        f"src/pages/{path}",
        f"---\nconst posts = await getCollection('blog');\n"
        f"return posts.map((post) => {{ {before} return {{ params: {{ {params} }}, props: post }} }});\n---\n",
    )


@pytest.mark.parametrize(
    ("params", "before", "addresses"),
    [
        ("slug: post.data.path || post.id", "", {"own/place/", "2024-05-06-two/"}),
        ("slug", "const slug = post.data.path\n  ?? post.id;", {"own/place/", "2024-05-06-two/"}),
        ("slug: post.id.replace(/^\\d{4}-\\d{2}-\\d{2}-/, '')", "", {"one/", "two/"}),
        ("slug: post.id.slice(11)", "", {"one/", "two/"}),
        ("slug: post.id.split('-').slice(3).join('-')", "", {"one/", "two/"}),
        ("slug: `${post.data.date.getFullYear()}/${post.id}`", "", None),
    ],
)
def test_what_parameters_make_of_ids_and_fields(site, params, before, addresses):
    page(site, "[...slug].astro", params, before)
    article(site, "blog/2024-05-05-one.md", "date: 2024-05-05\npath: /own/place/")
    article(site, "blog/2024-05-06-two.md", "date: 2024-05-06")
    toml(site)
    found = {a.permalink.removeprefix("https://a.example/") for a in site.read()[0].articles}
    assert found == (addresses or {"2024/2024-05-05-one/", "2024/2024-05-06-two/"})


def test_a_permalink_that_a_page_shows_as_its_parameter_ends_like_all_addresses(site):
    page(site, "[...slug].astro", "slug: post.data.permalink || post.id")
    article(site, "blog/one.md", "date: 2024-05-05\npermalink: /own/place")
    toml(site)
    assert [a.permalink for a in site.read()[0].articles] == ["https://a.example/own/place/"]


def test_the_folder_of_the_main_language_is_none(site):
    page(site, "[...lang]/[slug].astro", "lang: getLangRouteParam(lang), slug: post.id")
    article(site, "blog/one.md")
    assert 'permalink = "/:id/"' in toml(site)


def test_languages_of_headers_have_folders_and_feeds(site):
    site.write(
        "src/config.ts",
        "export const theme: Theme = { title: 'T', locale: 'zh' }\nexport const main = theme.locale\n",
    )
    site.write(
        "astro.config.mjs",
        "import { main, theme } from './src/config';\nexport default defineConfig({\n"
        "  site: 'https://a.example', i18n: { locales: list(), defaultLocale: main } });",
    )
    page(site, "[...lang]/[slug].astro", "lang: param(lang), slug: post.data.abbrlink || post.id")
    for lang in ("zh", "en"):
        article(site, f"blog/one-{lang}.md", f"date: 2024-05-05\nabbrlink: one\nlang: {lang}")
    toml(site)
    found = {a.permalink for a in site.read()[0].articles}
    assert found == {"https://a.example/one/", "https://a.example/en/one/"}
    assert site.publish("build") == 0
    assert "/en/one/" in (site.out / "en/feed.json").read_text("utf-8")
    assert "/en/one/" not in (site.out / "feed.json").read_text("utf-8")


def test_each_collection_has_the_parameters_of_its_own_entries(site):
    site.write(
        "src/pages/[slug].astro",
        "---\nconst blog = await getCollection('blog');\nconst notes = await getCollection('notes');\n"
        "return [...notes.map((n) => ({ params: { slug: n.data.short } })),\n"
        "  ...blog.map((b) => ({ params: { slug: b.id } }))];\n---\n",
    )
    article(site, "blog/one.md")
    article(site, "notes/two.md", "date: 2024-01-02\nshort: n2")
    toml(site)
    found = {a.permalink for a in site.read()[0].articles}
    assert found == {"https://a.example/one/", "https://a.example/n2/"}


@pytest.mark.parametrize(
    ("function", "pattern"),
    [
        ("({ entry }) => entry.replace(/\\.mdx?$/, '')", "/:file/"),
        (
            "({ entry }) => { const id = entry.substring(16); return `${d.toFormat('yyyy')}/${id}`; }",
            "",
        ),
        (
            "({ entry, data }) => data.key ?? entry.split('/').pop().replace(/\\.md$/, '')",
            "/:file[last]/",
        ),
        ("({ data }) => slugify(data.title)", "/:id/"),
    ],
)
def test_ids_that_a_site_makes_itself(site, function, pattern, capsys):
    site.write(
        "src/content.config.ts",
        "const blog = defineCollection({ loader: glob({ pattern: '**/*.md', base: './src/content/blog',\n"
        f"  generateId: {function} }}) }});",
    )
    page(site, "[...slug].astro", "slug: post.id")
    article(site, f"blog/2024/2024-05-05-{'one' if 'substring' in function else 'One'}.md")
    assert f'permalink = "{pattern or "/:year/:undated/"}"' in toml(site)
    assert ("is not read" in capsys.readouterr().err) is ("slugify" in function)


def test_a_collection_around_another_has_the_patterns_of_both(site):
    site.write(
        "src/content.config.ts",
        "const posts = defineCollection({ loader: glob({ pattern: '*.md', base: './src/content' }) });\n"
        "const trips = defineCollection({ loader: glob({ pattern: '*.md', base: './src/content/trips' }) });",
    )
    site.write("src/pages/posts/[id].astro", "")
    site.write("src/pages/[...trips_slug].astro", "---\ngetCollection('trips')\n---\n")
    article(site, "one.md")
    article(site, "trips/two.md")
    found = toml(site)
    assert 'permalink = "/posts/:id/"' in found
    assert 'trips = "/:id_in_collection/"' in found


@pytest.mark.parametrize(
    ("link", "end"), [("`/blog/${post.id}`", ""), ("`/blog/${post.id}.html`", ".html")]
)
def test_files_are_named_as_the_feed_names_them(site, link, end):
    site.write(
        "astro.config.mjs",
        "export default { site: 'https://a.example', build: { format: 'file' } };",
    )
    feed(site, "rss.xml.js", "blog", link=link)
    page(site, "blog/[...slug].astro", "slug: post.id")
    article(site, "blog/one.md")
    assert f'permalink = "/blog/:id{end}"' in toml(site)


@pytest.mark.parametrize(
    ("file", "collection"),
    [
        ("content.config.ts", "defineCollection({ loader: async () => fetchPosts() })"),
        ("live.config.ts", "defineLiveCollection({ loader: postsLoader() })"),
    ],
)
def test_entries_that_a_program_fetches_are_named(site, file, collection, capsys):
    site.write(f"src/{file}", f"const posts = {collection};")
    toml(site)
    assert f"a program fetches the entries (src/{file})" in capsys.readouterr().err


def test_a_collection_without_files_is_fetched_by_nobody(site, capsys):
    site.write(
        "src/content.config.ts", "const a = defineCollection({ loader: glob({ base: 'x' }) });"
    )
    toml(site)
    assert "no collection with dates was found" in capsys.readouterr().err


def test_the_second_part_of_ids_is_no_last_one(site):
    page(
        site,
        "[category]/[slug].astro",
        "category: post.id.split('/')[0], slug: post.id.split('/')[1]",
    )
    article(site, "blog/a/2024-05-05-one.md")
    article(site, "blog/b/two/more.md")
    assert 'permalink = "/:id[0]/:id[1]/"' in toml(site)


def test_entries_in_markdoc(site, capsys):
    body = (
        '{% callout type="note" %}\n**Words**\n{% /callout %}\n\n{% youtube id="abcdefghijk" /%}\n\n'
        'Text {% $name %}.{% note url="a%20b" /%} `{% code %}` {% own-tag %}shown{% /own-tag %}\n'
    )
    site.write("src/content/blog/one.mdoc", f"---\ntitle: One\ndate: 2024-01-02\n---\n{body}")
    assert '"**/*.mdoc"' in toml(site)
    assert site.publish("build") == 0
    assert "component <OwnTag> is unknown" in capsys.readouterr().err
    html = json.loads((site.out / "feed.json").read_text("utf-8"))["items"][0]["content_html"]
    assert "<blockquote>" in html
    assert "<strong>Words</strong>" in html
    assert "watch?v=abcdefghijk" in html
    assert "Text. <code>{% code %}</code> shown" in html


def test_imports_that_plain_markdown_begins_with_are_not_shown(site):
    body = "import { YouTube } from 'astro-embed';\nimport x from \"./x.astro\"\n\nWords.\n\nimport y from 'y'\n"
    site.write(
        "src/content/blog/one.md", POST.format(header="date: 2024-01-02").replace("Text.\n", body)
    )
    toml(site)
    assert site.publish("build") == 0
    html = json.loads((site.out / "feed.json").read_text("utf-8"))["items"][0]["content_html"]
    assert html.startswith("<p>Words.</p>")
    assert "import y from" in html
