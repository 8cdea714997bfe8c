"""The direction of writing, with CLDR's likely subtags as the oracle."""

from __future__ import annotations

import pytest
from babel import localedata
from babel.core import get_global

from broadsheet.i18n.direction import RIGHT_TO_LEFT_SCRIPTS, direction_of

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
