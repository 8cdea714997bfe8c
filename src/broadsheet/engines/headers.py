"""The fields of pages' headers, as far as they can be read before there is a publish.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from broadsheet.engines.detect import beginning
from broadsheet.source import front_matter
from broadsheet.source.front_matter import FrontMatterFault


def header_fields(file: Path) -> Mapping[str, Any]:
    """Return the fields at the head of a file, by keys in lower case; none where it cannot be read."""
    try:
        return front_matter.split(beginning(file), needed=False).fields
    except FrontMatterFault:
        return {}
