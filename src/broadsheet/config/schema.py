"""The JSON Schema of publish.toml, made from its records, so that editors complete and check keys.

`make docs` writes it to docs/publish.schema.json, which `publish --print schema` shows. It is of draft
7, which the TOML extensions of editors read.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from broadsheet.config import digest_values, table_values, values
from broadsheet.config.records import Config
from broadsheet.model import Person

Schema = dict[str, Any]

_STRING: Schema = {"type": "string"}
_STRINGS: Schema = {"type": "array", "items": _STRING}
_STRING_OR_STRINGS: Schema = {"anyOf": [_STRING, _STRINGS]}
_STRING_TABLE: Schema = {"type": "object", "additionalProperties": _STRING}
_BY_FORMAT: Schema = {
    "type": "object",
    "properties": dict.fromkeys(values.FORMATS, _STRING),
    "additionalProperties": False,
}
_PERSON: Schema = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": dict.fromkeys(("name", "email", "url"), _STRING),
            "required": ["name"],
            "additionalProperties": False,
        },
    ]
}

_SHAPES: Mapping[object, Schema] = {
    values.name: {"type": "string", "minLength": 1},
    values.positive: {"type": "integer", "minimum": 1},
    values.person: _PERSON,
    table_values.file_names: _BY_FORMAT,
    table_values.file_paths: _BY_FORMAT,
    table_values.patterns: {"type": "array", "items": {"type": "string", "format": "regex"}},
    table_values.field_names: {
        "type": "object",
        "properties": dict.fromkeys(table_values.FIELDS, _STRING_OR_STRINGS),
        "additionalProperties": False,
    },
    table_values.front_matter: {"type": "object", "additionalProperties": {"type": "object"}},
    table_values.selection: {"type": "object", "additionalProperties": _STRING_OR_STRINGS},
    values.feed_places: _STRING_OR_STRINGS,
    digest_values.colour: {"type": "string", "pattern": "^#[0-9A-Fa-f]{3}([0-9A-Fa-f]{3})?$"},
    digest_values.postal_address: {"anyOf": [_STRING, {"const": False}]},
    digest_values.unsubscribe: _STRING_OR_STRINGS,
}
"""What a reader of values accepts, if that differs from the type of the record's field."""

_TYPES: Mapping[object, Schema] = {
    str: _STRING,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    tuple[str, ...]: _STRINGS,
    Mapping[str, str]: _STRING_TABLE,
}


def json_schema(engines: Iterable[str]) -> Schema:
    """Return the schema; `engines` are the names that `[content] dialect` may have beside `auto`."""
    schema = _record(Config)
    content = schema["properties"]["content"]["properties"]
    content["dialect"]["enum"] = ["auto", *engines]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "publish.toml",
        "description": "The configuration of a site that Broadsheet publishes.",
        **schema,
    }


def written(engines: Iterable[str]) -> str:
    """Return the schema as the text of a file."""
    return json.dumps(json_schema(engines), indent=1, ensure_ascii=False) + "\n"


def _record(kind: type[Any]) -> Schema:
    """Return the schema of a table. A key that its record lacks is an error."""
    fields = [field for field in dataclasses.fields(kind) if "read" in field.metadata]
    types = typing.get_type_hints(kind)
    return {
        "type": "object",
        "properties": {field.name: _key(field, types[field.name]) for field in fields},
        "required": [field.name for field in fields if field.metadata.get("required")],
        "additionalProperties": False,
    }


def _key(field: dataclasses.Field[Any], annotation: object) -> Schema:
    if table := field.metadata.get("table"):
        about = " ".join((table.__doc__ or "").split())
        found = _record(table)
        if not field.metadata.get("single"):
            found = {"type": "object", "additionalProperties": found}
        return {"description": about, **found}
    return {
        "description": field.metadata["doc"],
        **_shape(field.metadata["read"], annotation),
        **_default(field),
    }


def _shape(read: object, annotation: object) -> Schema:
    if isinstance(read, values.Choice):
        return {"type": "string", "enum": list(read.allowed)}
    if isinstance(read, values.Choices):
        one = {"type": "string", "enum": list(read.one.allowed)}
        return {"type": "array", "items": one, "minItems": 1}
    # All other types, such as a time zone, are written as text.
    return _SHAPES.get(read) or _TYPES.get(annotation, _STRING)


def _default(field: dataclasses.Field[Any]) -> Schema:
    """Return the default as a part of a schema; nothing if it is empty or has no form in JSON."""
    made = field.default_factory() if callable(field.default_factory) else None
    value = list(made) if isinstance(made, tuple) else made
    if isinstance(value, Person) or not isinstance(value, str | int | list) or value in ("", []):
        return {}
    return {"default": value}
