"""Files that are no articles for want of a date, though they may have one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from broadsheet import dates
from broadsheet.config.records import Config
from broadsheet.engines import Dialect, engine_of
from broadsheet.errors import ContentError, UnreadableError
from broadsheet.source.files import Source, decode, find_sources, read_bytes

_ENOUGH = 500
"""Files that are looked into: more would not tell more."""


def date_field(config: Config, paths: Sequence[str]) -> str:
    """Return the field in which most of some files, by their paths below the site's, have a date."""
    wanted = set(paths[:_ENOUGH])
    sources = [s for s in find_sources(config.root, config.content) if s.site_path in wanted]
    found = Counter(_dated_fields(config, sources)).most_common(1)
    return found[0][0] if found and found[0][1] * 2 > len(sources) else ""


def _dated_fields(config: Config, sources: Sequence[Source]) -> Iterator[str]:
    """Yield the names of fields that hold dates, but for those that say when a file was changed."""
    dialect = engine_of(config).dialect(config)
    for source in sources:
        for name, value in _fields(dialect, source).items():
            if name not in dialect.keys.updated and _is_date(value):
                yield name


def _fields(dialect: Dialect, source: Source) -> Mapping[str, Any]:
    try:
        return dialect.split(decode(source, read_bytes(source))).fields
    except (ContentError, UnreadableError):
        return {}


def _is_date(value: Any) -> bool:
    try:
        dates.parse(value, UTC)
    except ValueError:
        return False
    return True
