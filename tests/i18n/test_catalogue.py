"""Catalogues: whole, and a site's own before the built-in ones."""

from __future__ import annotations

import pytest

from broadsheet.errors import TemplateError
from broadsheet.i18n.catalogue import PLURALS, read_catalogue
from broadsheet.i18n.language import Language
from broadsheet.templating.templates import built_in_folder

BUILT_IN = sorted(file.stem for file in (built_in_folder() / "words").glob("*.toml"))


@pytest.fixture
def words(tmp_path):
    def write(name, text):
        file = tmp_path / "templates/words" / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_the_languages_promised_are_there():
    assert set(BUILT_IN) >= set(
        "ar de en es fa fr he hi id it ja ko pl pt ru th tr uk vi zh zh-Hant".split()
    )


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_catalogue_has_every_text_with_the_same_fields(name, tmp_path):
    english = read_catalogue(tmp_path, ("en",)).texts
    found = read_catalogue(tmp_path, (name,)).texts
    assert list(found) != []
    assert found.keys() == english.keys()
    own = (built_in_folder() / "words" / f"{name}.toml").read_text("utf-8")
    assert [key for key in english if f"{key} = " not in own and f"[{key}]" not in own] == []


@pytest.mark.parametrize("name", BUILT_IN)
def test_each_has_the_plural_forms_that_its_language_needs(name, tmp_path):
    catalogue = read_catalogue(tmp_path, (name,))
    needed = Language(name, tmp_path)._locale.plural_form
    categories = {needed(n) for n in range(200)} | {"other"}
    for forms in catalogue.texts.values():
        if len(forms) > 1:
            assert categories <= set(forms) <= set(PLURALS)


def test_a_sites_own_texts_come_first_and_the_rest_is_built_in(words):
    root = words("zh", 'read_on = "看全文"')
    language = Language("zh-CN", root)
    assert (language.say("read_on"), language.say("more")) == ("看全文", "更多文章")


def test_a_language_that_a_site_adds(words):
    root = words(
        "sv", 'more = "Fler artiklar"\n[articles]\none = "{n} artikel"\nother = "{n} artiklar"'
    )
    swedish = Language("sv-SE", root)
    assert [swedish.say("articles", n=n) for n in (1, 2)] == ["1 artikel", "2 artiklar"]
    assert (swedish.say("more"), swedish.say("next")) == ("Fler artiklar", "Next issue")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("more =", "is not TOML: "),
        ('moar = "x"', "moar: is not a text of Broadsheet; known here: title_day,"),
        ("more = 7", "more: 7 is not text"),
        ('articles = { one = "x" }', "articles: has wrong plural forms"),
        ('articles = { other = "x", dual = "y" }', "articles: has wrong plural forms"),
        ('articles = "{count}"', '"{count}" is wrong; only {n} may be in braces'),
        ('articles = "{n.real}"', "only {n} may be in braces"),
        ('articles = "{n:>9999999999}"', "only {n} may be in braces"),
        ('articles = "{n"', "only {n} may be in braces"),
    ],
)
def test_what_is_wrong_is_said_with_its_file(words, text, says):
    root = words("en", text)
    with pytest.raises(TemplateError) as caught:
        Language("en", root).say("more")
    assert str(caught.value).startswith("templates/words/en.toml:")
    assert says in str(caught.value)
