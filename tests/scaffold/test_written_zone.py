"""The time zone that `publish init` guesses from the offsets of dates."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from broadsheet.cli import main
from broadsheet.scaffold.written_zone import zone_of_dates

UTC = ZoneInfo("UTC")


def dates(*typed):
    moments = map(datetime.fromisoformat, typed)
    return [moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in moments]


@pytest.mark.parametrize(
    ("typed", "language", "zone"),
    [
        (["2025-06-17T08:00:00+08:00"], "zh-CN", "Asia/Shanghai"),
        (["2025-06-17T08:00:00+08:00"], "zh-TW", "Asia/Taipei"),
        (["2025-06-17T08:00:00+08:00"], "", "Asia/Shanghai"),
        (["2025-01-17T08:00:00+01:00", "2025-06-17T08:00:00+02:00"], "de-AT", "Europe/Berlin"),
        (["2025-01-17T08:00:00+01:00", "2025-06-17T08:00:00+02:00"], "fr", "Europe/Paris"),
        (["2025-01-17T08:00:00+00:00", "2025-06-17T08:00:00+01:00"], "en", "Europe/London"),
        (["2025-01-17T08:00:00-05:00", "2025-06-17T08:00:00-04:00"], "en", "America/New_York"),
        (["2025-01-17T08:00:00-07:00", "2025-06-17T08:00:00-07:00"], "en", "America/Phoenix"),
        (["2025-06-17T08:00:00+05:30"], "en", "Asia/Kolkata"),
        (["2025-06-17T08:00:00+00:00"], "en", "UTC"),
        (["2025-06-17T08:00:00+13:00", "2025-07-17T08:00:00+13:00"], "en", "Etc/GMT-13"),
        (["2025-06-17T08:00:00-11:00"], "en", "Etc/GMT+11"),
        # Most carry one, but not all.
        (["2025-06-17T08:00:00+09:00"] * 3 + ["2025-06-17T08:00:00"] * 2, "", "Asia/Tokyo"),
        (["2025-06-17T08:00:00+09:00"] * 2 + ["2025-06-17T08:00:00"] * 2, "", ""),
        (["2025-06-17T08:00:00+09:00"] * 3 + ["2025-06-17T08:00:00+00:00"] * 2, "", "Asia/Tokyo"),
        (["2025-06-17T08:00:00+09:00", "2025-06-17T08:00:00+00:00"], "", ""),
        ([], "en", ""),
    ],
)
def test_the_zone_that_most_dates_show(typed, language, zone):
    assert zone_of_dates(dates(*typed), language, UTC) == zone


def init(folder, *typed, **files):
    content = folder / "content"
    content.mkdir()
    for number, date in enumerate(typed):
        (content / f"{number}.md").write_text(f"---\ntitle: A\ndate: {date}\n---\nWords\n")
    for name, text in files.items():
        (folder / name.replace("_", ".", 1)).write_text(text)
    assert main(["init", str(folder)]) == 0
    (line,) = (
        line
        for line in (folder / "publish.toml").read_text().splitlines()
        if line.startswith("timezone")
    )
    return line


def test_init_marks_the_guess_and_says_that_issues_follow_it(tmp_path):
    line = init(tmp_path, "2025-06-17T23:00:00+08:00", "2025-06-18T01:00:00+08:00", "2025-06-18")
    assert line == (
        'timezone = "Asia/Shanghai"  # a guess: for dates without an offset; the days and weeks of '
        "newsletter issues follow it"
    )


def test_without_offsets_init_says_that_nothing_was_found(tmp_path):
    assert init(tmp_path, "2025-06-17", "2025-06-18").startswith('timezone = "UTC"  # not found: ')


def test_a_zone_that_is_configured_stays(tmp_path):
    hugo = 'baseURL = "https://a.example/"\ntimeZone = "Europe/Paris"\n'
    line = init(tmp_path, "2025-06-17T23:00:00+08:00", hugo_toml=hugo)
    assert line == 'timezone = "Europe/Paris"'


def test_a_zone_that_the_engine_always_takes_stays_if_dates_depend_on_it(tmp_path):
    zola = 'base_url = "https://a.example/"\n'
    for name, typed, wanted in [
        ("all", ["2025-06-17T23:00:00+08:00"], '"Asia/Shanghai"  # a guess'),
        ("some", ["2025-06-17T23:00:00+08:00"] * 3 + ["2025-06-17"], '"UTC"'),
    ]:
        (tmp_path / name).mkdir()
        line = init(tmp_path / name, *typed, config_toml=zola)
        assert line.startswith(f"timezone = {wanted}")
