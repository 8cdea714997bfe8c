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

    FROM_GIT: ClassVar = ":git"
    """Stands in `date` for the date of a file's first commit, in `updated` for that of its last one."""

    FIRST_COMMIT: ClassVar = ":git first"
    LAST_COMMIT: ClassVar = ":git last"
    NO_COMMITS: ClassVar = ":git missing"
    """The fields that have what git knows of a file, or why git knows nothing (`git_history`)."""

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
        for name, field_of_git in (("date", self.FIRST_COMMIT), ("updated", self.LAST_COMMIT)):
            if self.FROM_GIT in changed.get(name, ()):
                of_git = (field_of_git if key == self.FROM_GIT else key for key in changed[name])
                changed[name] = tuple(of_git)
        return replace(self, **changed)

    @property
    def needs_git(self) -> bool:
        """Return whether dates may be those of commits."""
        return self.FIRST_COMMIT in self.date or self.LAST_COMMIT in self.updated
