import json
import tomllib

import pytest

from broadsheet.cli import main
from broadsheet.config.load import load_config
from broadsheet.engines import resolve


@pytest.mark.parametrize(
    ("name", "text", "title", "url", "language"),
    [
        (
            "hugo.toml",
            'baseURL="https://a.example/"\ntitle="AI 内参"\nlanguageCode="zh-cn"\n[taxonomies]\ntag="tags"\n',
            "AI 内参",
            "https://a.example/",
            "zh-cn",
        ),
        ("config.yaml", "baseURL: https://a.example\ntitle: A\n", "A", "https://a.example/", "en"),
        ("config.yaml", "languageCode: de\ntitle: A\n", "A", "https://example.org/", "de"),
        (
            "config.toml",
            'base_url = "https://a.example/blog"\ntitle = "A"\ndefault_language = "de"\n',
            "A",
            "https://a.example/blog/",
            "de",
        ),
        ("README", "", "My site", "https://example.org/", "en"),
    ],
)
def test_init_then_build(tmp_path, capsys, name, text, title, url, language):
    (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text(
        "---\ntitle: A\ndate: 2025-01-01\ntags: [x]\n---\nb", "utf-8"
    )
    assert main(["init", str(tmp_path)]) == 0
    assert "1 article in content" in capsys.readouterr().err
    site = load_config(tmp_path, resolve).site
    assert (site.title, site.url, site.language) == (title, url, language)
    assert main(["-C", str(tmp_path), "build"]) == 0
    assert (tmp_path / "out/tags/x/atom.xml").is_file()


def test_an_empty_folder_is_told_where_to_begin(tmp_path, capsys):
    assert main(["init", str(tmp_path)]) == 0
    assert "no article yet; write the first into content/" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "old.xml",
            '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>',
            'old.xml is an export of WordPress: write feed = ["old.xml", "https://example.org/feed/"]',
        ),
        (
            "blog.xml",
            "<feed><id>tag:blogger.com,1999:blog-1.archive</id>",
            'blog.xml is an export of Blogger: write feed = ["blog.xml", "https://NAME.blogspot',
        ),
        (
            "posts.csv",
            "post_id,post_date,is_published",
            'posts.csv is an export of Substack: write feed = "https://NAME.substack.com/feed"',
        ),
        (
            "site.json",
            '{"db": [{"meta": {"exported_on": 1}}]}',
            'site.json is an export of Ghost: write feed = "https://example.org/rss/"',
        ),
    ],
)
@pytest.mark.parametrize("has_articles", [False, True])
def test_an_export_is_named_with_what_makes_it_a_source(
    tmp_path, capsys, name, text, says, has_articles
):
    (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "data.json").write_text("{}", "utf-8")
    if has_articles:
        (tmp_path / "content").mkdir()
        (tmp_path / "content/a.md").write_text("---\ntitle: A\ndate: 2025-01-01\n---\nb", "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert says in said
    assert said.count("is an export of") == 1


def test_files_of_other_formats_are_named_where_no_article_is(tmp_path, capsys):
    (tmp_path / "all-posts.org").write_text(
        "* One\n:PROPERTIES:\n:EXPORT_DATE: 2025-01-01\n", "utf-8"
    )
    (tmp_path / "publish.rst").write_text("One\n===\n", "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    assert "not in Markdown (.org), which Broadsheet does not read, e.g. all-posts.org" in (
        capsys.readouterr().err
    )


def test_dated_pages_of_other_suffixes_are_named(tmp_path, capsys):
    """They may be Markdown: nobody would see that they are missing."""
    (tmp_path / "posts").mkdir()
    for name in ("a.md", "B.MD", "c.txt"):
        (tmp_path / "posts" / name).write_text(
            f"---\ntitle: {name}\ndate: 2025-01-02\n---\nText.\n"
        )
    (tmp_path / "posts/robots.txt").write_text("User-agent: *\n")
    assert main(["init", str(tmp_path)]) == 0
    assert (
        "2 dated pages with another suffix (.MD, .txt), e.g. posts/B.MD: if they are Markdown, write "
        'include = ["**/*.md", "**/*.markdown", "**/*.MD", "**/*.txt"] below [content]'
    ) in capsys.readouterr().err


def test_fields_that_list_terms_are_taxonomies(tmp_path):
    (tmp_path / "content").mkdir()
    for number in range(8):
        seldom = "mood: [glad]\n" if number == 0 else ""
        (tmp_path / f"content/{number}.md").write_text(
            f"---\ntitle: A\ndate: 2025-01-0{number + 1}\nmain_topics: [权力, AI 伦理]\n{seldom}"
            "authors: [Ann]\nsources: [https://a.example/x]\nnote: text\n---\nb",
            "utf-8",
        )
    (tmp_path / "content/broken.md").write_text("---\na: [\n---\n", "utf-8")
    main(["init", str(tmp_path)])
    assert list(load_config(tmp_path, resolve).taxonomies) == ["tags", "main_topics"]


def test_init_never_overwrites(tmp_path, capsys):
    (tmp_path / "publish.toml").write_text("mine")
    assert main(["init", str(tmp_path)]) == 1
    assert "exists; edit it" in capsys.readouterr().err
    assert (tmp_path / "publish.toml").read_text() == "mine"


def test_init_names_a_broken_configuration(tmp_path, capsys):
    (tmp_path / "hugo.toml").write_text("= broken")
    assert main(["init", str(tmp_path)]) == 1
    assert "hugo.toml:1: is not TOML" in capsys.readouterr().err
    assert not (tmp_path / "publish.toml").exists()


def test_an_engines_templates_are_left_to_it(tmp_path):
    """Zola keeps its own in templates/, which Jinja2 cannot read."""
    (tmp_path / "config.toml").write_text('base_url = "https://a.example"\ntitle = "A"\n')
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("+++\ntitle = 'A'\ndate = 2025-01-01\n+++\nb")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/index.html").write_text("{{ page.date | date(format='%Y') }}")
    assert main(["init", str(tmp_path)]) == 0
    assert main(["-C", str(tmp_path), "build"]) == 0
    (tmp_path / "feed-templates").mkdir()
    (tmp_path / "feed-templates/index.html").write_text("mine")
    assert main(["-C", str(tmp_path), "build"]) == 0
    assert (tmp_path / "out/index.html").read_text("utf-8") == "mine"


@pytest.mark.parametrize("script", ["eleventy --config=_build/eleventy.js --quiet", "eleventy"])
def test_eleventy_is_told_by_package_json(tmp_path, script):
    (tmp_path / "package.json").write_text(
        f'{{"scripts": {{"build": "npx {script}"}}, "devDependencies": {{"@11ty/eleventy": "3"}}}}'
    )
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build/eleventy.js").write_text(
        'export default () => ({ dir: { output: ".", data: "data" } });'
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data/site.js").write_text('export default { origin: "https://a.example" };')
    assert main(["init", str(tmp_path)]) == 0
    config = load_config(tmp_path, resolve)
    assert config.content.dialect == "eleventy"
    assert (config.site.url == "https://a.example/") is ("--config" in script)


@pytest.mark.parametrize(
    ("package", "site", "title", "url", "author"),
    [
        (
            {"name": "a.example", "author": "Ada <ada@a.example> (https://a.example)"},
            {},
            '"a.example"  # a guess: the site\'s name',
            '"https://a.example/"  # a guess: where out/ will be reachable',
            '{ name = "Ada" }  # a guess: who writes articles that name nobody',
        ),
        (
            {"name": "blog", "homepage": "https://www.a.example/", "author": {"name": "Ada"}},
            {"author": "Bob"},
            '"a.example"  # a guess: the site\'s name',
            '"https://www.a.example/"  # a guess: where out/ will be reachable',
            '{ name = "Bob" }',
        ),
        (
            {"name": "b.js", "homepage": "https://github.com/a/b#readme"},
            {"title": "B"},
            '"B"',
            '"https://example.org/"  # not found: where out/ will be reachable',
            '{ name = "The editors" }  # not found: who writes articles that name nobody',
        ),
        (
            {"name": "b.example"},
            {"url": "http://localhost:8080"},
            '"b.example"  # a guess: the site\'s name',
            '"https://b.example/"  # a guess: where out/ will be reachable',
            '{ name = "The editors" }  # not found: who writes articles that name nobody',
        ),
    ],
)
def test_what_package_json_suggests_is_marked_as_a_guess(
    tmp_path, package, site, title, url, author
):
    (tmp_path / ".eleventy.js").touch()
    (tmp_path / "package.json").write_text(json.dumps(package))
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data/site.json").write_text(json.dumps(site))
    assert main(["init", str(tmp_path)]) == 0
    told = (tmp_path / "publish.toml").read_text("utf-8").splitlines()
    assert {f"title = {title}", f"url = {url}", f"author = {author}"} <= set(told), told


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("zh_TW", '"zh-TW"'),
        ("cn", '"zh-CN"  # a guess: e.g. zh-CN, en, de'),
        ("MX-es", '"es-MX"  # a guess: e.g. zh-CN, en, de'),
        ("default", '"en"  # not found: e.g. zh-CN, en, de'),
    ],
)
def test_a_country_is_no_language_but_hints_at_one(tmp_path, typed, written):
    (tmp_path / "_config.yml").write_text(f"lang: {typed}\n", "utf-8")
    (tmp_path / "_posts").mkdir()
    assert main(["init", str(tmp_path)]) == 0
    told = (tmp_path / "publish.toml").read_text("utf-8").splitlines()
    assert f"language = {written}" in told


def test_pages_that_are_no_articles_are_told(tmp_path, capsys):
    (tmp_path / "hugo.toml").write_text("baseURL = 'https://a.example/'\n", "utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/about.md").write_text("---\ntitle: About\n---\n", "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    told = capsys.readouterr().err
    assert "0 articles in content\nnote: 1 page without a date" in told
    assert "e.g. content/about.md\ncontent: warning: date: none of 1 file is an article" in told
    assert "feeds hold pages that have a date: write e.g. date: 20" in told
    (tmp_path / "publish.toml").unlink()
    for name in ("a", "b"):
        header = f"title: T\ndate: 2025-01-02\ndraft: {'true' if name == 'a' else 'false'}"
        (tmp_path / f"content/{name}.md").write_text(f"---\n{header}\n---\n", "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    told = capsys.readouterr().err
    assert "2 articles (1 draft among them) in content" in told
    assert "feeds hold pages" not in told


@pytest.mark.parametrize(
    ("files", "url"),
    [
        ({"_config.yml": "title: A\n"}, "https://example.org/"),
        ({"_config.yml": "title: A\nbaseurl: /b/\n"}, "https://example.org/b/"),
        ({"_config.yml": "title: A\n", "CNAME": "a.example\n"}, "https://a.example/"),
        ({"_config.yml": "baseurl: b\n", "CNAME": "a.example\n"}, "https://a.example/b/"),
        ({"_config.yml": "url: https://c.example\n", "CNAME": "a.example"}, "https://c.example"),
        ({"_config.yml": "title: A\n", "CNAME": "<html>\n"}, "https://example.org/"),
        ({"hugo.toml": "", "static/CNAME": "a.example"}, "https://a.example/"),
    ],
)
def test_a_domain_that_github_is_told_is_a_guess(tmp_path, files, url):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert main(["init", str(tmp_path)]) == 0
    text = (tmp_path / "publish.toml").read_text("utf-8")
    assert tomllib.loads(text)["site"]["url"] == url
    assert ("# a guess: where" in text) == ("a.example" in url)


def test_a_language_that_is_called_by_its_country_has_its_tag_in_feeds(tmp_path):
    """Kills: a publish.toml that cannot be read, and `xml:lang="jp"`."""
    text = (
        'base_url = "https://a.example"\ntitle = "A"\n[languages.jp]\ntitle = "J"\n[languages.xx]\n'
    )
    (tmp_path / "config.toml").write_text(text, "utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "templates").mkdir()
    for name in ("a.md", "a.jp.md", "a.xx.md"):
        (tmp_path / "content" / name).write_text(
            '+++\ntitle = "A"\ndate = 2025-01-01\n+++\n\nb', "utf-8"
        )
    assert main(["init", str(tmp_path)]) == 0
    assert main(["-C", str(tmp_path), "build"]) == 0
    atom = "".join(path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.xml"))
    assert 'xml:lang="ja-JP"' in atom
    assert "/jp/a/" in atom
    assert not any(f'lang="{wrong}"' in atom for wrong in ("jp", "xx", ""))
