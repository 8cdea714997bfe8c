"""Eleventy's data files: `posts/posts.json` for a folder, `posts/a.11tydata.json` for a template.

Those that are JavaScript are read where they are but an object; they are never run.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from broadsheet.config.records import Config
from broadsheet.config.values import as_typed
from broadsheet.errors import Problem, Severity
from broadsheet.read.files import Source
from broadsheet.read.inheritance import Rule, below

SUFFIXES = (".json", ".11tydata.json", ".11tydata.js", ".11tydata.mjs", ".11tydata.cjs")
_OBJECT = re.compile(r"(?:export\s+default|module\.exports\s*=)\s*(\{.*\})\s*;?\s*\Z", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)


def data_rules(config: Config, sources: Sequence[Source], problems: list[Problem]) -> list[Rule]:
    """Return what data files give, the farthest first; faults go to `problems`."""
    top = config.root / config.content.path
    folders = sorted({folder for source in sources for folder in _folders(source.path)}, key=_depth)
    rules = []
    for folder in folders:
        stem = f"{folder}/{posixpath.basename(folder) or posixpath.basename(top.resolve())}"
        for path, data in _files(stem.lstrip("/"), top, config, problems):
            rules.append(Rule(below(folder, data), path))
    for source in sources:
        for path, data in _files(posixpath.splitext(source.path)[0], top, config, problems):
            rules.append(Rule(_only(source.path, data), path))
    return rules


def _folders(path: str) -> Iterator[str]:
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _depth(folder: str) -> tuple[int, str]:
    return (folder.count("/") + bool(folder), folder)


def _only(path: str, data: Mapping[str, Any]) -> Any:
    return lambda other: data if other == path else {}


def _files(
    stem: str, top: Path, config: Config, problems: list[Problem]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for suffix in SUFFIXES:
        file = top / f"{stem}{suffix}"
        if file.is_file():
            place = file.relative_to(config.root).as_posix()
            data = read_data(file)
            if data is None:
                message = "is no plain object, so its data is not known; put the data into JSON"
                problems.append(Problem(place, 1, "", message, Severity.WARNING))
            else:
                yield place, {str(key).lower(): as_typed(value) for key, value in data.items()}


def read_data(file: Path) -> dict[str, Any] | None:
    """Read a data file in JSON, or in JavaScript that is one object; None where it is neither."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        data = json.loads(text) if file.suffix == ".json" else _object(text)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _object(text: str) -> Any:
    """Read a JavaScript object as YAML, whose flow style it is but for comments."""
    match = _OBJECT.search(_COMMENT.sub("", text))
    if match is None or "=>" in match[1] or "function" in match[1]:
        return None
    return yaml.safe_load(match[1].replace("\t", " "))
