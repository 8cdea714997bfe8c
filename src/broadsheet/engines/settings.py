"""The configuration files of engines, read as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broadsheet import walk
from broadsheet.engines.permalinks import Scheme
from broadsheet.errors import ConfigError, Problem, UnreadableError
from broadsheet.parsing import parse_json, parse_toml
from broadsheet.source import yaml_text


def read_data(
    file: Path, root: Path, lenient: Callable[[str], str] | None = None
) -> dict[str, Any]:
    """Read a file in TOML, YAML or JSON, according to its suffix, with the changes of `lenient` engines.

    Raises ConfigError, which names the line, where it cannot be read or holds no table.
    """
    path = file.relative_to(root).as_posix()
    text = read_text(file, root)
    try:
        data = _parse(lenient(text) if lenient else text, file.suffix)
    except UnreadableError as error:
        raise ConfigError(error.advised(_ADVICE).problem(path)) from error
    if data is not None and not isinstance(data, dict):
        raise _unreadable(path, 1, "is not a table of settings")
    return data or {}


def read_text(file: Path, root: Path) -> str:
    """Read a file as text. Raises ConfigError."""
    try:
        return walk.read_text(file)
    except UnreadableError as error:
        raise ConfigError(error.problem(file.relative_to(root).as_posix())) from error


def load(root: Path, *names: str, lenient: Callable[[str], str] | None = None) -> Settings:
    """Read the first of several files that is there; no settings where none is. Raises ConfigError.

    `lenient` changes what the engine lets pass and YAML forbids, line by line.
    """
    file = next((root / name for name in names if (root / name).is_file()), None)
    if file is None:
        return Settings.of({}, names[0])
    return Settings.of(read_data(file, root, lenient), file.name, read_text(file, root))


def _parse(text: str, suffix: str) -> Any:
    if suffix == ".toml":
        return parse_toml(text)
    if suffix == ".json":
        return parse_json(text)
    return yaml_text.load_values(text)


_ADVICE = "correct it, or write publish.toml by hand"


def _unreadable(path: str, line: int, reason: str) -> ConfigError:
    return ConfigError(Problem(path, line, "", f"{reason}; {_ADVICE}"))


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings by name, without regard to case, and their file (for messages)."""

    data: Mapping[str, Any]
    path: str
    text: str = ""

    @classmethod
    def of(cls, data: Mapping[Any, Any], path: str = "", text: str = "") -> Settings:
        """Make settings of what a file holds."""
        return cls({str(key).lower(): value for key, value in data.items()}, path, text)

    def get(self, name: str) -> Any:
        """Return a value, None if there is none."""
        return self.data.get(name.lower())

    def text_of(self, *names: str) -> str:
        """Return the first of several that is a text, or a table with a `name`; "" if none."""
        for name in names:
            value = self.get(name)
            if isinstance(value, dict):
                value = Settings.of(value).get("name")
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
        return ""

    def number_of(self, *names: str) -> int:
        """Return the first of several that is a whole number from 1 on; 0 if none."""
        values = (self.get(name) for name in names)
        return next((v for v in values if isinstance(v, int) and v is not True and v > 0), 0)

    def table(self, name: str) -> Settings:
        """Return a table; empty if there is none."""
        value = self.get(name)
        return Settings.of(value if isinstance(value, dict) else {}, self.path, self.text)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Yield names, in lower case, and values."""
        yield from self.data.items()

    def checked(self, pattern: str, scheme: Scheme, name: str) -> str:
        """Return the pattern that a setting gives. Raises ConfigError if a token is unknown."""
        try:
            scheme.check(pattern)
        except ValueError as error:
            raise self.error(name, str(error)) from error
        return pattern

    def error(self, name: str, message: str) -> ConfigError:
        """Return an error for a setting, with its line if that can be found."""
        key = re.escape(name.rpartition(".")[2])
        match = re.search(rf"(?im)^[ \t\"']*{key}[\"']?[ \t]*[:=]", self.text)
        line = self.text.count("\n", 0, match.start()) + 1 if match else 0
        return ConfigError(Problem(self.path, line, name, message))
