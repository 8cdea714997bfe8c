"""The facts of an article that its address is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Address:
    """The facts of an article that its permalink depends on.

    `path` is the file below the content folder, without extension; `folders` are those it lies in,
    except that of a bundle; `sections` are those that its engine calls so; `filename` is the file's
    name, or its folder's for an `index.md`; `slug` is the front matter's, "" if it has none; `date` is
    `published` as the engine's tokens show it. `fields` is the front matter, for engines whose tokens
    may be any field.
    """

    date: datetime
    title: str
    filename: str
    slug: str
    sections: tuple[str, ...]
    categories: tuple[str, ...] = ()
    path: str = ""
    folders: tuple[str, ...] = ()
    language: str = ""
    author: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
