"""publish.toml → Config. Every error is reported with its line and key."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.config.checks import KeyProblem
from broadsheet.config.editions import each_edition
from broadsheet.config.records import Config
from broadsheet.config.rules import cross_check
from broadsheet.config.send import leave_urls
from broadsheet.errors import ConfigError, NoSiteError, Problem, UnreadableError
from broadsheet.parsing import parse_toml
from broadsheet.toml_lines import line_of
from broadsheet.walk import read_text

FILE_NAME = "publish.toml"


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds publish.toml.

    Raises NoSiteError if there is none.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        file = folder / FILE_NAME
        if file.is_file():
            return folder
        if os.path.lexists(file):  # A publish.toml further up may be another site's.
            message = "is no file; move it away, and run `publish init`"
            raise ConfigError(Problem(str(file), 0, "", message))
    message = f"not found in {start} or above; run `publish init` in the site's folder"
    raise NoSiteError(Problem(FILE_NAME, 0, "", message))


Resolve = Callable[[Config], tuple[Config, Iterable[KeyProblem]]]
"""Adds to a configuration what only the site's engine knows; also returns the problems it finds."""


def load_config(root: Path, resolve: Resolve) -> Config:
    """Read `root`/publish.toml; `resolve` is `engines.resolve`.

    Raises ConfigError with all errors.
    """
    try:
        text = read_text(root / FILE_NAME)
    except UnreadableError as error:
        raise ConfigError(error.problem(FILE_NAME)) from error
    return parse_config(text, root, resolve)


def parse_config(text: str, root: Path, resolve: Resolve) -> Config:
    """Read the text of a publish.toml, as `load_config` does.

    Raises ConfigError with all errors.
    """
    try:
        data = parse_toml(text)
    except UnreadableError as error:
        raise ConfigError(error.advised("see https://toml.io").problem(FILE_NAME)) from error
    reader = _Reader()
    config: Config = reader.record(Config, data, (), root=root)
    problems = reader.problems
    if not problems:
        config, wrong = resolve(config)
        problems = [*wrong, *cross_check(config)]
        config = dataclasses.replace(config, digest=each_edition(config.digest))
        config = _with_subscription_pages(config)
    if problems:
        raise ConfigError(
            *(
                Problem(FILE_NAME, line_of(text, path), ".".join(path), message)
                for path, message in problems
            )
        )
    return config


def config_error(config: Config, key: str, message: str) -> ConfigError:
    """Return an error that names a key of publish.toml and its line."""
    text = (config.root / FILE_NAME).read_text("utf-8-sig")
    return ConfigError(Problem(FILE_NAME, line_of(text, tuple(key.split("."))), key, message))


def _with_subscription_pages(config: Config) -> Config:
    """Use the subscription pages of `[send]` in editions that name no other addresses."""
    send, urls = config.send, leave_urls(config.send)
    editions = {
        name: dataclasses.replace(
            edition,
            unsubscribe=edition.unsubscribe or urls,
            subscribe=edition.subscribe or send.subscribe_url(name),
            preferences=edition.preferences or send.preferences_url,
        )
        for name, edition in config.digest.items()
    }
    return dataclasses.replace(config, digest=editions)


class _Reader:
    """Reads tables into records and collects the problems, as (path of keys, message)."""

    def __init__(self) -> None:
        self.problems: list[tuple[tuple[str, ...], str]] = []

    def record(
        self, kind: type[Any], data: Mapping[str, Any], path: tuple[str, ...], **given: Any
    ) -> Any:
        fields = {f.name: f for f in dataclasses.fields(kind) if "read" in f.metadata}
        for name in data.keys() - fields.keys():
            self._fault((*path, name), _unknown(name, list(fields)))
        values = dict(given)
        for name, field in fields.items():
            if name in data:
                values.update(self._value(field, data[name], (*path, name)))
            elif field.metadata.get("required"):
                self._fault((*path, name), "is missing; it must be set")
        missing = any(f.metadata.get("required") and n not in values for n, f in fields.items())
        return None if missing else kind(**values)

    def _value(
        self, field: dataclasses.Field[Any], raw: object, path: tuple[str, ...]
    ) -> Iterator[tuple[str, Any]]:
        try:
            value = field.metadata["read"](raw)
        except ValueError as error:
            self._fault(path, str(error))
            # Any value is fine here: after a problem the record is never used.
            yield field.name, None
            return
        yield field.name, self._tables(field, value, path)

    def _tables(self, field: dataclasses.Field[Any], value: Any, path: tuple[str, ...]) -> Any:
        kind = field.metadata.get("table")
        if kind is None:
            return value
        if field.metadata.get("single"):
            return self.record(kind, value, path)
        records = {}
        for name, table in value.items():
            if isinstance(table, dict):
                records[name] = self.record(kind, table, (*path, name))
            else:
                self._fault((*path, name), f"must be a table; write [{'.'.join((*path, name))}]")
        return records

    def _fault(self, path: tuple[str, ...], message: str) -> None:
        self.problems.append((path, message))


def _unknown(name: str, known: list[str]) -> str:
    import difflib  # noqa: PLC0415 - only for mistakes

    close = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {close[0]}? " if close else ""
    return f"is not a key; {hint}known here: {', '.join(known)}"
