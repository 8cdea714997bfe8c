"""Eleventy's addresses: where the file lies, or its `permalink` template."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.source import Address

PATTERN = "/:path/"
DATE_FILTERS = ":datefilters"
"""The field that holds the site's own filters of dates: their formats, by their names."""

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(.*)")
_OUTPUT = re.compile(r"\{\{-?((?:(?!\{\{).)*?)-?\}\}")
_TEXT = r"['\"]([^'\"]*)['\"]"
_FILTER = re.compile(rf"(\w+)\s*(?:[:(]\s*+(?:{_TEXT})?(?:\s*+,\s*{_TEXT})?\s*+\)?)?")
_DATES = frozenset({"page.date", "date"})
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
    """Eleventy's filters `slugify` and `slug`: ASCII, lower case, hyphens."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    ).replace("ß", "ss")
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain.lower())).strip("-")


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


def expand_template(template: str, address: Address) -> str:
    """Expand a `permalink` in Liquid or Nunjucks that has only fields and the usual filters.

    Raises ValueError for anything that only a program could compute.
    """
    if "{%" in template:
        message = "holds program code; write the address"
        raise ValueError(message)
    return _OUTPUT.sub(lambda match: _evaluate(match[1], address), template)


def _evaluate(expression: str, address: Address) -> str:
    source, *filters = (part.strip() for part in expression.split("|"))
    own = address.fields.get(DATE_FILTERS, {})
    value = _value(source, address)
    for text in filters:
        match = _FILTER.fullmatch(text)
        name = match[1].lower() if match else ""
        if name in own:
            value = _format(own[name], address)
        elif name in {"slug", "slugify"}:
            value = slugify(value)
        elif source in _DATES and match and match[2] and _FORM.fullmatch(match[2]):
            value = _format(match[2], address)
        elif name == "replace" and match and match[2]:
            value = value.replace(match[2], match[3] or "")
        elif name in {"lower", "downcase"}:
            value = value.lower()
        elif name not in {"url", "safe", "string"}:
            message = f'"{text}" is no filter known here; write the address'
            raise ValueError(message)
    return value


def _value(source: str, address: Address) -> str:
    name = source.lower()
    if name == "page.fileslug":
        return TOKENS["fileslug"](address)
    if name == "page.filepathstem":
        return "/" + _stem(address)
    if name == "page.outputfileextension":
        return "html"
    if name == "page.date":
        return address.date.isoformat()
    if name == "title":
        return address.title
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
