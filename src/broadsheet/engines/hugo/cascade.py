"""Hugo's sections: folders with an `_index.md`, whose cascade gives fields to all pages there.

https://gohugo.io/configuration/cascade/ ; the site's own cascade is `[content.defaults]`.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from broadsheet.attempt import tried
from broadsheet.config import records
from broadsheet.engines.hugo.permalinks import PATH_SLUGS, SLUGS
from broadsheet.engines.settings import Settings
from broadsheet.errors import Problems
from broadsheet.language_tags import language_in_name, language_of_folder
from broadsheet.source import Source, front_matter, inheritance

Give = Callable[[str], Mapping[str, Any]]

SECTION = ":section"
"""The field in which an article inherits the path of the nearest folder that has an `_index.md`."""


_INDEX = re.compile(r"(?:.*/)?_index(?:\.[\w-]+)?\.(?:md|markdown)")


def cascade_rules(
    sources: Sequence[Source], problems: Problems, content: records.ContentConfig
) -> list[inheritance.FieldRule]:
    """Read the cascades of all `_index.md`, the outermost first; errors go to `problems`.

    Each applies to the pages of its language.
    """
    indexes = [source for source in sources if _INDEX.fullmatch(source.path)]
    indexes.sort(key=lambda source: (source.path.count("/"), source.path))
    names: defaultdict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    rules: list[inheritance.FieldRule] = []

    @cache  # Every rule calls it for every article.
    def place(path: str) -> tuple[str, str]:
        return _place(path, content)

    for source in indexes:
        language, path = place(source.path)
        with tried(source.site_path, problems):
            rules += [
                replace(rule, give=_spoken(rule.give, language, place))
                for rule in _rules(source, posixpath.dirname(path), problems, names[language])
            ]
    return rules


def _place(path: str, content: records.ContentConfig) -> tuple[str, str]:
    """Return a file's language (the main one if it names none), and its path without the language."""
    told = language_in_name(path, content.languages)
    of_folder = language_of_folder(path, content.language_folders)
    if of_folder:
        path = path.removeprefix(f"{content.language_folders[of_folder]}/")
    if told:
        stem, suffix = posixpath.splitext(path)
        path = stem[: -len(told) - 1] + suffix
    return told or of_folder or next(iter(content.languages), ""), path


def _spoken(give: Give, language: str, place: Callable[[str], tuple[str, str]]) -> Give:
    """Give fields to the pages of a language, whatever folder they lie in."""

    def spoken(path: str) -> Mapping[str, Any]:
        told, page = place(path)
        return give(page) if told == language else {}

    return spoken


def _rules(
    source: Source, folder: str, problems: Problems, names: dict[str, tuple[str, str]]
) -> Iterator[inheritance.FieldRule]:
    """Yield what a section gives to its pages; `names` are slugs and titles of sections, by folder."""
    matter = front_matter.read_header(source, problems)
    names[folder] = (_text(matter, "slug"), _text(matter, "title"))
    above = {each: told for each, told in names.items() if f"{folder}/".startswith(f"{each}/")}
    given = {
        SECTION: folder,
        SLUGS: {each: slug or title for each, (slug, title) in above.items()},
        PATH_SLUGS: {each: slug for each, (slug, _) in above.items() if slug},
    }
    yield inheritance.FieldRule(inheritance.below(folder, given), source.site_path)
    if matter is None:
        return
    for cascade in reversed(_cascades(matter, source, problems)):  # The first one wins.
        given = {str(key).lower(): value for key, value in cascade.items()}
        target = given.pop("_target", given.pop("target", None))
        params = given.pop("params", None)
        given = {**_lowered(params), **given}
        given.pop("cascade", None)
        lines = dict.fromkeys(given, matter.lines["cascade"])
        if _is_for_pages(target):
            yield inheritance.FieldRule(_giver(folder, target, given), source.site_path, lines)


def _text(matter: front_matter.FrontMatter | None, name: str) -> str:
    value = matter.fields.get(name) if matter else None
    return value if isinstance(value, str) else ""


def _cascades(
    matter: front_matter.FrontMatter, source: Source, problems: Problems
) -> list[Mapping[str, Any]]:
    value = matter.fields.get("cascade")
    cascades = value if isinstance(value, list) else [value]
    if any(cascade is not None and not isinstance(cascade, dict) for cascade in cascades):
        message = "is no table; write fields below it, e.g. cascade: {author: Ada}"
        problems.error(source.site_path, matter.lines.get("cascade", 1), "cascade", message)
        return []
    return [cascade for cascade in cascades if cascade]


def _lowered(table: Any) -> dict[str, Any]:
    return {str(k).lower(): v for k, v in table.items()} if isinstance(table, dict) else {}


def _is_for_pages(target: Any) -> bool:
    """Return whether a cascade's target may be a page, rather than a section or the like."""
    kind = _lowered(target).get("kind", "page")
    return kind in {"page", "{page,section}", "*", "**"} or "page" in str(kind)


def _giver(folder: str, target: Any, given: Mapping[str, Any]) -> Give:
    """Give fields to the pages of a folder that the target's glob, which begins at the root, matches."""
    inside = inheritance.below(folder, given)
    glob = str(_lowered(target).get("path", "")).lower()
    if not glob:
        return inside
    pattern = _pattern(glob)

    def give(path: str) -> Mapping[str, Any]:
        page = posixpath.splitext(path)[0].lower().removesuffix("/index")
        return inside(path) if pattern.fullmatch(f"/{page}") else {}

    return give


_SIGNS = {"**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}


def _pattern(glob: str) -> re.Pattern[str]:
    """Compile a glob of pages' paths, in which one asterisk crosses no slash."""
    parts = re.split(r"(\*\*|[*?{},])", glob if glob.startswith(("/", "{")) else f"/{glob}")
    return re.compile("".join(_SIGNS.get(part) or re.escape(part) for part in parts))


def site_cascade(settings: Settings, folders: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
    """Return the fields that pages have without setting them, by globs; the last matching glob counts.

    `folders` are those of languages, if each has one. In Hugo itself the first match counts.
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
        for glob in _globs(target, folders) if _is_for_pages(target) else ():
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
    """Return the alternatives in braces around a whole path: `{/posts,/posts/**}`."""
    match = re.fullmatch(r"\{([^{}]*)\}", path)
    return [part.strip() for part in match[1].split(",")] if match else [path]
