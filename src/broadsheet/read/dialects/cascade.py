"""Hugo's sections: an `_index.md` makes its folder one, and its cascade gives fields to all pages there.

https://gohugo.io/configuration/cascade/ ; the site's own cascade is `[content.defaults]`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from broadsheet.errors import ContentError, Problem
from broadsheet.read import front_matter
from broadsheet.read.files import Source, decode, glob_pattern, read_bytes
from broadsheet.read.front_matter import FrontMatter, FrontMatterFault
from broadsheet.read.inheritance import Rule, below

SECTION = ":section"
"""The field in which an article inherits the path of the nearest folder that has an `_index.md`."""


def cascade_rules(sources: Sequence[Source], problems: list[Problem]) -> list[Rule]:
    """Read the cascades of all `_index.md`, the outermost first; faults go to `problems`."""
    indexes = [s for s in sources if posixpath.basename(s.path) in {"_index.md", "_index.markdown"}]
    indexes.sort(key=lambda source: (source.path.count("/"), source.path))
    return [rule for source in indexes for rule in _rules(source, problems)]


def _rules(source: Source, problems: list[Problem]) -> Iterator[Rule]:
    folder = posixpath.dirname(source.path)
    yield Rule(below(folder, {SECTION: folder}), source.site_path)
    try:
        matter = front_matter.split(decode(source, read_bytes(source)))
    except ContentError as error:
        problems.extend(error.problems)
        return
    except FrontMatterFault as fault:
        if matter_is_there(fault):
            problems.append(Problem(source.site_path, fault.line, "", f"front matter {fault}"))
        return
    for cascade in _cascades(matter, source, problems):
        given = {str(key).lower(): value for key, value in cascade.items()}
        target = given.pop("_target", given.pop("target", None))
        params = given.pop("params", None)
        given = {**_lowered(params), **given}
        given.pop("cascade", None)
        lines = dict.fromkeys(given, matter.lines["cascade"])
        if _is_for_pages(target):
            yield Rule(_giver(folder, target, given), source.site_path, lines)


def matter_is_there(fault: FrontMatterFault) -> bool:
    """Tell a broken header from none at all, which a section's page need not have."""
    return not str(fault).startswith("has no")


def _cascades(
    matter: FrontMatter, source: Source, problems: list[Problem]
) -> list[Mapping[str, Any]]:
    value = matter.fields.get("cascade")
    cascades = value if isinstance(value, list) else [value]
    message = ""
    if any(cascade is not None and not isinstance(cascade, dict) for cascade in cascades):
        message = "is no table; write fields below it, e.g. cascade: {author: Ada}"
    elif _loops(value, ()):
        message = "holds itself; write its fields out instead of the alias"
    if message:
        line = matter.lines.get("cascade", 1)
        problems.append(Problem(source.site_path, line, "cascade", message))
        return []
    return [cascade for cascade in cascades if cascade]


def _loops(value: Any, around: tuple[int, ...]) -> bool:
    """Tell whether a value holds itself, as a YAML alias allows."""
    if id(value) in around:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_loops(item, (*around, id(value))) for item in inner)


def _lowered(table: Any) -> dict[str, Any]:
    return {str(k).lower(): v for k, v in table.items()} if isinstance(table, dict) else {}


def _is_for_pages(target: Any) -> bool:
    kind = _lowered(target).get("kind", "page")
    return kind in {"page", "{page,section}", "*", "**"} or "page" in str(kind)


def _giver(
    folder: str, target: Any, given: Mapping[str, Any]
) -> Callable[[str], Mapping[str, Any]]:
    """Give fields to the pages of a folder that the target's glob, which begins at the root, matches."""
    inside = below(folder, given)
    glob = str(_lowered(target).get("path", "")).strip("/").lower()
    if not glob:
        return inside
    pattern = glob_pattern((glob,))

    def give(path: str) -> Mapping[str, Any]:
        page = posixpath.splitext(path)[0].lower().removesuffix("/index")
        return inside(path) if pattern.fullmatch(page) else {}

    return give
