"""Reads the authors of `_data/authors.yml`, by the keys that posts name.

https://jekyllrb.com/docs/datafiles/#example-accessing-a-specific-author ; jekyll-feed shows them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from broadsheet.config import Config, values
from broadsheet.engines.settings import Settings, read_data
from broadsheet.errors import Problems
from broadsheet.model import Person
from broadsheet.source import data_file

FILES = ("authors.yml", "authors.yaml", "authors.json")

_ADDRESSES = ("url", "uri", "web", "website", "homepage")


def read_authors(config: Config, problems: Problems) -> tuple[Mapping[str, Person], str]:
    """Return the authors by key, and a text that changes with them. Raises ConfigError."""
    files = (data_file(f"_data/{name}", config, problems) for name in FILES)
    file = next(filter(None, files), None)
    if file is None:
        return {}, ""
    data = read_data(file, config.root)
    found = {str(key): person for key, value in data.items() if (person := _person(value))}
    return found, json.dumps(data, default=str, sort_keys=True)


def _person(value: Any) -> Person | None:
    if isinstance(value, str) and value.strip():
        return Person(" ".join(value.split()))
    settings = Settings.of(value if isinstance(value, dict) else {})
    name = settings.text_of("name", "display_name", "full_name", "title")
    if not name:
        return None
    email = settings.text_of("email")
    url = settings.text_of(*_ADDRESSES)
    return Person(name, email if values.EMAIL.fullmatch(email) else "", url)
