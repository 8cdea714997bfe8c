from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.config.load import find_root, load_config, parse_config
from broadsheet.engines import resolve
from broadsheet.errors import ConfigError
from broadsheet.site.site import make_site

NOW = datetime(2025, 7, 1, tzinfo=UTC)
HEAD = '[site]\ntitle = "T"\nurl = "https://e.org/"\nauthor = "A"\n'


def config(text=""):
    return parse_config(HEAD + text, Path(), resolve)


def make(make_article, name, **given):
    url = f"https://e.org/{name}/"
    tags = given.pop("tags", ())
    defaults = {
        "source": f"content/{name}.md",
        "permalink": url,
        "id": url,
        "terms": (("tags", tags),),
    }
    return make_article(**defaults | given)


def test_drafts_future_and_expired_articles_are_out(make_article):
    articles = [
        make(make_article, "seen"),
        make(make_article, "draft", draft=True),
        make(make_article, "future", published=NOW + timedelta(seconds=1)),
        make(make_article, "expired", expires=NOW),
    ]
    assert [a.slug for a in make_site(articles, config(), NOW).articles] == ["a"]
    later = make_site(articles, config(), NOW + timedelta(seconds=1), drafts=True)
    assert {Path(a.source).stem for a in later.articles} == {"seen", "draft", "future"}


def test_newest_first_then_by_permalink(make_article):
    old = make(make_article, "old", published=NOW - timedelta(days=1))
    b, a = make(make_article, "b", published=NOW), make(make_article, "a", published=NOW)
    assert make_site([old, b, a], config(), NOW).articles == (a, b, old)


def test_spellings_of_one_term_are_merged_under_the_most_frequent(make_article):
    spellings = [("OpenAI",), ("ＯｐｅｎＡＩ",), ("OpenAI", "openai"), ("Open AI",)]
    articles = [make(make_article, str(n), tags=tags) for n, tags in enumerate(spellings)]
    channels = {c.path: c for c in make_site(articles, config(), NOW).channels}
    assert set(channels) == {"", "tags/openai", "tags/open-ai"}
    assert channels["tags/openai"].term.name == "OpenAI"
    assert len(channels["tags/openai"].articles) == 3


def test_aliases_min_articles_and_titles(make_article):
    text = '[taxonomies.tags]\nfield="tags"\nmin_articles=2\ntitle="{term}@{site}"\naliases={"Minimax"="MiniMax AI"}\n'
    articles = [
        make(make_article, "1", tags=("Minimax", "rare")),
        make(make_article, "2", tags=("MiniMax AI",)),
    ]
    channels = make_site(articles, config(text), NOW).channels
    assert [(c.path, c.title) for c in channels] == [("", "T"), ("tags/minimax-ai", "MiniMax AI@T")]


def test_custom_feeds_filter_before_the_limit(make_article):
    text = """[feeds]\nlimit = 1
[feeds.custom.c]\ntitle = "C"
any = { tags = ["x", "Y"], sections = ["news"] }\nall = { authors = ["ada"] }\nnone = { tags = ["short"] }\n"""
    articles = [
        make(make_article, "1", tags=("X", "short"), published=NOW),
        make(make_article, "2", tags=("z",), published=NOW - timedelta(1)),
        make(make_article, "3", tags=("y",), published=NOW - timedelta(2)),
        make(make_article, "4", sections=("news", "ai"), published=NOW - timedelta(3)),
    ]
    channel = next(
        c for c in make_site(articles, config(text), NOW).channels if c.path == "feeds/c"
    )
    assert [Path(a.source).stem for a in channel.articles] == ["3"]


def test_a_custom_feed_of_each_language_needs_no_other_setting(make_article):
    text = """[content.languages]\nen = ""\nzh = "zh"
[feeds.custom.c]\ntitle = "C"\nby_language = true\nany = { languages = ["en", "zh"] }\n"""
    articles = [make(make_article, name, language=name) for name in ("en", "zh")]
    channels = {c.path: c for c in make_site(articles, config(text), NOW).channels}
    assert set(channels) == {"", "feeds/c", "zh/feeds/c"}
    assert len(channels[""].articles) == 2
    assert [a.language for a in channels["zh/feeds/c"].articles] == ["zh"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[feeds]\nlimits = 3\n",
            "publish.toml:6: feeds.limits: is not a key; did you mean limit?",
        ),
        ("[feeds]\nlimit = 0\n", "publish.toml:6: feeds.limit: 0 is not a whole number from 1 on"),
        (
            '[feeds]\nformats = ["atom", "rdf"]\n',
            'publish.toml:6: feeds.formats: "rdf" is not allowed',
        ),
        (
            "[content]\npermalink = '/:nope/'\n",
            "publish.toml:6: content.permalink: :nope is not a token",
        ),
        (
            "[content]\npath = '../x'\n",
            'publish.toml:6: content.path: "../x" is not a folder inside',
        ),
        (
            "[taxonomies.feeds]\nfield='x'\n",
            "publish.toml:5: taxonomies.feeds: has a meaning of its own",
        ),
        ("[taxonomies.'../x']\nfield='x'\n", "publish.toml:5: taxonomies.../x: cannot be a folder"),
        ("[taxonomies.t]\n", "publish.toml:5: taxonomies.t.field: is missing"),
        ("[taxonomies.t]\nfield='x'\ntitle='{trem}'\n", "publish.toml:7: taxonomies.t.title:"),
        (
            "[feeds.custom.c]\ntitle='C'\nany={tgas=['x']}\n",
            "publish.toml:7: feeds.custom.c.any.tgas: is nothing",
        ),
        (
            "[feeds]\nnames={rss='a/b'}\n",
            'publish.toml:6: feeds.names: "a/b" is not a plain file name',
        ),
        (
            "[feeds.custom.c]\ntitle=' '\nany={tags=['x']}\n",
            "publish.toml:6: feeds.custom.c.title: is empty",
        ),
        ("[taxonomies.t]\nfield=''\n", "publish.toml:6: taxonomies.t.field: is empty"),
        ("[taxonomies.t]\nfield='x'\ntitle=''\n", "publish.toml:7: taxonomies.t.title: is empty"),
        (
            "[taxonomies.t]\nfield='x'\npage='{'\n",
            'publish.toml:7: taxonomies.t.page: "{" is not a pattern',
        ),
        (
            "[taxonomies.t]\nfield='x'\npage='t.html'\n",
            'publish.toml:7: taxonomies.t.page: "t.html" gives every term one address',
        ),
        ("= 3\n", "publish.toml:5: is not TOML"),
    ],
)
def test_configuration_faults_name_line_key_and_remedy(text, message):
    with pytest.raises(ConfigError) as caught:
        config(text)
    assert str(caught.value).startswith(message), str(caught.value)


def test_all_configuration_faults_at_once():
    with pytest.raises(ConfigError) as caught:
        parse_config('[site]\nurl = "ftp://x"\ntimezone = "Mars"\nlang = "x"\n', Path(), resolve)
    assert {p.field for p in caught.value.problems} == {
        "site.url",
        "site.timezone",
        "site.lang",
        "site.title",
    }


def test_a_configuration_that_is_no_file_or_no_text(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "publish.toml").write_text('[site]\ntitle = "Another"\n')
    file = tmp_path / "site/publish.toml"
    file.mkdir()
    with pytest.raises(ConfigError, match="publish.toml: is no file; move it away"):
        find_root(tmp_path / "site")
    file.rmdir()
    file.symlink_to("nowhere")
    with pytest.raises(ConfigError, match="publish.toml: is no file; move it away"):
        find_root(tmp_path / "site")
    file.unlink()
    file.write_bytes("[site]".encode("utf-16"))
    with pytest.raises(ConfigError, match="publish.toml:1: is not UTF-8; save it as UTF-8"):
        load_config(tmp_path / "site", resolve)
