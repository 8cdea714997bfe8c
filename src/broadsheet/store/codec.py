"""Articles ⇄ JSON, for the store: the values in the order of the record's fields, without names.

Names are not needed: a store is read only by the version of Broadsheet that wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any

from broadsheet.errors import Problem, Severity
from broadsheet.model import Article, Enclosure, Image, Person

_NAMES = tuple(f.name for f in fields(Article) if f.name not in {"text", "version"})
_TIMES = tuple(f.name for f in fields(Article) if f.type in {"datetime", "datetime | None"})


def encode_article(article: Article) -> str:
    """Return an article as JSON, without its body and version."""
    data = {
        **{name: getattr(article, name) for name in _NAMES},
        **{name: _time_text(getattr(article, name)) for name in _TIMES},
        "authors": [_values(author) for author in article.authors],
        "enclosures": [_values(enclosure) for enclosure in article.enclosures],
        "image": article.image and _values(article.image),
    }
    return json.dumps(list(data.values()), ensure_ascii=False, separators=(",", ":"))


def decode_article(text: str, body: Callable[[], str], version: str) -> Article:
    """Return the article of a text that `encode_article` returned."""
    data = dict(zip(_NAMES, json.loads(text), strict=True))
    for name in _TIMES:
        data[name] = data[name] and datetime.fromisoformat(data[name])
    data["authors"] = tuple([_person(*values) for values in data["authors"]])
    data["sections"] = tuple(data["sections"])
    data["terms"] = tuple([(name, tuple(terms)) for name, terms in data["terms"]])
    data["enclosures"] = tuple([Enclosure(*values) for values in data["enclosures"]])
    data["image"] = data["image"] and Image(*data["image"])
    return Article(text=body, version=version, **data)


_person = cache(Person)
"""Returns a person, the same object for the same values: few people write many articles."""


def encode_problems(problems: list[Problem]) -> str:
    """Return problems as JSON, or "" for none."""
    if not problems:
        return ""
    return json.dumps([_values(problem) for problem in problems], ensure_ascii=False)


def decode_problems(text: str) -> list[Problem]:
    """Return the problems of a text that `encode_problems` returned."""
    if not text:  # The usual case, for every article.
        return []
    return [
        Problem(path, line, name, message, Severity(severity), *rest)
        for path, line, name, message, severity, *rest in json.loads(text)
    ]


def _time_text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _values(record: Any) -> list[Any]:
    return [getattr(record, field.name) for field in fields(record)]


def encode_seen(seen: Mapping[str, str]) -> str:
    """Return what something depends on (path → stamp or permalink) as JSON, or "" for nothing."""
    return json.dumps(seen) if seen else ""


def decode_seen(text: str) -> dict[str, str]:
    """Return the mapping of a text that `encode_seen` returned."""
    return dict(json.loads(text)) if text else {}
