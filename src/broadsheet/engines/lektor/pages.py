"""What pages of a Lektor project inherit: from the pages above them, and translations from the page itself.

lektor/db.py: Record._get_clean_url_path, Record.is_hidden, Database.load_raw_data.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from broadsheet.engines.lektor import metaformat
from broadsheet.engines.lektor.permalinks import PARENT
from broadsheet.errors import UnreadableError
from broadsheet.source import Source, fields, inheritance
from broadsheet.walk import beginning

HIDDEN = ":hidden"
"""The field that says whether a page above is hidden."""

_MAIN = "contents.lr"


def rules(sources: Sequence[Source]) -> Iterator[inheritance.FieldRule]:
    """Yield the rules of all pages that have others below them, from the top down, and of translations."""
    yield from _of_parents(sources)
    by_path = {source.path: source for source in sources}
    for path, source in by_path.items():
        main = by_path.get(posixpath.join(posixpath.dirname(path), _MAIN))
        if main and main is not source:
            yield inheritance.FieldRule(inheritance.only_for(path, _fields(main)), main.site_path)


def _of_parents(sources: Sequence[Source]) -> Iterator[inheritance.FieldRule]:
    above = {posixpath.dirname(posixpath.dirname(source.path)) for source in sources} - {""}
    slugs: dict[tuple[str, str], str] = {}
    hidden: set[str] = set()
    for source in sorted(sources, key=_main_first):
        folder, name = posixpath.split(source.path)
        if folder not in above:
            continue
        parent, own = posixpath.split(folder)
        found = _fields(source)
        before = slugs.get((parent, name)) or slugs.get((parent, _MAIN), parent)
        slug = fields.text(found.get("_slug")).strip("/") or own
        slugs[folder, name] = posixpath.join(before, slug)
        if parent in hidden or fields.says_yes(found.get("_hidden")):
            hidden.add(folder)
        given = {PARENT: slugs[folder, name], HIDDEN: folder in hidden}
        yield inheritance.FieldRule(_for_children(source.path, given), source.site_path)


def _main_first(source: Source) -> tuple[str, bool]:
    folder, name = posixpath.split(source.path)
    return folder, name != _MAIN


def _for_children(path: str, given: Mapping[str, Any]) -> Callable[[str], Mapping[str, Any]]:
    """Return a rule that gives fields to the pages below one, a translation's to those in its language."""
    folder, name = posixpath.split(path)
    ends = "" if name == _MAIN else f"/{name}"

    def give(wanted: str) -> Mapping[str, Any]:
        is_below = wanted.startswith(f"{folder}/") and posixpath.dirname(wanted) != folder
        return given if is_below and wanted.endswith(ends) else {}

    return give


def _fields(source: Source) -> Mapping[str, Any]:
    try:
        return metaformat.split(beginning(source.file)).fields
    except UnreadableError:  # The page itself is reported.
        return {}
