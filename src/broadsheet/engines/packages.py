"""The packages of JavaScript that a site has: package.json."""

from __future__ import annotations

from pathlib import Path

from broadsheet.errors import UnreadableError
from broadsheet.parsing import parse_json
from broadsheet.walk import beginning

PACKAGE = "package.json"


def packages_of(folder: Path) -> set[str]:
    """Return the names of the packages that package.json lists; none if it cannot be read."""
    try:
        package = parse_json(beginning(folder / PACKAGE, 200_000) or "{}")
    except UnreadableError:
        return set()
    keys = ("dependencies", "devDependencies")
    tables = [package.get(key) for key in keys] if isinstance(package, dict) else []
    return {name for table in tables if isinstance(table, dict) for name in table}
