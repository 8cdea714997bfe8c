"""Which front matter keys mean what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Keys:
    """Front matter keys in lower case, by what they mean; of several, the first given counts.

    `starts` hides an article until then, whatever its `date`. `description` is read if a body has no
    `<!--more-->`: it is often written for search engines. `foreign` keys are an engine's: an id that is
    no URI and an author without a name belong to some theme, and are left alone.
    """

    FROM_NAME: ClassVar = ":filename"
    """Stands in `date` for the date that a file's name begins with, which otherwise comes last."""

    title: tuple[str, ...] = ("title",)
    date: tuple[str, ...] = ("date",)
    starts: tuple[str, ...] = ()
    updated: tuple[str, ...] = ("lastmod", "updated", "modified", "last_modified_at")
    expires: tuple[str, ...] = ("expirydate", "expires")
    authors: tuple[str, ...] = ("authors", "author")
    summary: tuple[str, ...] = ("summary", "excerpt")
    description: tuple[str, ...] = ("description",)
    image: tuple[str, ...] = ("featured_image", "images", "image", "cover")
    language: tuple[str, ...] = ("lang", "language")
    address: tuple[str, ...] = ("permalink", "url")
    slug: tuple[str, ...] = ("slug",)
    id: tuple[str, ...] = ("id", "guid")
    external_url: tuple[str, ...] = ("external_url",)
    foreign: bool = True

    @property
    def names(self) -> frozenset[str]:
        """Return all keys."""
        values = (getattr(self, field.name) for field in fields(self))
        return frozenset(key for keys in values if isinstance(keys, tuple) for key in keys)

    def configured(self, given: Mapping[str, tuple[str, ...]]) -> Keys:
        """Return the keys as `[content.fields]` changes them."""
        changed: dict[str, Any] = dict(given)
        return replace(self, **changed)
