"""`key`, by which records describe the keys of publish.toml, and the filter that tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.config import table_values, values

NOTHING: Mapping[str, Any] = {}


def key(read: values.Reader[Any], doc: str, default: Any = None, **options: Any) -> Any:
    """Return a dataclass field for a key of publish.toml; `read` reads its value, `doc` documents it.

    Options: `required=True` for a key that must be set; `table=RECORD` for a table of tables, each of
    which becomes that record, and `single=True` for one table that does.
    """
    metadata = {"read": read, "doc": doc, **options}
    if options.get("required"):
        return field(metadata=metadata)
    return field(default_factory=lambda: default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Chooses articles by the name of a taxonomy, `authors`, `sections` or `languages`, with values.

    An article passes if it has one of `any` (unless `any` is empty), each of `all`, none of `none`.
    """

    any: Mapping[str, tuple[str, ...]] = key(
        table_values.selection,
        "It has at least one of these. A section with a leading slash, `/posts`, is the article's own, "
        "not one around it.",
        NOTHING,
    )
    all: Mapping[str, tuple[str, ...]] = key(
        table_values.selection, "It has each of these.", NOTHING
    )
    none: Mapping[str, tuple[str, ...]] = key(
        table_values.selection, "It has none of these.", NOTHING
    )
