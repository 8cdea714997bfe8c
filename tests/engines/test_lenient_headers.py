"""What each engine lets pass in a header: kinds of dates, keys given twice, values left empty."""

import pytest
from engine_sites import EngineSite

CONFIGS = {
    "jekyll": ("_config.yml", "url: https://j.example\ntimezone: Asia/Shanghai\nauthor: Ada\n"),
    "hexo": ("_config.yml", "url: https://h.example\ntimezone: Asia/Shanghai\nauthor: Ada\n"),
    "pelican": (
        "pelicanconf.py",
        'SITEURL = "https://p.example"\nTIMEZONE = "Asia/Shanghai"\nAUTHOR = "Ada"\n',
    ),
    "bridgetown": ("bridgetown.config.yml", "url: https://b.example\n"),
    "mkdocs": ("mkdocs.yml", "site_name: M\nplugins: [blog]\n"),
}
PLACES = {
    "jekyll": "_posts/2025-01-01-a.md",
    "hexo": "source/_posts/a.md",
    "pelican": "content/a.md",
    "bridgetown": "src/_posts/2025-01-01-a.md",
    "mkdocs": "docs/blog/posts/2025-01-01-a.md",
}


def read(root, engine, text):
    site = EngineSite(root)
    site.write(*CONFIGS[engine])
    site.write(PLACES[engine], text)
    assert site.publish("init") == 0
    return site.read()


@pytest.mark.parametrize(
    ("engine", "typed", "expected"),
    [
        # js-yaml makes a UTC clock of a timestamp, which Hexo takes for the site's; of a text, none.
        ("hexo", "2015-02-03 10:11:12", "2015-02-03T10:11:12+08:00"),
        ("hexo", "2015-02-03 10:11:12 +08:00", "2015-02-03T02:11:12+08:00"),
        ("hexo", "2015-02-03 10:11:12 +0800", "2015-02-03T10:11:12+08:00"),
        ("hexo", '"2015-02-03T10:11:12Z"', "2015-02-03T18:11:12+08:00"),
        ("hexo", '"2015-02-03"', "2015-02-03T08:00:00+08:00"),
        ("hexo", "Feb 3, 2015 10:11", "2015-02-03T10:11:00+08:00"),
        # Psych makes UTC of a timestamp, Time.parse local time of a text.
        ("jekyll", "2015-02-03 10:11:12", "2015-02-03T18:11:12+08:00"),
        ("jekyll", "'2015-02-03 10:11:12'", "2015-02-03T10:11:12+08:00"),
        ("jekyll", "2015-02-03 10:11", "2015-02-03T10:11:00+08:00"),
        ("jekyll", "2011-02-29", "2011-03-01T00:00:00+08:00"),
        ("jekyll", "3-2-2015", "2015-02-03T00:00:00+08:00"),
        ("pelican", "Feb 3, 2015", "2015-02-03T00:00:00+08:00"),
        ("pelican", "2/3/2015 10:11 pm", "2015-02-03T22:11:00+08:00"),
    ],
)
def test_dates(tmp_path, engine, typed, expected):
    header = f"title: A\ndate: {typed}\n"
    text = f"{header}\nText." if engine == "pelican" else f"---\n{header}---\nText."
    found, problems = read(tmp_path, engine, text)
    assert problems == []
    (article,) = found.articles
    assert article.published.astimezone(found.config.site.timezone).isoformat() == expected


@pytest.mark.parametrize("engine", ["jekyll", "bridgetown", "mkdocs"])
def test_of_a_key_given_twice_parsers_in_ruby_and_python_take_the_last(tmp_path, engine):
    text = "---\ndate: 2025-01-01\ntitle: A\ntitle: B\n---\nText."
    found, problems = read(tmp_path, engine, text)
    assert [article.title for article in found.articles] == ["B"]
    message = f"{PLACES[engine]}:4: warning: title: is given twice; keep one of them"
    assert [str(problem) for problem in problems] == [message]


def test_an_author_of_materials_may_be_a_table(tmp_path):
    header = "date: 2025-01-01\ntitle: A\nauthor:\n  name: Bea\n  company: B"
    found, problems = read(tmp_path, "mkdocs", f"---\n{header}\n---\nText.")
    assert problems == []
    assert [person.name for person in found.articles[0].authors] == ["Bea"]


def test_a_post_of_jekylls_needs_no_header(tmp_path):
    found, problems = read(tmp_path, "jekyll", "Text alone.")
    assert problems == []
    (article,) = found.articles
    assert (article.title, article.permalink) == ("A", "https://j.example/2025/01/01/a.html")


def test_a_field_of_pelicans_left_empty_is_as_good_as_none(tmp_path):
    text = "Title: A\nDate: 2025-01-02\nCategory:\nTags: \n\nText."
    found, problems = read(tmp_path, "pelican", text)
    assert problems == []
    terms = dict(found.articles[0].terms)
    assert terms == {"tags": (), "categories": ("misc",), "author": ("Ada",)}


def test_a_fault_names_the_field_that_it_is_in(tmp_path):
    _, problems = read(tmp_path, "jekyll", "---\ntitle: A\npublished: flase\n---\nText.")
    start = '_posts/2025-01-01-a.md:3: published: "flase" is neither true nor false'
    assert [str(problem) for problem in problems][0].startswith(start)


def test_posts_alone_make_a_site_of_jekylls(tmp_path):
    site = EngineSite(tmp_path)
    site.write("_posts/2008-10-18-how.md", "---\nlayout: post\n---\nText.")
    site.write("README.md", "# About")
    assert site.publish("init") == 0
    found, problems = site.read()
    assert (found.config.content.dialect, problems) == ("jekyll", [])
    assert [article.title for article in found.articles] == ["How"]


def test_posts_of_bridgetowns_are_kramdown(tmp_path):
    text = '---\ndate: 2025-01-01\ntitle: A\n---\nWords.\n{:style="color: red"}\n\n[a](https://a.org){:data-x="1"}\n'
    read(tmp_path, "bridgetown", text)
    assert EngineSite(tmp_path).publish("build", "--now", "2026-01-01") == 0
    assert "{:" not in (tmp_path / "out/feed.json").read_text("utf-8")
