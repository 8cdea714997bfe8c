"""Where publish.toml may put what nobody else should read."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.config.load import parse_config
from broadsheet.engines import resolve
from broadsheet.errors import ConfigError

TEXT = '[site]\ntitle = "T"\nurl = "https://e.example/"\n[send]\ndatabase = "{}"\n'


@pytest.mark.parametrize(
    "place",
    ["out/a.sqlite", "./out/a.sqlite", "a/../out/a.sqlite", "out//a.sqlite", "./.publish/a"],
)
def test_readers_addresses_are_neither_published_nor_lost_with_a_cache(place):
    with pytest.raises(ConfigError, match="database"):
        parse_config(TEXT.format(place), Path(), resolve)


@pytest.mark.parametrize(
    "place", ["a.sqlite", "./data/a.sqlite", "outside/a.sqlite", "/var/lib/a.sqlite"]
)
def test_other_places_are_taken(place):
    assert parse_config(TEXT.format(place), Path(), resolve).send.database.endswith("a.sqlite")
