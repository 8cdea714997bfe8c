"""The direction of writing, with CLDR's likely subtags as the oracle."""

from __future__ import annotations

import pytest
from babel import localedata
from babel.core import get_global

from broadsheet.checks.feeds import values as feed_values
from broadsheet.config import values as config_values
from broadsheet.language_tags import RIGHT_TO_LEFT_SCRIPTS, direction_of, is_language_code

LIKELY = get_global("likely_subtags")
LANGUAGES = sorted({name.split("_")[0] for name in localedata.locale_identifiers()} & set(LIKELY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_that_babel_knows_runs_as_its_usual_script_does(language):
    right_to_left = not RIGHT_TO_LEFT_SCRIPTS.isdisjoint(LIKELY[language].split("_"))
    assert direction_of(language) == ("rtl" if right_to_left else "ltr")


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("zh-CN", "ltr"),
        ("AR-eg", "rtl"),
        ("ku", "ltr"),
        ("ku-Arab-IQ", "rtl"),
        ("az_Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("x-klingon", "ltr"),
        ("", "ltr"),
    ],
)
def test_a_script_in_the_tag_decides(tag, direction):
    assert direction_of(tag) == direction


@pytest.mark.parametrize("code", ["en", "EN", "he", "iw", "in", "sh", "zh", "yue", "CES"])
def test_what_is_accepted_as_a_language_is_no_error_of_a_feed(code):
    """`iw`, which ISO 639-1 withdrew in 1989, is what Java and Android still write."""
    assert is_language_code(code)
    assert feed_values.language(code) == ""
    if code.islower():
        assert config_values.language(code) == code


@pytest.mark.parametrize(
    "code", ["", "e", "xx", "cn", "jp", "uk2", "日本", "日本語", "engl", "en-"]
)
def test_what_is_no_language_is_an_error_of_a_feed_too(code):
    assert not is_language_code(code)
    assert feed_values.language(code)
    with pytest.raises(ValueError, match="is not a language tag"):
        config_values.language(code)
