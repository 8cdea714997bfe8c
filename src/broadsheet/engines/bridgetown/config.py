"""Reads Bridgetown's configuration and data: bridgetown.config.yml, src/_data/site_metadata.yml."""

from __future__ import annotations

import re
from pathlib import Path

from broadsheet.engines.bridgetown.permalinks import SCHEME, STYLES
from broadsheet.engines.found import Found, FoundTaxonomy
from broadsheet.engines.settings import Settings, load
from broadsheet.urls import web_address
from broadsheet.walk import beginning

_RUBY = re.compile(
    r"(?m)^[ \t]*(url|permalink|timezone|base_path|template_engine)[ \t(]+[\"':]([^\"'\n]+)[\"']?"
)


def detect_config(root: Path) -> Found:
    """Describe a site. Raises ConfigError if the configuration cannot be read."""
    typed = load(root, "bridgetown.config.yml", "bridgetown.config.yaml")
    ruby = dict(_RUBY.findall(beginning(root / "config/initializers.rb")))
    settings = Settings.of({**ruby, **typed.data}, typed.path, typed.text)
    source = settings.text_of("source").strip("./") or "src"
    about = load(root, f"{source}/_data/site_metadata.yml", f"{source}/_data/site_metadata.yaml")
    url = web_address(settings.text_of("url"))
    base = settings.text_of("base_path").strip("/")
    return Found(
        engine="bridgetown",
        title=about.text_of("title", "name") or settings.text_of("title"),
        url=f"{url.rstrip('/')}/{base}/" if url and base else url,
        language=settings.text_of("default_locale") or about.text_of("lang", "locale") or "en",
        description=about.text_of("description", "tagline"),
        author=about.text_of("author"),
        email=about.text_of("email"),
        timezone=settings.text_of("timezone") or "UTC",
        content=source,
        static=source,
        include=("**/_posts/**/*.md", "**/_posts/**/*.markdown", "**/_posts/**/*.html"),
        permalink=settings.checked(_permalink(settings), SCHEME, "permalink"),
        taxonomies={"tags": FoundTaxonomy("tags"), "categories": FoundTaxonomy("categories")},
        formats=("atom", "rss", "json"),
        names={"atom": "feed.xml"},
        limit=settings.table("feed").number_of("post_limit") or 10,
    )


def _permalink(settings: Settings) -> str:
    posts = settings.table("collections").table("posts").text_of("permalink")
    typed = posts or settings.text_of("permalink") or "pretty"
    pattern = STYLES.get(typed, "/" + typed.lstrip("/"))
    return re.sub(r"(?:\.\*|:output_ext)$", ".html", pattern)
