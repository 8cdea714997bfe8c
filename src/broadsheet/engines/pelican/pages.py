"""The addresses of Pelican's pages: they are no articles, but links to their files lead to them.

https://docs.getpelican.com/en/latest/settings.html#url-settings
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from broadsheet.engines.pelican.config import page_folders
from broadsheet.engines.pelican.permalinks import slugify
from broadsheet.engines.settings import Settings

_TOKEN = re.compile(r"\{(\w+)\}")


def address_of_page(settings: Settings, path: str, fields: Mapping[str, Any], language: str) -> str:
    """Return a page's path below the site's URL, "" if the file is none that Pelican publishes.

    `path` is the file's below the content folder, `language` the site's.
    """
    given = {key: str(value) for key, value in fields.items()}
    is_page = path.startswith(tuple(f"{folder}/" for folder in page_folders(settings)))
    if (
        not is_page
        or not given.get("title")
        or given.get("status", "").lower() in {"draft", "skip"}
    ):
        return ""
    if typed := given.get("url") or given.get("save_as"):
        return typed.lstrip("/")
    by_name = settings.text_of("SLUGIFY_SOURCE") == "basename"
    name = path.rpartition("/")[2].rpartition(".")[0] if by_name else given["title"]
    has_unicode = settings.get("SLUGIFY_USE_UNICODE") is True
    given.setdefault("slug", slugify(name, unicode=has_unicode))
    given.setdefault("lang", language)
    is_foreign = given["lang"].lower() != language.lower()
    usual = "pages/{slug}-{lang}.html" if is_foreign else "pages/{slug}.html"
    pattern = settings.text_of("PAGE_LANG_URL" if is_foreign else "PAGE_URL") or usual
    address = _TOKEN.sub(lambda token: given.get(token[1], token[0]), pattern)
    return "" if "{" in address else address.lstrip("/")
