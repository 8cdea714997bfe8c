"""Dates as engines' own parsers read them; what they are equal to was asked of Ruby, V8 and dateutil."""

from zoneinfo import ZoneInfo

import pytest

from broadsheet.source.loose_dates import DATEUTIL, JAVASCRIPT, RUBY, read

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 28, 2025", "2025-05-28T00:00:00+08:00"),
        ("28 May 2025 10:00", "2025-05-28T10:00:00+08:00"),
        ("28 May 2025 10:00 PM", "2025-05-28T22:00:00+08:00"),
        ("May 28, 2025 12:05:06 am", "2025-05-28T00:05:06+08:00"),
        ("28 May 2025 10:00:00 CET", "2025-05-28T10:00:00+08:00"),
        ("2025-05-28 10:00:00 CET", "2025-05-28T10:00:00+08:00"),
        ("2025/05/28 10:00 PM", "2025-05-28T22:00:00+08:00"),
        ("Saturday, May 3rd, 2014 at 5:00pm", "2014-05-03T17:00:00+08:00"),
        ("2015-2-3T10:11:12+8:00", "2015-02-03T10:11:12+08:00"),
        ("2014-10-17 12:5:00", "2014-10-17T12:05:00+08:00"),
        ("2015-02-03 24:00:00", "2015-02-04T00:00:00+08:00"),
        ("2015-02-03T10:11:12Z", "2015-02-03T10:11:12+00:00"),
        ("2015-02-03 10:11:12 UTC", "2015-02-03T10:11:12+00:00"),
        ("2015-02-03 10:11 GMT", "2015-02-03T10:11:00+00:00"),
    ],
)
@pytest.mark.parametrize("habit", [RUBY, JAVASCRIPT, DATEUTIL])
def test_all_parsers_read(text, expected, habit):
    assert read(text, SHANGHAI, habit).isoformat() == expected


@pytest.mark.parametrize(
    ("text", "ruby", "javascript", "dateutil"),
    [
        ("11-9-2017", "2017-09-11T00:00", "2017-11-09T00:00", "2017-11-09T00:00"),
        ("2011-02-29", "2011-03-01T00:00", "2011-03-01T00:00", None),
        ("2019-12-01-19:48", "2019-12-01T19:48", None, "2019-12-01T19:48"),
        ("2018-12-21 +0800", "2018-12-21T00:00", None, None),
        ("2017-02-10 00:10::00 -03:00", "2017-02-10T00:10", None, None),
        (
            "2015-02-03 10:11:12 EST",
            "2015-02-03T23:11:12",
            "2015-02-03T23:11:12",
            "2015-02-03T10:11:12",
        ),
        (
            "Fri Sep  3 11:21:31 CEST 2021",
            "2021-09-03T11:21:31",
            None,
            "2021-09-03T11:21:31",
        ),
        ("2022-05-010", None, "2022-05-10T00:00", None),
        ("2021-08-29 @ 12:29:54", "2021-08-29T12:29:54", "2021-08-29T12:29:54", None),
        ("2020-20-19 13:33:36", None, None, None),
        ("0001-01-01", None, None, None),
        ("2015-02", None, None, None),
        ("yesterday", None, None, None),
    ],
)
def test_parsers_differ(text, ruby, javascript, dateutil):
    for habit, expected in ((RUBY, ruby), (JAVASCRIPT, javascript), (DATEUTIL, dateutil)):
        if expected is None:
            with pytest.raises(ValueError, match="write e.g. 2025"):
                read(text, SHANGHAI, habit)
        else:
            moment = read(text, SHANGHAI, habit).astimezone(SHANGHAI)
            assert moment.isoformat().startswith(expected)
