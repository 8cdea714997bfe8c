"""Hugo's cascade of the whole site, as `[content.defaults]`.

https://gohugo.io/configuration/cascade/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from broadsheet.engines.hugo.cascade import is_for_pages
from broadsheet.engines.settings import Settings


def cascade(settings: Settings, folders: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
    """Return the fields that pages have without naming them, by globs, of which the last wins.

    `folders` are those of languages, where each has one. Of Hugo's own, the first wins.
    """
    told = settings.get("cascade")
    tables = [
        table for table in (told if isinstance(told, list) else [told]) if isinstance(table, dict)
    ]
    found: dict[str, dict[str, Any]] = {}
    for table in reversed(tables):
        given = {str(key).lower(): value for key, value in table.items()}
        target = given.pop("_target", given.pop("target", None))
        params = given.pop("params", None)
        given |= params if isinstance(params, dict) else {}
        for glob in _globs(target, folders) if is_for_pages(target) else ():
            found[glob] = {**found.pop(glob, {}), **given}
    return dict(found)


def _globs(target: Any, folders: Mapping[str, str]) -> Iterator[str]:
    """Yield the globs of files that a target means: of pages by their paths, in a language's folder."""
    told = Settings.of(target if isinstance(target, dict) else {})
    languages = told.table("sites").table("matrix").get("languages") or told.get("lang")
    wanted = languages if isinstance(languages, list) else [languages or "*"]
    tops = [top for name, top in folders.items() if {name, "*"} & set(wanted)] or [""]
    if told.text_of("environment") not in {"", "production", "{production}"}:
        return
    for path in _alternatives(told.text_of("path") or "**"):
        page = path.strip("/")
        files = [page] if page.endswith("*") else [f"{page}.*", f"{page}/index.*"]
        yield from (f"{top}/{file}".lstrip("/") for top in tops for file in files)


def _alternatives(path: str) -> list[str]:
    """Return what braces around a whole path set apart: `{/posts,/posts/**}`."""
    match = re.fullmatch(r"\{([^{}]*)\}", path)
    return [part.strip() for part in match[1].split(",")] if match else [path]
