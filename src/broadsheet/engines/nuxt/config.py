"""Reads nuxt.config."""

from __future__ import annotations

from pathlib import Path

from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.javascript_files import config_file, read_config
from broadsheet.engines.nuxt.collections import sources_of
from broadsheet.engines.nuxt.permalinks import SCHEME
from broadsheet.urls import web_address


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
    base = settings.table("app").text_of("baseURL").strip("/")
    sources = sources_of(root)
    return Found(
        engine="nuxt",
        title=site.text_of("name", "title")
        or head.text_of("title")
        or public.text_of("siteName", "title"),
        url=f"{web_address(address).rstrip('/')}/{base}/"
        if address and base
        else web_address(address),
        base=f"/{base}" if base else "",
        language=site.text_of("defaultLocale") or attributes.text_of("lang"),
        description=site.text_of("description") or public.text_of("siteDescription", "description"),
        timezone="UTC",
        content=folder,
        static="public",
        include=tuple(dict.fromkeys(source.glob for source in sources)),
        exclude=tuple(dict.fromkeys(glob for source in sources for glob in source.exclude)),
        permalink=settings.checked(f"/:path{end}", SCHEME, "trailingSlash"),
        permalinks={s.folder: s.pattern + end for s in sources if s.folder and s.pattern},
        taxonomies={"tags": FoundTaxonomy("tags"), "categories": FoundTaxonomy("categories")},
        notes=(*notes, "documents with a date are the articles"),
    )
