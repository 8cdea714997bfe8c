"""What engines that are too heavy for every run made of sites, against what Broadsheet makes.

`oracles/` holds their own lists of addresses, titles and dates: of the fixture sites, and of `variants/`, whose
configurations and names of files are harder; `oracles/bodies/` what some make of the articles' Markdown. `run_engines.py` writes them. docs/comparison.md has the versions.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from body_shape import shape
from engine_sites import copy_site

ORACLES = Path(__file__).parent / "oracles"
NAMES = sorted(file.stem for file in ORACLES.glob("*.json"))
BODIES = sorted(file.stem for file in (ORACLES / "bodies").glob("*.json"))


@pytest.mark.parametrize("engine", NAMES)
def test_addresses_titles_and_dates_are_those_of_the_engine(engine, tmp_path):
    site = copy_site(engine, tmp_path)
    assert site.publish("init") == 0
    found, problems = site.read()
    assert problems == []
    said = json.loads((ORACLES / f"{engine}.json").read_text("utf-8"))
    for told in said:
        told["date"] = datetime.fromisoformat(told["date"])
    ours = [
        {"address": a.permalink, "title": a.title, "date": a.published.astimezone(UTC)}
        for a in found.articles
    ]
    assert sorted(ours, key=lambda a: a["address"]) == sorted(said, key=lambda a: a["address"])


@pytest.mark.parametrize("engine", BODIES)
def test_bodies_say_what_the_engine_shows(engine, tmp_path):
    site = copy_site(engine, tmp_path)
    assert site.publish("init") == 0
    assert site.publish("build", "--now", "2026-01-01") == 0
    feeds = (json.loads(file.read_text("utf-8")) for file in site.out.rglob("*.json"))
    ours = {i["url"]: i["content_html"] for feed in feeds for i in feed.get("items", ())}
    said = json.loads((ORACLES / "bodies" / f"{engine}.json").read_text("utf-8"))
    for address, html in said.items():
        assert shape(ours[address]) == shape(html), address
