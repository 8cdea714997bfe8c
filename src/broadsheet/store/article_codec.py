"""Articles ⇄ JSON, for the store: the values in the order of the record's fields, without names.

Names are not needed: a store is read only by the version of Broadsheet that wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any

from broadsheet.model import Article, Enclosure, Image, Person
from broadsheet.store.codec import json_decoder

_NAMES = tuple(f.name for f in fields(Article))
_TIMES = tuple(
    n for n, f in enumerate(fields(Article)) if f.type in {"datetime", "datetime | None"}
)
_TEXT, _VERSION, _AUTHORS, _SECTIONS, _TERMS, _ENCLOSURES, _IMAGE = map(
    _NAMES.index, ("text", "version", "authors", "sections", "terms", "enclosures", "image")
)


def encode_article(article: Article) -> str:
    """Return an article as JSON, without its body and version."""
    data: list[Any] = [getattr(article, name) for name in _NAMES]
    for place in _TIMES:
        data[place] = data[place] and data[place].isoformat()
    data[_TEXT] = data[_VERSION] = None
    data[_AUTHORS] = [_values(author) for author in article.authors]
    data[_ENCLOSURES] = [_values(enclosure) for enclosure in article.enclosures]
    data[_IMAGE] = article.image and _values(article.image)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def decode_article(text: str, body: Callable[[], str], version: str) -> Article:
    """Return the article of a text that `encode_article` returned."""
    data, _ = json_decoder.raw_decode(text)
    for place in _TIMES:
        if data[place]:
            data[place] = datetime.fromisoformat(data[place])
    data[_TEXT], data[_VERSION] = body, version
    data[_AUTHORS] = tuple([_person(*values) for values in data[_AUTHORS]])
    data[_SECTIONS] = tuple(data[_SECTIONS])
    data[_TERMS] = tuple([(name, tuple(terms)) for name, terms in data[_TERMS]])
    data[_ENCLOSURES] = tuple([Enclosure(*values) for values in data[_ENCLOSURES]])
    data[_IMAGE] = data[_IMAGE] and Image(*data[_IMAGE])
    return Article(*data)


_person = cache(Person)
"""Returns a person, the same object for the same values: few people write many articles."""


def _values(record: Any) -> list[Any]:
    return [getattr(record, field.name) for field in fields(record)]
