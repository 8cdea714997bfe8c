"""Formats of the libraries of dates. The results are those of luxon 3.7, dayjs 1.11, moment 2.30 and date-fns 4."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.engines.eleventy.date_formats import DATE_FNS, DAYJS, LUXON, MOMENT, written
from broadsheet.scripts import UnknownResultError

EVENING = datetime(2024, 12, 31, 23, 5, 8, 12_000, tzinfo=UTC)
MORNING = datetime(2021, 1, 2, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "form", "evening", "morning"),
    [
        (LUXON, "d LLLL yyyy 'at' h:mm a", "31 December 2024 at 11:05 PM", "2 January 2021 at 12:05 AM"),
        (LUXON, "ccc, LLL dd, yy ZZ", "Tue, Dec 31, 24 +00:00", "Sat, Jan 02, 21 +00:00"),
        (LUXON, "kkkk-WW o DDD", "2025-01 366 December 31, 2024", "2020-53 2 January 2, 2021"),
        (LUXON, "'o''clock'", "oclock", "oclock"),
        (DATE_FNS, "EEEE, MMMM do, yyyy", "Tuesday, December 31st, 2024", "Saturday, January 2nd, 2021"),
        (DATE_FNS, "yyyy-MM-dd'T'HH:mm:ss.SSSxxx ''", "2024-12-31T23:05:08.012+00:00 '", "2021-01-02T00:05:00.000+00:00 '"),
        (DATE_FNS, "PPP aaa", "December 31st, 2024 pm", "January 2nd, 2021 am"),
        (MOMENT, "dddd [the] Do, DDDD", "Tuesday the 31st, 366", "Saturday the 2nd, 002"),
        (MOMENT, "GGGG-[W]WW L", "2025-W01 12/31/2024", "2020-W53 01/02/2021"),
        (DAYJS, "D MMM YYYY HH:mm:ss.SSS Z", "31 Dec 2024 23:05:08.012 +00:00", "2 Jan 2021 00:05:00.000 +00:00"),
    ],
)  # fmt: skip
def test_what_letters_stand_for(language, form, evening, morning):
    assert written(EVENING, form, language) == evening
    assert written(MORNING, form, language) == morning


@pytest.mark.parametrize(
    ("language", "form"), [(LUXON, "yyyy GGGG"), (DATE_FNS, "B"), (MOMENT, "zz"), (DAYJS, "wo")]
)
def test_a_letter_that_is_not_known_makes_the_date_unknown(language, form):
    with pytest.raises(UnknownResultError):
        written(EVENING, form, language)


def test_words_are_known_in_english_alone():
    assert written(EVENING, "yyyy-LL", LUXON, is_english=False) == "2024-12"
    with pytest.raises(UnknownResultError):
        written(EVENING, "LLLL", LUXON, is_english=False)
