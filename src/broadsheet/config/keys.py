"""How a record says what publish.toml may hold, and the filter that several tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.config import values

NOTHING: Mapping[str, Any] = {}


def key(read: values.Reader[Any], doc: str, default: Any = None, **options: Any) -> Any:
    """A dataclass field that publish.toml may set: how its value is read, and its documentation.

    `name` gives the key where it is no Python identifier; `required=True` makes its absence a fault.
    """
    metadata = {"read": read, "doc": doc, **options}
    if options.get("required"):
        return field(metadata=metadata)
    return field(default_factory=lambda: default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which articles: by taxonomy names, `authors` and `sections`, each with the values wanted.

    An article passes when it has one of `any` (or `any` is empty), each of `all`, none of `none`.
    """

    any: Mapping[str, tuple[str, ...]] = key(
        values.selection,
        "It has at least one of these. A section with a leading slash, `/posts`, is the article's own, "
        "not one around it.",
        NOTHING,
    )
    all: Mapping[str, tuple[str, ...]] = key(values.selection, "It has each of these.", NOTHING)
    none: Mapping[str, tuple[str, ...]] = key(values.selection, "It has none of these.", NOTHING)
