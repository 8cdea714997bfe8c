"""The packages of JavaScript that a site has: package.json."""

from __future__ import annotations

import re
from pathlib import Path

from broadsheet.errors import UnreadableError
from broadsheet.parsing import parse_json
from broadsheet.walk import beginning

PACKAGE = "package.json"


def packages_of(folder: Path) -> dict[str, str]:
    """Return the packages that package.json lists, with their versions; none if it cannot be read."""
    try:
        package = parse_json(beginning(folder / PACKAGE, 200_000) or "{}")
    except UnreadableError:
        return {}
    keys = ("dependencies", "devDependencies")
    tables = [package.get(key) for key in keys] if isinstance(package, dict) else []
    listed = (table for table in tables if isinstance(table, dict))
    return {name: str(version) for table in listed for name, version in table.items()}


def major(version: str) -> int:
    """Return the first number of a version such as `^1.2.0`, -1 if there is none."""
    number = re.search(r"\d{1,3}", version)
    return int(number[0]) if number else -1
