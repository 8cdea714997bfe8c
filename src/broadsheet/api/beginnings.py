"""`broadsheet.init`: write a publish.toml that fits a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from broadsheet.scaffold import write_config


@dataclass(frozen=True, slots=True)
class InitReport:
    """The publish.toml that was written, and a summary of what was found, for people."""

    path: Path
    summary: str


def init(folder: Path, engine: str = "") -> InitReport:
    """Write a publish.toml that fits a folder.

    `engine` names the site engine if the folder has signs of several. Raises OutputError if there is a
    publish.toml already or the folder cannot be written, ConfigError if the engine's own
    configuration cannot be read or the engine is not certain.
    """
    return InitReport(*write_config(folder, engine))
