"""Reads nuxt.config."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.javascript_files import config_file, read_config
from broadsheet.engines.nuxt.permalinks import SCHEME
from broadsheet.urls import web_address
from broadsheet.walk import beginning


def detect_config(root: Path) -> Found:
    """Describe a site. Raises ConfigError if the configuration cannot be read."""
    settings, notes = read_config(config_file(root, "nuxt.config"), root)
    site, head = settings.table("site"), settings.table("app").table("head")
    public = settings.table("runtimeConfig").table("public")
    attributes = head.table("htmlAttrs")
    address = site.text_of("url", "hostname") or public.text_of(
        "siteUrl", "baseUrl", "url", "site_url"
    )
    end = "/" if site.get("trailingSlash") is True else ""
    folder = (
        "content"
        if (root / "content").is_dir() or not (root / "app/content").is_dir()
        else "app/content"
    )
    return Found(
        engine="nuxt",
        title=site.text_of("name", "title")
        or head.text_of("title")
        or public.text_of("siteName", "title"),
        url=web_address(address),
        language=site.text_of("defaultLocale") or attributes.text_of("lang"),
        description=site.text_of("description") or public.text_of("siteDescription", "description"),
        timezone="UTC",
        content=folder,
        static="public",
        permalink=settings.checked(f"/:path{end}", SCHEME, "trailingSlash"),
        taxonomies={"tags": FoundTaxonomy("tags"), "categories": FoundTaxonomy("categories")},
        notes=(*notes, *_notes(root)),
    )


def _notes(root: Path) -> Iterator[str]:
    yield "documents with a date are the articles"
    file = config_file(root, "content.config")
    if file and re.search(r"\bprefix\s*:", beginning(file, 100_000)):
        yield "content.config sets a prefix: write the pattern of such documents below [content.permalinks]"
