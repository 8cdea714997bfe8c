"""The packages and filters by which sites of Eleventy's make slugs, as functions of its configuration.

https://www.11ty.dev/docs/filters/slugify/ ; src/Filters/Slug.js and Slugify.js of Eleventy 2.0.1 and 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from broadsheet.engines.packages import major, packages_of
from broadsheet.engines.slugs import github_slug, simov_slug, sindresorhus_slug
from broadsheet.scripts import Bounds, Pattern, UnknownResultError, fixed, is_true

_NEWER_SLUGIFY = 3
"""The version of Eleventy since which its filter is made by @sindresorhus/slugify 2."""


def usual_filters(root: Path) -> Mapping[str, Callable[[str], str]]:
    """Return Eleventy's own filters of slugs, as its version in package.json has them."""
    version = major(packages_of(root).get("@11ty/eleventy", ""))
    package = 1 if 0 <= version < _NEWER_SLUGIFY else 2
    return {
        "slug": partial(simov_slug, lower=True),
        "slugify": partial(sindresorhus_slug, version=package, decamelize=False),
    }


def _given(given: Sequence[Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the text and the options of a call. Raises UnknownResultError."""
    options = given[1] if len(given) > 1 else {}
    if not given or not isinstance(given[0], str) or not isinstance(options, Mapping):
        raise UnknownResultError
    return given[0], options


def _sindresorhus(given: Sequence[Any], this: Any) -> str:
    del this
    text, options = _given(given)
    separator, replacements = options.get("separator", "-"), options.get("customReplacements", [])
    is_known = isinstance(separator, str) and isinstance(replacements, list)
    if not is_known or options.keys() - _OPTIONS or len(replacements) > _MOST:
        raise UnknownResultError
    return sindresorhus_slug(
        text,
        separator=separator,
        decamelize=is_true(options.get("decamelize", True)),
        replacements=[(str(old), str(new)) for old, new in replacements],
    )


_OPTIONS = frozenset({"separator", "decamelize", "customReplacements"})
_MOST = 100
"""Replacements that a site may add."""


def _simov(given: Sequence[Any], this: Any) -> str:
    del this
    is_short = len(given) > 1 and isinstance(given[1], str)
    text, options = _given([given[0], {"replacement": given[1]}] if is_short else given)
    replacement, removed = options.get("replacement", "-"), options.get("remove")
    if not isinstance(replacement, str) or "locale" in options:
        raise UnknownResultError
    without = None
    if isinstance(removed, Pattern):
        without = partial(removed.for_text(" " * _LONGEST, Bounds()).sub, "")
    return simov_slug(
        text,
        replacement=replacement,
        lower=is_true(options.get("lower", False)),
        strict=is_true(options.get("strict", False)),
        without=without,
    )


_LONGEST = 20
"""Characters that one sign becomes at most."""


def _github(given: Sequence[Any], this: Any) -> str:
    del this
    return github_slug(_given(given)[0])


SLUG_PACKAGES: Mapping[str, Any] = fixed(
    {
        "@sindresorhus/slugify": _sindresorhus,
        "slugify": _simov,
        "github-slugger": {"slug": _github},
    }
)
"""Packages, and the functions that they are or export."""
