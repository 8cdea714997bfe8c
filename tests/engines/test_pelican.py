import json
from xml.etree import ElementTree as ET

import pytest
from engine_sites import EngineSite, copy_site

from broadsheet.config.load import load_config
from broadsheet.engines import ENGINES, detect, resolve

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def pelican(tmp_path):
    site = copy_site("pelican", tmp_path)
    assert site.publish("init") == 0
    return site


def test_articles_are_pelicans_own(pelican):
    pelican.run("pelican", "content", "-s", "publishconf.py", "-o", "output", "--quiet")
    pages = json.loads((pelican.root / "output/articles.json").read_text("utf-8"))
    site, problems = pelican.read()
    assert problems == []
    ours = [
        {
            "file": article.source.removeprefix("content/"),
            "url": article.permalink,
            "date": article.published.isoformat(),
            "updated": article.updated.isoformat(),
            "title": article.title,
            "tags": list(dict(article.terms)["tags"]),
            "category": dict(article.terms)["categories"][0],
            "authors": [person.name for person in article.authors],
        }
        for article in site.articles
    ]
    # Pelican shows articles of the future, unless told otherwise.
    theirs = [page for page in pages if not page["date"].startswith("2099")]
    assert ours == [{key: page[key] for key in ours[0]} for page in theirs]


def test_ids_may_stay_pelicans_own(pelican):
    pelican.run("pelican", "content", "-s", "publishconf.py", "-o", "output", "--quiet")
    feed = ET.parse(pelican.root / "output/feeds/all.atom.xml")
    theirs = {entry.find(f"{ATOM}id").text for entry in feed.iter(f"{ATOM}entry")}
    pelican.use_engine_ids()
    ours = {article.id for article in pelican.read()[0].articles}
    assert ours == {id_ for id_ in theirs if ",2099-" not in id_}


CONFIG = """\
import os
AUTHOR = "Ada"
SITENAME = os.environ.get("NOBODY_SETS_THIS", "A Pelican site")
SITEURL = "https://pelican.example"
DEFAULT_DATE = (2012, 3, 2, 14, 1)
FEED_ALL_ATOM = os.path.join("feeds", "everything.xml")
"""


@pytest.mark.parametrize(
    ("files", "title"),
    [
        ({"pelican.conf.py": 'SITENAME = "Old"\n'}, "Old"),
        (
            {
                "settings.py": 'SITENAME = "Named"\n',
                "settings_live.py": 'from settings import *\nSITENAME += " live"\n',
                "Makefile": "run:\n\tpelican -t theme -s settings.py content\nlive:\n\tpelican -s settings_live.py\n",
            },
            "Named live",
        ),
        (
            {
                "blog.py": 'SITENAME = "Tasks"\n',
                "tasks.py": "c.run('pelican content --settings=blog.py -o out')\n",
            },
            "Tasks",
        ),
    ],
)
def test_settings_are_in_the_files_that_pelican_is_run_with(tmp_path, files, title):
    """Kills: pelicanconf.py alone; the first file that is named, which is not what Pelican publishes with."""
    site = EngineSite(tmp_path)
    for name, text in files.items():
        site.write(name, text)
    site.write("content/a.md", "Title: A\nDate: 2025-06-17\n\nText.\n")
    assert detect(tmp_path)[0].engine.name == "pelican"
    assert ENGINES["pelican"].detect_config(tmp_path).title == title


@pytest.mark.parametrize(
    "files",
    [
        {"settings.py": 'SITENAME = "A"\n'},
        {"settings.py": "DEBUG = True\n", "Makefile": "run:\n\tx -s settings.py\n"},
    ],
)
def test_other_files_named_settings_are_not_pelicans(tmp_path, files):
    site = EngineSite(tmp_path)
    for name, text in files.items():
        site.write(name, text)
    assert detect(tmp_path)[0].engine.name != "pelican"


def test_marks_of_pymdown_that_the_site_names_are_its_own(tmp_path):
    """Kills: marks that stay as typed, or that all sites have."""
    site = EngineSite(tmp_path)
    names = ", ".join(f"'pymdownx.{name}': {{}}" for name in ("critic", "emoji", "inlinehilite"))
    site.write(
        "pelicanconf.py",
        f'AUTHOR = "A"\nSITENAME = "A"\nSITEURL = "https://e.org"\nMARKDOWN = {{"extension_configs": {{{names}}}}}\n',
    )
    body = "{++a++} {--b--}{>>secret<<} :smile: `#!py x`"
    site.write("content/a.md", f"Title: A\nDate: 2025-06-17\n\n{body}\n")
    assert site.publish("init") == 0
    assert site.publish("build") == 0
    html = json.loads((site.out / "feed.json").read_text("utf-8"))["items"][0]["content_html"]
    shown = ("<ins>a</ins>", "<del>b</del>", "😄", ">x</code>")
    assert all(each in html for each in shown)
    assert "secret" not in html


LANGUAGES = """\
ARTICLE_LANG_URL = "{lang}/posts/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/posts/{slug}/index.html"
"""
ARTICLES = {
    "a.md": "Title: Hello\nDate: 2015-02-03",
    "a-fr.md": "Title: Bonjour\nDate: 2015-02-03\nLang: fr\nSlug: hello",
    "seul.md": "Title: Seul\nDate: 2015-02-04\nLang: pt_br",
    "undated.md": "Title: Undated",
    "2014-01-02-named.mkd": "Title: Named",
}


@pytest.mark.parametrize("languages", ["", LANGUAGES])
def test_articles_in_other_languages_and_without_dates(tmp_path, languages):
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", CONFIG + languages)
    for name, header in ARTICLES.items():
        site.write(f"content/{name}", f"{header}\n\nText.")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    assert found.config.site.title == "A Pelican site"
    assert found.config.feeds.paths == {"atom": "feeds/everything.xml"}
    dates = {a.title: a.published.isoformat(" ") for a in found.articles}
    assert dates["Undated"] == "2012-03-02 14:01:00+00:00"
    assert dates["Named"] == "2014-01-02 00:00:00+00:00"
    site.run("pelican", "content", "-o", "output", "--quiet")
    for article in found.articles:
        page = article.permalink.removeprefix("https://pelican.example/")
        page = f"{page}index.html" if page.endswith("/") else page
        assert (site.root / "output" / page).is_file(), page


SLUGS = r"""
SLUG_REGEX_SUBSTITUTIONS = [
    (r"[^\w\s-]", ""),
    (r"(?u)\A\s*", ""),
    (r"(?u)\s*\Z", ""),
    (r"[-\s]+", "-"),
]
"""


@pytest.mark.parametrize(("slugs", "noted"), [(SLUGS, False), (SLUGS.replace("s-", "s."), True)])
def test_slugs_that_are_not_pelicans_usual_ones_are_noted(tmp_path, capsys, slugs, noted):
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", CONFIG + slugs)
    assert site.publish("init") == 0
    assert ("SLUG_REGEX_SUBSTITUTIONS is not read" in capsys.readouterr().err) == noted


def test_what_only_pelican_could_do_is_noted(tmp_path, capsys):
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", f'{CONFIG}SLUGIFY_PRESERVE_CASE = True\nDEFAULT_DATE = "fs"\n')
    site.write("content/a.md", "Title: A\nDate: 2015-02-03\n\nText.")
    assert site.publish("init") == 0
    shown = capsys.readouterr().err
    assert "note: SLUGIFY_PRESERVE_CASE is not read" in shown
    assert "(DEFAULT_DATE)" in shown


def test_what_pelican_skips_is_a_warning(tmp_path, capsys):
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", 'AUTHOR = "Ada"\nSITENAME = "A"\nSITEURL = "https://a.example"\n')
    site.write("content/a.md", "Title: A\nDate: 2015-02-03\n\nText.")
    site.write("content/404.md", "Title: Not found\n\nText.")
    site.write("content/extra/README.md", "# About\n")
    site.write("content/later.md", "Title: Later\nDate: 2015-02-03\nStatus: later\n\nText.")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    shown = capsys.readouterr().err
    assert "content/404.md:1: warning: has no date of its own, so it is left out; " in shown
    assert (
        "content/extra/README.md:1: warning: has no title, so Pelican skips it; write e.g. "
        in shown
    )
    assert 'content/later.md:1: warning: has the status "later", so Pelican skips it; ' in shown
    site.run("pelican", "content", "-o", "output", "--quiet")
    pages = {path.name for path in (site.root / "output").glob("*.html")}
    assert "a.html" in pages
    assert not pages & {"404.html", "not-found.html", "about.html", "later.html"}


def test_articles_have_no_category_where_categories_have_no_pages(tmp_path):
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", 'AUTHOR = "Ada"\nSITENAME = "A"\nCATEGORY_SAVE_AS = ""\n')
    site.write("content/news/a.md", "Title: A\nDate: 2015-02-03\n\nText.")
    site.write("content/b.md", "Title: B\nDate: 2015-02-02\nCategory: typed\n\nText.")
    assert site.publish("init") == 0
    found, _ = site.read()
    assert [dict(a.terms)["categories"] for a in found.articles] == [(), ("typed",)]


@pytest.mark.parametrize(
    ("config", "path"),
    [
        ("", "feeds/all.atom.xml"),
        ('FEED_ATOM = "atom.xml"', "atom.xml"),
        ('FEED_ALL_ATOM = "all.xml"\nFEED_ATOM = "atom.xml"', "all.xml"),
        ('FEED_ALL_ATOM = None\nFEED_ATOM = "atom.xml"', "atom.xml"),
        ("FEED_ALL_ATOM = None", None),
    ],
)
def test_the_feed_that_a_site_asks_for_outranks_the_one_there_by_itself(tmp_path, config, path):
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", f'SITENAME = "A"\n{config}\n')
    assert site.publish("init") == 0
    assert load_config(site.root, resolve).feeds.paths == ({"atom": path} if path else {})


def test_authors_have_the_feeds_that_pelican_makes_of_them(tmp_path):
    site = EngineSite(tmp_path)
    site.write(
        "pelicanconf.py", 'AUTHOR = "Ada L"\nSITENAME = "A"\nSITEURL = "https://a.example"\n'
    )
    site.write("content/a.md", "Title: A\nDate: 2015-02-03\nAuthors: Grace; Ada L\n\nText.")
    site.write("content/b.md", "Title: B\nDate: 2015-02-02\n\nText.")
    assert site.publish("init") == 0
    site.use_engine_ids()
    assert site.publish("build", "--now", "2026-01-01") == 0
    site.run("pelican", "content", "-o", "output", "--quiet")
    for path in ("ada-l.atom.xml", "ada-l.rss.xml", "grace.atom.xml", "grace.rss.xml"):
        ours, theirs = (
            sorted(
                title.text for title in ET.parse(folder / f"feeds/{path}").iter() if is_link(title)
            )
            for folder in (site.out, site.root / "output")
        )
        assert ours == theirs, path


def is_link(element):
    """Tell the element that names an article: Atom's id, RSS's guid."""
    return element.tag == "guid" or (element.tag == f"{ATOM}id" and ":20" in element.text)


PATTERN = 'ARTICLE_URL = "p/{slug}"\nARTICLE_SAVE_AS = "p/{slug}"\n'


def test_slugs_of_files_called_index(tmp_path):
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", f'{CONFIG}SLUGIFY_SOURCE = "basename"\n{PATTERN}')
    site.write("content/news/index.md", "Title: A\nDate: 2015-02-03\n\nText.")
    assert site.publish("init") == 0
    assert [a.permalink for a in site.read()[0].articles] == ["https://pelican.example/p/index"]
    site.run("pelican", "content", "-o", "output", "--quiet")
    assert (site.root / "output/p/index").is_file()


@pytest.mark.parametrize(
    ("config", "header", "path"),
    [
        ("", "Title: About Me", "pages/about-me.html"),
        ("", "Title: About\nSlug: who", "pages/who.html"),
        ('PAGE_URL = "{slug}/"', "Title: About", "about/"),
        ('PAGE_URL = "{slug}/"', "Title: About\nURL: x.html", "x.html"),
        ("", "Title: Über\nLang: de", "pages/uber-de.html"),
        ('SLUGIFY_SOURCE = "basename"', "Title: About", "pages/page.html"),
        ('PAGE_PATHS = ["more"]', "Title: About", "pages/page.md"),
        ('PAGE_URL = "{date:%Y}/{slug}"', "Title: About", "pages/page.md"),
        ("", "Title: About\nStatus: draft", "pages/page.md"),
    ],
)
def test_links_lead_to_pages(tmp_path, config, header, path):
    """Kills links to `page.md`: expected paths are Pelican's, except where it publishes no such page."""
    site = EngineSite(tmp_path)
    site.write(
        "pelicanconf.py",
        f'AUTHOR = "Ada"\nSITENAME = "A"\nSITEURL = "https://a.example"\n{config}\n',
    )
    site.write("content/pages/page.md", f"{header}\n\nText.")
    site.write("content/a.md", "Title: A\nDate: 2015-02-03\n\n[x]({filename}/pages/page.md#y)")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    feed = (site.out / "feeds/all.atom.xml").read_text("utf-8")
    assert f"https://a.example/{path}#y" in feed


def test_links_lead_to_articles_in_restructured_text(tmp_path):
    """Kills: links that are resolved to Markdown alone; a link to an .rst that is no article stays."""
    site = EngineSite(tmp_path)
    config = 'AUTHOR = "Ada"\nSITENAME = "A"\nSITEURL = "https://pelican.example"\n'
    site.write("pelicanconf.py", config)
    site.write("content/a/b.rst", "Told\n####\n\n:date: 2015-02-03\n\nText.\n")
    site.write(
        "content/a/c.md", "Title: C\nDate: 2015-02-03\n\n[x]({filename}b.rst#y) [z](gone.rst)"
    )
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    feed = (site.out / "feeds/all.atom.xml").read_text("utf-8")
    assert "https://pelican.example/told.html#y" in feed
    assert "/gone.rst" in feed


def test_a_header_with_a_date_in_quotes_is_yaml(tmp_path):
    """Pelican's own reader refuses such a date, so a plugin reads the header."""
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", 'AUTHOR = "Ada"\nSITENAME = "A"\n')
    header = "---\ndate: '2015-02-03'\ntitle: \"A: b\"\ntags: x, y\n---\n\nText."
    site.write("content/a.md", header)
    site.write("content/b.md", 'Title: "B"\nDate: 2015-02-02\n\nText.')
    assert site.publish("init") == 0
    found, _ = site.read()
    assert [article.title for article in found.articles] == ["A: b", '"B"']
    assert dict(found.articles[0].terms)["tags"] == ("x", "y")


def test_ignored_files_and_folders_are_no_articles(tmp_path):
    """Kills: patterns of folders, or of files, alone; generators.py of Pelican 4.12."""
    site = EngineSite(tmp_path)
    settings = "PATH = 'content'\nSITEURL = 'https://e.org'\nIGNORE_FILES = ['_*', '*.tmp.md']\n"
    site.write("pelicanconf.py", settings)
    for name in ("a", "_b", "c.tmp", "_d/e", "f/_g", "f/h"):
        site.write(f"content/{name}.md", f"Title: {name}\nDate: 2025-01-02\n\nText.\n")
    assert site.publish("init") == 0
    found, _ = site.read()
    assert {article.source for article in found.articles} == {"content/a.md", "content/f/h.md"}


EXTENSIONS = """\
import pymdownx.emoji
from pelican.plugins import render_math
SITENAME = "A"
SITEURL = "https://e.org"
PLUGINS = [render_math, "neighbors"]
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "pymdownx.emoji": {"emoji_index": pymdownx.emoji.gemoji},
        "pymdownx.blocks.caption": {},
    },
}
"""


def test_extensions_and_plugins_are_read_though_parts_of_them_are_computed(tmp_path):
    """Kills: a table that is lost with one value; alerts and containers, which Pelican has not."""
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", EXTENSIONS)
    body = "![p](/p.png)\n/// caption\n*words*\n///\n\n$a_1 b_1$\n\n> [!NOTE]\n> x\n\n::: tip"
    site.write("content/a.md", f"Title: A\nDate: 2015-02-03\n\n{body}")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    html = json.loads((site.out / "feed.json").read_text("utf-8"))["items"][0]["content_html"]
    assert "<figcaption>" in html
    assert "<em>words</em>" in html
    assert "<p>$a_1 b_1$</p>" in html
    assert "[!NOTE]" in html
    assert "::: tip" in html


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("[x]({static}/a b.png)", 'href="https://e.org/a%20b.png"'),
        ("[x](|filename|/sub/b.rst#y)", 'href="https://e.org/b.html#y"'),
        ("![x]({static}/a(1).png)", 'src="https://e.org/a%281%29.png"'),
        ("![x]({attach}c.png)", 'src="https://e.org/x/c.png"'),
        ("![x]({attach}/sub/c.png)", 'src="https://e.org/sub/c.png"'),
        ("<video src='{static}/v.mp4'></video>", "https://e.org/v.mp4"),
        ("`{static}/a`", "<code>{static}/a</code>"),
        ("Write {static}/a.", "Write {static}/a."),
    ],
)
def test_marks_of_files_are_those_of_addresses(tmp_path, typed, address):
    """Kills: marks that are looked for in the source, so that they stay, or are lost in the text."""
    site = EngineSite(tmp_path)
    config = 'SITENAME = "A"\nSITEURL = "https://e.org"\nARTICLE_URL = "x/{slug}.html"\n'
    site.write("pelicanconf.py", config)
    for name in ("a b.png", "a(1).png", "sub/c.png", "v.mp4"):
        site.write(f"content/{name}", "x")
    site.write("content/sub/b.rst", "Told\n====\n\n:date: 2015-02-02\n:url: b.html\n\nText.\n")
    site.write("content/sub/a.md", f"Title: A\nDate: 2015-02-03\n\n{typed}")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    items = json.loads((site.out / "feed.json").read_text("utf-8"))["items"]
    assert address in next(item["content_html"] for item in items if item["title"] == "A")


def test_links_between_articles_in_restructured_text(tmp_path):
    """Kills: marks that are looked for as Markdown has links."""
    site = EngineSite(tmp_path)
    site.write("pelicanconf.py", 'SITENAME = "A"\nSITEURL = "https://e.org"\n')
    site.write("content/b.rst", "Told\n====\n\n:date: 2015-02-02\n\nText.\n")
    site.write("content/a.rst", "Else\n====\n\n:date: 2015-02-03\n\nSee `b\n<|filename|b.rst>`_.\n")
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    assert 'href="https://e.org/told.html"' in (site.out / "feed.json").read_text("utf-8").replace(
        "\\", ""
    )


@pytest.mark.parametrize(
    ("plugins", "address"),
    [("'pelican.plugins.i18n_subsites'", "en/p/b/"), ("'neighbors'", "b-en.html")],
)
def test_languages_may_have_sites_of_their_own(tmp_path, plugins, address):
    """Kills: addresses of translations that only a site without the plugin has, and a computed part."""
    site = EngineSite(tmp_path)
    config = 'SITENAME = "A"\nSITEURL = "https://e.org"\nDEFAULT_LANG = "de"\nARTICLE_URL = "p/{slug}/"\n'
    subsites = "I18N_SUBSITES = {'en': {'SOCIAL': social()}}\n"
    site.write("pelicanconf.py", f"{config}PLUGINS = [{plugins}]\n{subsites}")
    site.write("content/b.md", "Title: B\nDate: 2015-02-03\nLang: en\n\nText.")
    assert site.publish("init") == 0
    assert [a.permalink for a in site.read()[0].articles] == [f"https://e.org/{address}"]
