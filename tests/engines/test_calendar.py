"""Days and weeks in addresses, where engines count them differently."""

from __future__ import annotations

import json

import pytest
from conftest import CONFIG

from broadsheet.cli import main

SUNDAY, MONDAY, SATURDAY = "2025-06-15", "2025-06-16", "2025-06-21"


def address(site, engine, pattern, day):
    """Return the path of the one article of a site, after its host."""
    content = f'[content]\ndialect = "{engine}"\npermalink = "{pattern}:title/"\n'
    site.config(CONFIG.replace("Asia/Shanghai", "UTC") + content)
    site.article(f"_posts/{day}-a.md", f"title: a\ndate: {day}T12:00:00Z")
    assert main(["-C", str(site.root), "build", "--now", "2026-01-01"]) == 0
    (item,) = json.loads(site.tree()["feed.json"])["items"]
    return item["url"].removeprefix("https://example.org").removesuffix("a/")


@pytest.mark.parametrize(("day", "number"), [(SUNDAY, 0), (MONDAY, 1), (SATURDAY, 6)])
@pytest.mark.parametrize("engine", ["hugo", "plain"])
def test_hugos_week_begins_with_sunday_as_day_0(site, engine, day, number):
    assert address(site, engine, "/:weekday/", day).startswith(f"/{number}/")


@pytest.mark.parametrize(
    ("day", "path"),
    [
        ("2024-12-29", "/2024/52/7/"),
        ("2024-12-30", "/2025/01/1/"),
        ("2021-01-03", "/2020/53/7/"),
        ("2021-01-04", "/2021/01/1/"),
    ],
)
def test_jekylls_week_belongs_to_the_year_of_its_thursday(site, day, path):
    """`:w_year`, `:week` and `:w_day` are those of ISO 8601: `%G`, `%V` and `%u` of strftime(3)."""
    assert address(site, "jekyll", "/:w_year/:week/:w_day/", day) == path
