"""Dates as Node.js shows them in English. The results are those of Node.js 20 (CLDR 45)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from broadsheet.scripts import UNDEFINED, UnknownResultError, local_date

DAY = datetime(2025, 9, 7, tzinfo=UTC)
LONG = {"year": "numeric", "month": "long", "day": "numeric"}


@pytest.mark.parametrize(
    ("locale", "options", "shown"),
    [
        (UNDEFINED, UNDEFINED, "9/7/2025"),
        ("en-US", LONG, "September 7, 2025"),
        ("en-US", {**LONG, "weekday": "short"}, "Sun, September 7, 2025"),
        ("en", {"month": "short", "day": "2-digit"}, "Sep 07"),
        ("en", {"month": "long", "year": "numeric"}, "September 2025"),
        ("en", {"month": "2-digit", "day": "2-digit", "year": "2-digit"}, "09/07/25"),
        ("en", {"weekday": "long"}, "Sunday"),
        ("en", {"year": "numeric"}, "2025"),
        ("en-GB", LONG, "7 September 2025"),
        ("en-GB", {**LONG, "month": "short"}, "7 Sept 2025"),
        ("en-GB", UNDEFINED, "07/09/2025"),
        ("sv-SE", UNDEFINED, "2025-09-07"),
        (UNDEFINED, {"dateStyle": "full"}, "Sunday, September 7, 2025"),
        (UNDEFINED, {"dateStyle": "short"}, "9/7/25"),
        ("en-US", {**LONG, "timeZone": "America/New_York"}, "September 6, 2025"),
    ],
)
def test_dates_in_english(locale, options, shown):
    assert local_date(DAY, locale, options) == shown


@pytest.mark.parametrize(
    ("locale", "options"),
    [
        ("de-DE", LONG),
        ("en-US", {**LONG, "hour": "numeric"}),
        ("en-US", {"month": "long", "weekday": "short"}),
        ("en-US", {"year": "numeric", "day": "numeric"}),
        ("en-US", {**LONG, "month": "narrow"}),
        ("en-GB", {**LONG, "weekday": "long"}),
        ("en-US", {**LONG, "timeZone": "Mars/Crater"}),
        (3.0, LONG),
    ],
)
def test_what_differs_by_version_or_language_is_not_known(locale, options):
    with pytest.raises(UnknownResultError):
        local_date(DAY, locale, options)
