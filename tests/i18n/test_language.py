"""What a site says in its language: words, dates, numbers, plurals."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from broadsheet.i18n.language import Language

NOWHERE = Path("/nowhere")
MONDAY, SUNDAY = date(2025, 6, 16), date(2025, 6, 22)


def speak(tag: str) -> Language:
    return Language(tag, NOWHERE)


@pytest.mark.parametrize(
    ("tag", "day", "whole", "month", "span"),
    [
        ("en", "Jun 16", "June 16, 2025", "June 2025", "Jun 16 – 22, 2025"),
        ("en-GB", "16 Jun", "16 June 2025", "June 2025", "16–22 Jun 2025"),
        ("zh-CN", "6月16日", "2025年6月16日", "2025年6月", "2025年6月16日至22日"),
        ("de", "16. Juni", "16. Juni 2025", "Juni 2025", "16.–22. Juni 2025"),
        ("ar", "16 يونيو", "16 يونيو 2025", "يونيو 2025", "16–22 يونيو 2025"),
        ("ja", "6月16日", "2025年6月16日", "2025年6月", "2025年6月16日～22日"),
        ("pt-BR", "16 de jun.", "16 de junho de 2025", "junho de 2025", "16 – 22 de jun. de 2025"),
    ],
)
def test_dates(tag, day, whole, month, span):
    language = speak(tag)
    dates = language.day(MONDAY), language.full_date(MONDAY), language.month(MONDAY)
    spaces = str.maketrans("\u2009\u202f\xa0", "   ")
    assert dates == (day, whole, month)
    assert language.span(MONDAY, SUNDAY).translate(spaces) == span
    assert language.span(MONDAY, MONDAY) == whole


def test_a_span_over_new_year_names_both_years():
    assert speak("zh").span(date(2024, 12, 30), date(2025, 1, 5)) == "2024年12月30日至2025年1月5日"


@pytest.mark.parametrize(
    ("tag", "texts"),
    [
        ("en", ["0 articles", "1 article", "2 articles", "12,345 articles"]),
        ("zh-CN", ["0 篇文章", "1 篇文章", "2 篇文章", "12,345 篇文章"]),
        ("de", ["0 Artikel", "1 Artikel", "2 Artikel", "12.345 Artikel"]),
        ("ar", ["لا مقالات", "مقال واحد", "مقالان", "12,345 مقالًا"]),
    ],
)
def test_plural_forms(tag, texts):
    assert [speak(tag).say("articles", n=n) for n in (0, 1, 2, 12_345)] == texts


@pytest.mark.parametrize(
    ("tag", "script", "word"),
    [
        ("zh", "Hans", "更多文章"),
        ("zh-cn", "Hans", "更多文章"),
        ("ZH-SG", "Hans", "更多文章"),
        ("zh-TW", "Hant", "更多文章"),
        ("zh-HK", "Hant", "更多文章"),
        ("fr-CA", "Latn", "Autres articles"),
        ("sw", "Latn", "More stories"),
        ("x-klingon", "", "More stories"),
    ],
)
def test_the_nearest_catalogue_speaks(tag, script, word):
    assert speak(tag).script == script
    assert speak(tag).say("more") == word


def test_hong_kong_reads_traditional_characters():
    assert speak("zh-HK").say("read_on") == "繼續閱讀"
    assert speak("zh-SG").say("read_on") == "继续阅读"


def test_names_in_a_text_from_right_to_left_are_isolated():
    assert speak("ar").say("issue", issue="2025-W25") == "العدد \u20682025-W25\u2069"
    assert speak("en").say("issue", issue="2025-W25") == "No. 2025-W25"


def test_braces_in_a_value_are_its_own():
    assert speak("en").say("from", sender="{n} {0} %s") == "Sent by {n} {0} %s"


def test_a_text_that_does_not_exist():
    with pytest.raises(KeyError, match="nope"):
        speak("en").say("nope")


@pytest.mark.slow
def test_the_processs_locale_and_zone_have_no_say():
    script = (
        "from datetime import date; from pathlib import Path;"
        "from broadsheet.i18n.language import Language as L; l = L('de', Path('/nowhere'));"
        "print(l.full_date(date(2025, 6, 16)), l.number(12345), l.say('articles', n=1))"
    )
    env = os.environ | {"LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "ar", "TZ": "Asia/Tokyo"}
    env["PYTHONIOENCODING"] = "utf-8"
    run = subprocess.run([sys.executable, "-c", script], env=env, check=True, capture_output=True)
    assert run.stdout.decode().strip() == "16. Juni 2025 12.345 1 Artikel"
