"""Describes a site of a program without a room of its own, from the site's files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from broadsheet.engines.found import Found
from broadsheet.engines.nodejs.dialect import NodejsDialect
from broadsheet.engines.plain.config import describe


def detect_config(root: Path, program: str) -> Found:
    """Describe a site of `program`, whose configuration is not read."""
    found, _ = describe(root)
    known = NodejsDialect.keys.date
    fields = {key: names for key, names in found.fields.items() if not set(names) <= set(known)}
    static = next((name for name in ("public", "static") if (root / name).is_dir()), "")
    return replace(
        found,
        engine="nodejs",
        program=program,
        markdown="commonmark",
        fields={key: (*known, *names) for key, names in fields.items()},
        static=found.static or static,
        timezone="UTC",
        zone_by_default=True,
    )
