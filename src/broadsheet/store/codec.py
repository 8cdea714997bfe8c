"""Problems and stamps ⇄ JSON, for the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple

from broadsheet.errors import Problem, Severity


def encode_problems(problems: list[Problem]) -> str:
    """Return problems as JSON, or "" for none."""
    if not problems:
        return ""
    return json.dumps([astuple(problem) for problem in problems], ensure_ascii=False)


def decode_problems(text: str) -> list[Problem]:
    """Return the problems of a text that `encode_problems` returned."""
    if not text:  # The usual case, for every article.
        return []
    return [
        Problem(path, line, name, message, Severity(severity), *rest)
        for path, line, name, message, severity, *rest in json.loads(text)
    ]


def encode_seen(seen: Mapping[str, str]) -> str:
    """Return what something depends on (path → stamp or permalink) as JSON, or "" for nothing."""
    return json.dumps(seen) if seen else ""


json_decoder = json.JSONDecoder()
"""Its `raw_decode` spares what `json.loads` asks of each of thousands of texts."""


def decode_seen(text: str) -> dict[str, str]:
    """Return the mapping of a text that `encode_seen` returned."""
    return dict(json_decoder.raw_decode(text)[0]) if text else {}
