"""What engines that are too heavy for every run made of the fixture sites, against what Broadsheet makes.

`oracles/` holds their own lists of addresses, titles and dates, of runs by hand: Astro 5.18 (`astro build`),
Docusaurus 3.10 (`docusaurus build`), Material for MkDocs 9.8 (`mkdocs build`), Nikola 8.3 (`nikola build`), VitePress
1.6 (`vitepress build`), Lektor 3.3 (`lektor build`). To make one anew, copy the site, run the engine in it, and write
down the feed that it made; MkDocs, VitePress and Lektor have none, so these are the files that they wrote.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from engine_sites import copy_site

ORACLES = Path(__file__).parent / "oracles"
NAMES = sorted(file.stem for file in ORACLES.glob("*.json"))


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
