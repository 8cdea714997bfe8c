"""EntryAddresses of collections' entries: their ids, as Astro's loader `glob` makes them.

packages/astro/src/content/utils.ts (getContentEntryIdAndSlug): the path without suffix, each part as
github-slugger writes it, without a last `index`; a `slug` in the front matter is taken as it is.
"""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.engines.slugs import github_slug
from broadsheet.source import Address

PATTERN = "/blog/:id/"


def _id(path: str, address: Address) -> str:
    if address.slug:
        return address.slug.strip("/")
    parts = [github_slug(part) for part in path.split("/")]
    return "/".join(parts[:-1] if parts[-1] == "index" and parts[:-1] else parts)


_DATE = re.compile(r"\d{4}-?\d{2}-?\d{2}-")


def _name(address: Address) -> str:
    return _id(address.path, address).rpartition("/")[2]


TOKENS: Tokens = {
    **DATE,
    "id": lambda a: _id(a.path, a),
    "id_in_collection": lambda a: _id(a.path.partition("/")[2] or a.path, a),
    "slug": _name,
    "undated": lambda a: name[found.end() :] if (found := _DATE.match(name := _name(a))) else name,
    "file": lambda a: a.path,
    "file_in_collection": lambda a: a.path.partition("/")[2] or a.path,
    "page": lambda a: re.sub(r"(?:^|(?<=/))index$", "", a.path),
    "category": lambda a: github_slug(a.categories[0]) if a.categories else "",
    "collection": lambda a: a.path.partition("/")[0],
}

SCHEME = Scheme(TOKENS, PATTERN)
