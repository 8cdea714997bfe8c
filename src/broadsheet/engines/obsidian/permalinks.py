"""Addresses of vaults: those of plain folders, and those that Quartz makes.

quartz/util/path.ts of Quartz 4.
"""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import Scheme, Slugs, Tokens
from broadsheet.engines.plain import permalinks as plain
from broadsheet.engines.slugs import github_slug
from broadsheet.urls import term_slug

QUARTZ = ("quartz.config.yaml", "quartz.config.ts")
"""The files that configure Quartz."""

PACKAGES = ("package.json", "quartz/package.json")
"""The files that name the packages of Quartz."""

TRANSFORMER = "quartz/plugins/transformers/ofm.ts"
"""The code of Quartz for the Markdown of vaults, which a site carries."""

PATHS = "quartz/util/path.ts"
"""Its code for addresses."""

VAULTS = (".obsidian", "content/.obsidian")
"""The folders in which Obsidian may keep a vault's settings."""

_SPELLED = (("&", "-and-"), ("%", "-percent"), ("?", ""), ("#", ""))


def note(path: str) -> str:
    """Return a note's path as Quartz makes it; for a folder's `index` or `_index`, the folder's path."""
    slug = re.sub(r"\s", "-", path)
    for sign, word in _SPELLED:
        slug = slug.replace(sign, word)
    return re.sub(r"(?:^|(?<=/))_?index$", "", slug)


def published(path: str) -> str:
    """Return the path at which Quartz publishes a file: notes and pages lose their extension."""
    return note(path.removesuffix(".md").removesuffix(".html"))


def is_quartzs(pattern: str) -> bool:
    """Return whether a pattern of addresses is Quartz's."""
    return ":note" in pattern


def anchor(part: str) -> str:
    """Return the fragment of a heading or a block, as a link names it (`#Heading`, `#^block`).

    Of several headings the first counts (`splitAnchor`).
    """
    name = part.lstrip("#").partition("#")[0].strip()
    return f"#{github_slug(name.removeprefix('^'))}" if name else ""


def part_shown(part: str) -> str:
    """Return the fragment of a heading or a block that is shown within another note; blocks keep `^`."""
    name = part.rpartition("#")[2].strip()
    return f"#^{name[1:]}" if name.startswith("^") else anchor(f"#{name}")


def first_shown(part: str) -> str:
    """Return what `part_shown` does; of several headings the first counts, as in `anchor`."""
    return part_shown(f"#{part.lstrip('#').partition('#')[0]}") if part else ""


TOKENS: Tokens = {**plain.TOKENS, "note": lambda a: note(a.path)}

TERMS: Slugs = {"slug": term_slug, "note": note}

SCHEME = Scheme(TOKENS, plain.PATTERN, TERMS)
