"""Finds the files of Hugo's configuration (https://gohugo.io/configuration/introduction/)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from broadsheet.walk import beginning

_SUFFIXES = ("toml", "yaml", "yml", "json")
_NAMES = tuple(f"hugo.{suffix}" for suffix in _SUFFIXES)
_OLD_NAMES = tuple(f"config.{suffix}" for suffix in _SUFFIXES)
"""Other engines have a file config.toml, too."""

# The address may be given only on the command line.
_SETTING = re.compile(
    r"(?im)^[ \t\"']*(?:baseURL|languageCode|defaultContentLanguage|canonifyURLs|relativeURLs"
    r"|publishDir|enableRobotsTXT|pygments\w+|hasCJKLanguage)[\"']?[ \t]*[:=]"
)


def signs(root: Path) -> Iterator[str]:
    """Yield a file whose name, or one of whose settings, only Hugo has."""
    inside = (f"config/_default/{name}" for name in (*_NAMES, *_OLD_NAMES))
    yield from (name for name in (*_NAMES, *inside) if (root / name).is_file())
    yield from (name for name in _OLD_NAMES if _SETTING.search(beginning(root / name)))


def config_files(root: Path) -> list[Path]:
    """Return the configuration files: the main one, hugo.* or config.*, and then those in config/."""
    main = next((root / name for name in (*_NAMES, *_OLD_NAMES) if (root / name).is_file()), None)
    inside = (
        sorted(f for f in (root / "config" / folder).glob("*") if f.suffix[1:] in _SUFFIXES)
        for folder in ("_default", "production")
    )
    return [*([main] if main else []), *chain.from_iterable(inside)]
