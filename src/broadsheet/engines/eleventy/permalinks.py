"""Eleventy's addresses: where the file lies, or its `permalink` template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.engines.slugs import sindresorhus_slug
from broadsheet.source import Address

PATTERN = "/:path/"
PROGRAM = ":configuration"
"""The field that changes with the site's filters, so that addresses are made anew."""

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(.*)")
_OUTPUT = re.compile(r"\{\{-?((?:(?!\{\{).)*?)-?\}\}")
_TEXT = r"['\"]([^'\"]*)['\"]"
_FILTER = re.compile(rf"(\w+)\s*(?:[:(]\s*+(?:{_TEXT})?(?:\s*+,\s*{_TEXT})?\s*+\)?)?")
_KEPT = re.compile("\ue0fa([0-9]{1,4})\ue0fb")

FindFilter = Callable[[str], Callable[..., Any] | None]
"""Returns a filter by its name; it makes a text, or None if its result is not known."""

_CODES: Mapping[str, Callable[[Address], str]] = {
    "%Y": DATE["year"],
    "%m": DATE["month"],
    "%d": DATE["day"],
    "%-m": DATE["i_month"],
    "%-d": DATE["i_day"],
    "%H": DATE["hour"],
    "%M": DATE["minute"],
    "yyyy": DATE["year"],
    "MM": DATE["month"],
    "LL": DATE["month"],
    "dd": DATE["day"],
    "y": DATE["year"],
    "M": DATE["i_month"],
    "L": DATE["i_month"],
    "d": DATE["i_day"],
}

_FORM = re.compile(rf"(?:{'|'.join(re.escape(c) for c in _CODES if len(c) > 1)}|[-/_.])+")
"""A format of dates that is recognised with any filter."""


def without_date(name: str) -> str:
    """Drop the date that a file's name begins with."""
    match = _DATED.search(name)
    return match[1] if match else name


def slugify(text: str) -> str:
    """Return what Eleventy's filter `slugify` makes: ASCII, lower case, hyphens."""
    return sindresorhus_slug(text, decamelize=False)


def _path(address: Address) -> str:
    """Return the file's path without extension; `index` and `a/a` are their folder's page."""
    folder, _, name = address.path.rpartition("/")
    return folder if name in {"index", folder.rpartition("/")[2]} else address.path


def _stem(address: Address) -> str:
    folder, _, name = address.path.rpartition("/")
    return f"{folder}/{without_date(name)}".lstrip("/")


def _slug(address: Address) -> str:
    """Return `page.fileSlug`: the name without its date, or the folder's if it is `index`."""
    folder, _, name = address.path.rpartition("/")
    name = without_date(name)
    return without_date(folder.rpartition("/")[2]) if name == "index" else name


TOKENS: Tokens = {
    **DATE,
    "path": _path,
    "filepathstem": _stem,
    "fileslug": _slug,
    "title": lambda a: slugify(a.title),
    "slug": lambda a: a.slug or _slug(a),
}


SCHEME = Scheme(TOKENS, PATTERN, {"slug": slugify}, any_field=True)


def expand_template(template: str, address: Address, find: FindFilter = lambda _: None) -> str:
    """Expand a `permalink` in Liquid or Nunjucks that has only fields, conditions and known filters.

    `find` returns the filters of the site and of Eleventy, by their names. Raises ValueError for
    anything that only a program could compute.
    """
    if "{%" in template:
        template = _chosen(template, address)
    return _OUTPUT.sub(lambda match: _evaluate(match[1], address, find), template)


def _chosen(template: str, address: Address) -> str:
    """Return a template whose tags are run, and whose outputs are as typed."""
    from broadsheet.markdown import Liquid, Nunjucks  # noqa: PLC0415 - of few sites

    outputs: list[str] = []

    def kept(output: re.Match[str]) -> str:
        outputs.append(output[0])
        return f"\ue0fa{len(outputs) - 1}\ue0fb"

    tags = _OUTPUT.sub(kept, template)
    for language in (Liquid, Nunjucks):
        found = language(_values(address), lambda *_: None, str).rendered(tags)
        if found.strip() and "{%" not in found:
            return _KEPT.sub(lambda mark: outputs[int(mark[1])], found)
    message = "holds program code; write the address"
    raise ValueError(message)


def _values(address: Address) -> Mapping[str, Any]:
    """Return what conditions know by name."""
    words = {"true": True, "false": False, "null": None}
    fields = {
        name: words.get(value, value) if isinstance(value, str) else value
        for name, value in address.fields.items()
    }
    page = {"fileSlug": _slug(address), "filePathStem": f"/{_stem(address)}", "date": address.date}
    return _Fields({**fields, "title": address.title, "page": page, "date": address.date})


class _Fields(dict[str, Any]):
    """Fields by their names in lower case, whatever the case that a template asks for."""

    def __missing__(self, key: str) -> Any:
        if key == key.lower():
            raise KeyError(key)
        return self[key.lower()]

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or super().__contains__(str(key).lower())


def _evaluate(expression: str, address: Address, find: FindFilter) -> str:
    source, *filters = (part.strip() for part in expression.split("|"))
    value = _value(source, address)
    for text in filters:
        value = _filtered(value, text, address, find)
    return value.isoformat() if isinstance(value, datetime) else value


def _filtered(
    value: str | datetime, text: str, address: Address, find: FindFilter
) -> str | datetime:
    match = _FILTER.fullmatch(text)
    name = match[1] if match else ""
    given = tuple(filter(None, (match[2], match[3]))) if match else ()
    if (own := find(name)) and isinstance(made := own(value, *given), str):
        return made
    if isinstance(value, datetime):
        if given and _FORM.fullmatch(given[0]):
            return _format(given[0], address)
        value = value.isoformat()
    if name == "replace" and given:
        return value.replace(given[0], given[1] if len(given) > 1 else "")
    make = _TEXTS.get(name)
    if make is None:
        message = f'"{text}" is no filter known here; write the address'
        raise ValueError(message)
    return make(value)


_TEXTS: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("slug", "slugify"), slugify),
    **dict.fromkeys(("lower", "downcase"), str.lower),
    **dict.fromkeys(("url", "safe", "string"), str),
    "trim": str.strip,
    "strip": str.strip,
}


_PAGE: Mapping[str, Callable[[Address], str | datetime]] = {
    "page.fileslug": _slug,
    "page.filepathstem": lambda address: f"/{_stem(address)}",
    "page.outputfileextension": lambda _: "html",
    "page.date": lambda address: address.date,
    "date": lambda address: address.date,
    "title": lambda address: address.title,
}


def _value(source: str, address: Address) -> str | datetime:
    name = source.lower()
    if name in _PAGE:
        return _PAGE[name](address)
    if source[:1] in {"'", '"'} and source[-1:] == source[0]:
        return source[1:-1]
    value = address.fields.get(name)
    if not isinstance(value, str):
        message = f'"{source}" is not a field of the article; write the address'
        raise ValueError(message)
    return value


def _format(form: str, address: Address) -> str:
    return re.sub(
        "|".join(map(re.escape, sorted(_CODES, key=len, reverse=True))),
        lambda match: _CODES[match[0]](address),
        form,
    )
