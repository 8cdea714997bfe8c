"""Files that describe authors by keys, which articles name: authors.yml and its like."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from broadsheet.errors import UnreadableError
from broadsheet.source import inheritance, yaml_text
from broadsheet.walk import beginning

People = Mapping[str, Mapping[str, Any]]
"""The fields of authors, by key."""

NOBODY: People = MappingProxyType({})

MAX_BYTES = 1_000_000


def read_people(file: Path, table: str = "") -> People:
    """Return the authors in a YAML file, or in one of its tables; none if it cannot be read."""
    try:
        found = yaml_text.load_values(beginning(file, MAX_BYTES))
    except UnreadableError:
        return NOBODY
    people = found.get(table) if table and isinstance(found, dict) else found
    listed = people.items() if isinstance(people, dict) else ()
    return {str(key): person for key, person in listed if isinstance(person, dict)}


def people_rule(people: People, file: str) -> inheritance.FieldRule:
    """Return a rule by which all articles depend on the authors that `file` describes."""
    given = {":authors": json.dumps(people, default=str, sort_keys=True)} if people else {}
    return inheritance.FieldRule(lambda _: given, file)
