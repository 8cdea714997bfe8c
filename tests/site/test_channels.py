"""The channels of a site in several languages, where engines have terms, and what feeds show of terms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.config import parse_config
from broadsheet.engines import resolve
from broadsheet.site.site import is_visible, make_site, next_change

NOW = datetime(2025, 7, 1, tzinfo=UTC)
HEAD = '[site]\ntitle = "T"\nurl = "https://e.org/"\nauthor = "A"\nlanguage = "en"\n'
LANGUAGES = '[content.languages]\nen = ""\nZH = "zh"\nfr = "fr"\n'


@pytest.fixture
def channels(make_article):
    """Return the channels of a site by path; articles are named for their language."""

    def make(text, *languages, **given):
        articles = [
            make_article(
                **{
                    "source": f"{name}.md",
                    "permalink": name,
                    "language": name,
                    "published": NOW,
                    "terms": (("tags", ("Ab c",)),),
                }
                | given
            )
            for name in languages
        ]
        config = parse_config(HEAD + text, Path(), resolve)
        return {channel.path: channel for channel in make_site(articles, config, NOW).channels}

    return make


def languages_of(channel):
    return [article.language for article in channel.members]


def test_terms_have_feeds_of_each_language_where_the_site_has_one(channels):
    found = channels(LANGUAGES + '[feeds]\nlanguages = ["en"]\n', "en", "zh", "fr")
    assert set(found) == {"", "tags/ab-c", "zh/tags/ab-c", "fr/tags/ab-c"}
    assert languages_of(found[""]) == ["en"]
    assert languages_of(found["zh/tags/ab-c"]) == ["zh"]
    assert [found[path].language for path in found] == ["", "", "fr", "zh"]


def test_terms_have_one_feed_where_the_site_has_all_languages(channels):
    found = channels(LANGUAGES, "en", "zh")
    assert set(found) == {"", "tags/ab-c"}
    assert sorted(languages_of(found["tags/ab-c"])) == ["en", "zh"]
    assert found["tags/ab-c"].language == ""


TAXONOMY = """\
[taxonomies.tags]
field = "tags"
page = "tag/{slug}.html"
paths = { atom = "feeds/{slug}.atom.xml", rss = "feeds/{slug}.rss.xml" }
slugs = { "ab c" = "alphabet" }
"""


def test_a_term_has_its_page_and_feeds_where_they_are_configured(channels):
    found = channels(TAXONOMY, "en")["tags/ab-c"]
    assert found.paths == {"atom": "feeds/alphabet.atom.xml", "rss": "feeds/alphabet.rss.xml"}
    assert found.home == "https://e.org/tag/alphabet.html"


def test_configured_slugs_are_those_of_the_main_language(channels):
    text = TAXONOMY + LANGUAGES + '[feeds]\nlanguages = ["EN"]\n'
    found = channels(text, "en", "zh")
    assert found["tags/ab-c"].paths["atom"] == "feeds/alphabet.atom.xml"
    assert found["zh/tags/ab-c"].paths["atom"] == "zh/feeds/ab-c.atom.xml"
    assert found["zh/tags/ab-c"].home == "https://e.org/zh/tag/ab-c.html"
    found = channels(text.replace('"EN"', '"zh"'), "en", "zh")
    assert found["zh/tags/ab-c"].paths["atom"] == "zh/feeds/alphabet.atom.xml"


CUSTOM = """\
[feeds.custom.mine]
title = "Mine"
language = "de"
description = "About"
path = "news"
paths = { atom = "news.xml" }
"""


def test_a_custom_feed_for_all_languages(channels):
    found = channels(LANGUAGES + CUSTOM, "en", "zh")["news"]
    assert (found.title, found.language, found.description) == ("Mine", "de", "About")
    assert found.paths == {"atom": "news.xml"}
    assert found.home == "https://e.org/news/"


def test_a_custom_feed_for_each_language(channels):
    text = LANGUAGES + '[feeds]\nlanguages = ["en", "fr"]\n' + CUSTOM + "by_language = true\n"
    found = channels(text, "en", "zh", "fr")
    assert {path for path in found if path.endswith("news")} == {"news", "zh/news", "fr/news"}
    assert (found["news"].title, found["news"].language) == ("Mine", "de")
    assert (found["fr/news"].title, found["fr/news"].language) == ("Mine", "fr")
    assert (found["zh/news"].title, found["zh/news"].language) == ("Mine (zh)", "zh")
    assert (found["news"].paths, found["zh/news"].paths) == ({"atom": "news.xml"}, {})


def test_a_custom_feed_without_articles_exists(channels):
    found = channels(CUSTOM + 'any = { tags = ["other"] }\n', "en")["news"]
    assert (found.members, found.articles) == ((), ())


def test_the_limit_cuts_the_feed_and_not_the_members(channels):
    found = channels("[feeds]\nlimit = 2\npaths = { rss = 'all.xml' }\n", "en", "zh", "fr")[""]
    assert (len(found.articles), len(found.members)) == (2, 3)
    assert found.articles == found.members[:2]
    assert (found.title, found.home, found.paths) == ("T", "https://e.org/", {"rss": "all.xml"})


def test_feeds_show_terms_but_not_authors_as_categories(make_article):
    text = '[taxonomies.tags]\nfield = "tags"\n[taxonomies.people]\nfield = "authors"\n[taxonomies.by]\nfield = "author"\n'
    article = make_article(terms=(("tags", ("B", "a")), ("people", ("Ada",)), ("by", ("Bob",))))
    site = make_site([article], parse_config(HEAD + text, Path(), resolve), NOW)
    shown = [(category.term.name, category.scheme) for category in site.categories(article)]
    assert shown == [("B", "https://e.org/tags/"), ("a", "https://e.org/tags/")]
    assert [term.name for term in site.terms(article)] == ["B", "a", "Ada", "Bob"]


SECOND = timedelta(seconds=1)


def test_an_article_may_start_before_or_after_its_date(make_article):
    early = make_article(published=NOW + SECOND, starts=NOW)
    late = make_article(published=NOW - SECOND, starts=NOW + SECOND)
    ends = make_article(published=NOW - SECOND, expires=NOW + SECOND)
    assert [is_visible(each, NOW) for each in (early, late, ends)] == [True, False, True]
    assert is_visible(late, NOW + SECOND)
    assert not is_visible(ends, NOW + SECOND)
    assert not is_visible(make_article(draft=True, published=NOW), NOW)


def test_the_next_change_is_the_first_after_now(make_article):
    moments = [NOW - SECOND, NOW, NOW + 3 * SECOND, NOW + 2 * SECOND]
    articles = [make_article(published=moment) for moment in moments]
    assert next_change(articles, NOW) == NOW + 2 * SECOND
    expiring = make_article(published=NOW, expires=NOW + SECOND)
    assert next_change([*articles, expiring], NOW) == NOW + SECOND
    starting = make_article(published=NOW + SECOND, starts=NOW + 5 * SECOND)
    assert next_change([starting], NOW) == NOW + 5 * SECOND
    assert next_change([], NOW) is None
    assert next_change([expiring], NOW + SECOND) is None


def test_a_custom_feed_has_all_languages_unless_it_is_to_have_one_of_each(channels):
    feed = '[feeds.custom.atlas]\ntitle = "A"\n'
    assert set(channels(LANGUAGES + feed, "en", "zh")) >= {"feeds/atlas"}
    assert "zh/feeds/atlas" not in channels(LANGUAGES + feed, "en", "zh")


def test_the_sites_own_feed_has_what_its_filter_lets_pass(channels):
    assert languages_of(channels("[feeds]\nnone = { languages = ['zh'] }\n", "en", "zh")[""]) == [
        "en"
    ]
    assert languages_of(channels("[feeds]\nany = { tags = ['ab c'] }\n", "en")[""]) == ["en"]
    assert languages_of(channels("[feeds]\nany = { tags = ['x'] }\n", "en")[""]) == []
