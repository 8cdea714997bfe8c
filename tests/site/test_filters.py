"""Which articles a filter of publish.toml lets pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.config import parse_config
from broadsheet.engines import resolve
from broadsheet.model import Person
from broadsheet.site.filters import ArticleFilter
from broadsheet.site.taxonomy import Taxonomy

HEAD = """\
[site]
title = "T"
url = "https://e.org/"
author = "A"
[taxonomies.tags]
field = "tags"
aliases = { "Old" = "New" }
[taxonomies.topics]
field = "topics"
[feeds]
"""


@pytest.fixture
def passes(make_article):
    """Return whether an article passes a filter, written as in publish.toml."""

    def ask(text, **given):
        terms = tuple((name, given.pop(name)) for name in ("tags", "topics") if name in given)
        article = make_article(terms=terms, **given)
        config = parse_config(HEAD + text, Path(), resolve)
        taxonomies = {
            name: Taxonomy(name, table, [article]) for name, table in config.taxonomies.items()
        }
        return ArticleFilter.of(config.feeds, taxonomies).passes(article)

    return ask


def test_without_a_filter_everything_passes(passes):
    assert passes("")
    assert passes("any = {}\nall = {}\nnone = {}")


@pytest.mark.parametrize(
    ("tags", "expected"), [((), False), (("a",), True), (("b", "c"), True), (("c",), False)]
)
def test_any_wants_one_of_its_values(passes, tags, expected):
    assert passes('any = { tags = ["a", "b"] }', tags=tags) is expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [((), False), (("a",), False), (("b",), False), (("a", "b"), True), (("b", "c", "a"), True)],
)
def test_all_wants_each_of_its_values(passes, tags, expected):
    assert passes('all = { tags = ["a", "b"] }', tags=tags) is expected


@pytest.mark.parametrize(
    ("tags", "expected"), [((), True), (("c",), True), (("a",), False), (("c", "b"), False)]
)
def test_none_wants_no_value_of_its(passes, tags, expected):
    assert passes('none = { tags = ["a", "b"] }', tags=tags) is expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [(("a", "b"), True), (("a",), False), (("b",), False), (("a", "b", "c"), False)],
)
def test_all_three_must_hold(passes, tags, expected):
    text = 'any = { tags = ["a"] }\nall = { tags = ["b"] }\nnone = { tags = ["c"] }'
    assert passes(text, tags=tags) is expected


def test_all_may_be_everything_that_an_article_has(passes):
    text = 'all = { authors = ["ada"], languages = ["en"], sections = ["", "/"] }'
    assert passes(text)


def test_values_of_several_kinds_are_alternatives(passes):
    text = 'any = { tags = ["a"], topics = ["b"] }'
    assert passes(text, tags=("a",))
    assert passes(text, topics=("b",))
    assert not passes(text, tags=("b",), topics=("a",))


@pytest.mark.parametrize("typed", ["NEW", "ｎｅｗ", "Old", "old"])
def test_terms_match_by_their_slugs_and_aliases(passes, typed):
    assert passes('any = { tags = ["new"] }', tags=(typed,))
    assert passes(f'any = {{ tags = ["{typed}"] }}', tags=("new",))
    assert not passes(f'none = {{ tags = ["{typed}"] }}', tags=("Old",))


def test_authors_match_by_name_in_any_case(passes):
    authors = (Person("Ada Ω"), Person("Bob"))
    assert passes('all = { authors = ["ADA ω", "bob"] }', authors=authors)
    assert not passes('any = { authors = ["Ada"] }', authors=authors)


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("news", True),
        ("NEWS", True),
        ("ai", True),
        ("news/ai", True),
        ("/News/AI", True),
        ("/news", False),
        ("/ai", False),
        ("ai/news", False),
        ("n", False),
    ],
)
def test_sections_match_alone_and_as_a_path(passes, section, expected):
    text = f'any = {{ sections = ["{section}"] }}'
    assert passes(text, sections=("News", "ai")) is expected


def test_a_leading_slash_alone_is_the_root(passes):
    assert passes('any = { sections = ["/"] }', sections=())
    assert not passes('any = { sections = ["/"] }', sections=("news",))


def test_languages_match_in_any_case(passes):
    assert passes('any = { languages = ["ZH-cn"] }', language="zh-CN")
    assert not passes('any = { languages = ["zh"] }', language="zh-CN")
