"""Eleventy's data files: `posts/posts.json` for a folder, `posts/a.11tydata.json` for a template.

Of JavaScript files, plain values are read; the files are never run.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from broadsheet.attempt import tried
from broadsheet.config import Config
from broadsheet.engines.eleventy.detect import config_file
from broadsheet.engines.eleventy.layouts import folder_named
from broadsheet.engines.eleventy.permalink_functions import (
    FUNCTION,
    HANDED_ON,
    function_of_permalink,
)
from broadsheet.engines.javascript import Computed, default_code, exports
from broadsheet.engines.javascript_files import Module
from broadsheet.errors import ConfigError, Problem, Problems, Severity, UnreadableError
from broadsheet.parsing import as_typed, as_unreadable, bounded, parse_json
from broadsheet.source import Source, data_file, inheritance, yaml_text
from broadsheet.walk import beginning, read_text

COMPUTED = "eleventycomputed"
"""The field whose fields outrank those of all files; among these, nearer files outrank farther ones."""

_LONGEST = 1_000_000
_OF_GLOBAL_DATA = (".json", ".js", ".mjs", ".cjs", ".ts")
SUFFIXES = (".json", *(f".11tydata.{each}" for each in ("json", "ts", "js", "mjs", "cjs")))


def data_rules(
    config: Config, sources: Sequence[Source], problems: Problems
) -> list[inheritance.FieldRule]:
    """Return the rules of data files, the outermost first; errors go to `problems`."""
    top = config.root / config.content.path
    rules = [
        inheritance.FieldRule(inheritance.below("", d), p) for p, d in _global(config, problems)
    ]
    for folder in inheritance.folders_of(source.path for source in sources):
        stem = f"{folder}/{posixpath.basename(folder) or posixpath.basename(top.resolve())}"
        for path, data in _files(stem.lstrip("/"), config, problems):
            rules.append(inheritance.FieldRule(inheritance.below(folder, data), path))
    for source in sources:
        for path, data in _files(posixpath.splitext(source.path)[0], config, problems):
            rules.append(inheritance.FieldRule(_only(source.path, data), path))
    return rules


def _global(config: Config, problems: Problems) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what a file of the folder of global data computes for all templates.

    https://www.11ty.dev/docs/data-computed/#using-a-global-data-file
    """
    file = config_file(config.root)
    folder = folder_named(beginning(file, _LONGEST), "data") if file else ""
    for suffix in _OF_GLOBAL_DATA:
        name = posixpath.join(config.content.path, folder or "_data", f"eleventyComputed{suffix}")
        place = posixpath.normpath(name)
        if not place.startswith("..") and (found := data_file(place, config, problems)):
            fields: dict[str, Any] = {}
            with tried(place, problems):
                fields = _fields_of(found, place, "", problems, is_computed=True)
            yield place, fields


def _only(path: str, data: Mapping[str, Any]) -> Any:
    return lambda other: data if other == path else {}


def _files(
    stem: str, config: Config, problems: Problems
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for suffix in SUFFIXES:
        place = posixpath.join(config.content.path, f"{stem}{suffix}")
        if file := data_file(place, config, problems):
            fields: dict[str, Any] = {}
            with tried(place, problems):
                fields = _fields_of(file, place, stem, problems)
            yield place, fields


def _fields_of(
    file: Path, place: str, stem: str, problems: Problems, *, is_computed: bool = False
) -> dict[str, Any]:
    """Return the fields of a data file, none if they are not known; `is_computed` if all of it is."""
    data = read_data(file)
    code, code_place = file, place
    if data is None and (other := _imported(file, place)):
        code, code_place = other.root / other.path, other.path
        data = read_data(code)
    if data is None:
        problems.add(_unknown(file, place))
        return {}
    fields = _known({COMPUTED: data} if is_computed else data)
    is_known = not isinstance(fields.get("permalink", Computed("")), Computed)
    if not is_known:
        name, made = function_of_permalink(code, code_place)
        is_known = made is False or bool(made)
        if made == HANDED_ON:
            fields = _without_function(fields, data)
        elif name:
            fields[FUNCTION] = name
    if not is_known and "permalink" in fields:
        message = (
            "is computed, so it is not known; write a text or template, or a pattern into "
            f"publish.toml: {pattern_for(posixpath.dirname(stem).partition('/')[0])}"
        )
        problems.add(Problem(place, 1, "permalink", message, Severity.WARNING))
    return {name: as_typed(value) for name, value in _without_computed(fields).items()}


def _imported(file: Path, place: str) -> Module | None:
    """Return the module of the site whose export a data file hands on, None if it does not."""
    if file.suffix == ".json":
        return None
    root = file.parents[len(Path(place).parts) - 1]
    try:
        module = Module.read(file, root)
    except ConfigError:
        return None
    name = re.match(r"[\w$]{1,100}(?=\s{0,9}(?:;|\n|\Z))", default_code(module.text))
    origin = module.origin(name[0]) if name else None
    return origin[0] if origin else None


def pattern_for(section: str) -> str:
    """Return an example of a pattern for the addresses of a section."""
    return f'[content.permalinks] {section} = "/:fileslug/"' if section else "[content] permalink"


def _unknown(file: Path, place: str) -> Problem:
    """Return why a data file's data is not known. Invalid JSON stops Eleventy too."""
    try:
        if file.suffix == ".json":
            parse_json(read_text(file))
    except UnreadableError as error:
        return error.advised("correct it").problem(place)
    message = "exports no object, so its data is not known; put an object into JSON"
    return Problem(place, 1, "", message, Severity.WARNING)


def outranking(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that `eleventyComputed` overrides, in lower case.

    Only a permalink may contain expressions; other values with expressions are left out.
    """
    table = fields.get(COMPUTED)
    items = table.items() if isinstance(table, dict) else ()
    named = {str(name).lower(): value for name, value in items}
    return {k: v for k, v in named.items() if k == "permalink" or not re.search("{[{%]", str(v))}


def _known(data: Mapping[str, Any]) -> dict[str, Any]:
    """Name fields in lower case; computed ones outrank the others."""
    fields = {name.lower(): value for name, value in data.items()}
    return {**fields, **outranking(fields)}


def _without_function(fields: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a file whose function hands on the permalink that an article has without it."""
    table = fields.get(COMPUTED)
    items = table.items() if isinstance(table, dict) else ()
    computed = {name: value for name, value in items if name != "permalink"}
    return {**fields, COMPUTED: computed, "permalink": data.get("permalink", Computed(""))}


def _without_computed(table: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _plain(v) for k, v in table.items() if not isinstance(v, Computed)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_computed(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value


def read_data(file: Path) -> dict[str, Any] | None:
    """Read a data file in JSON, YAML or JavaScript; None if it holds no table.

    Values that only a program could tell are Computed.
    """
    try:
        data = parsed_data(read_text(file), file.suffix)
    except UnreadableError:
        return None
    return {str(key): value for key, value in data.items()} if isinstance(data, dict) else None


def parsed_data(text: str, suffix: str) -> Any:
    """Return what a data file holds. Raises UnreadableError.

    Values that only a program could tell are Computed; None stands for a whole program.
    """
    if not text.strip():
        return {}
    if suffix in {".yaml", ".yml"}:
        return yaml_text.load_values(text)
    if suffix == ".json":
        return parse_json(text)
    with as_unreadable("JavaScript"):
        return bounded(exports(text), text)
