"""publish.toml as records. Each field's `key(...)` says how it is read and what docs say of it.

To add a key: add a field here. The reader, the error for unknown keys and docs/configuration.md
(`make docs`) follow from it.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from broadsheet.config import values
from broadsheet.config.digest import DEFAULT_EDITIONS, Colours, DigestConfig
from broadsheet.config.keys import NOTHING, Filter, key
from broadsheet.config.send import SendConfig
from broadsheet.model import Person

__all__ = [
    "CheckConfig",
    "Colours",
    "Config",
    "ContentConfig",
    "CustomFeed",
    "DigestConfig",
    "FeedsConfig",
    "Filter",
    "MarkdownConfig",
    "PagesConfig",
    "SiteConfig",
    "TaxonomyConfig",
    "WebSubConfig",
]

UTC = zoneinfo.ZoneInfo("UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """`[site]`: what every feed says of the site."""

    title: str = key(values.name, "The site's name.", required=True)
    url: str = key(
        values.base_url, "Where the content of out/ is reachable, ending in `/`.", required=True
    )
    language: str = key(
        values.language, "Language of the site and its interface, as BCP 47 says.", "en"
    )
    description: str = key(values.line, "One or two sentences for feed readers.", "")
    timezone: zoneinfo.ZoneInfo = key(
        values.timezone, "For dates that carry no offset, and for digest periods.", UTC
    )
    author: Person | None = key(
        values.person,
        "Who wrote articles that name nobody: `{ name, email, url }`; required where an article "
        "names nobody, since Atom demands an author.",
    )
    icon: str = key(values.url_or_path, "A small square picture (Atom `icon`, JSON `favicon`).", "")
    logo: str = key(
        values.url_or_path,
        "A larger picture (Atom `logo`, JSON `icon`, and RSS `image`, at most 144 × 400 pixels "
        "there).",
        "",
    )
    rights: str = key(values.line, "Copyright or licence, in words.", "")
    hubs: tuple[str, ...] = key(values.web_urls, "WebSub hubs that the feeds name.", ())
    templates: str = key(
        values.folder,
        "Folder of your own templates and words, which replace the built-in ones by name.",
        "templates",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentConfig:
    """`[content]`: where the articles are, and where they are published."""

    path: str = key(values.folder, "Folder of the articles, below the site's.", "content")
    static: str = key(
        values.folder,
        "Folder whose files are published at the site's root; images are looked up in it.",
        "static",
    )
    permalink: str = key(
        values.line,
        "Pattern of the articles' addresses, relative to the site's. Empty for what the dialect's "
        "engine does by itself, `/:sections/:slug/` in a plain folder; docs/migrating/ lists each "
        "engine's tokens. In a plain folder: `:year` `:month` `:day` `:monthname` `:weekday` "
        "`:yearday` `:hour` `:minute` `:second` `:section` `:sections` `:sectionslug` `:slug` "
        "`:title` `:filename` `:contentbasename` `:slugorcontentbasename` `:categories` `:name`.",
        "",
    )
    permalinks: Mapping[str, str] = key(
        values.string_table,
        'Patterns by section: `{ posts = "/:year/:slug/" }`.',
        NOTHING,
    )
    keep_case: bool = key(
        values.flag,
        "Whether addresses keep capital letters.",
        False,
    )
    drop_accents: bool = key(
        values.flag,
        "Whether addresses lose accents.",
        False,
    )
    url: str = key(values.base_url, "Where articles live, if elsewhere than the feeds.", "")
    include: tuple[str, ...] = key(
        values.strings,
        "Globs, below `path`, of the files that are articles.",
        ("**/*.md", "**/*.markdown"),
    )
    exclude: tuple[str, ...] = key(
        values.strings, "Globs, below `path`, of files to leave alone.", ()
    )
    follow_links: bool = key(
        values.flag,
        "Whether symbolic links may lead out of the site's folder. With `false`, whoever can add a link "
        "to the site, as by a pull request, cannot publish other files of the machine that builds it.",
        False,
    )
    dialect: str = key(
        values.name,
        "Whose fields, file names and addresses the articles follow; `auto` looks at the folder.",
        "auto",
    )
    languages: Mapping[str, str] = key(
        values.string_table,
        "Languages that files' names tell (`first.zh.md`), and the folder of their addresses, empty "
        'for the main one: `{ en = "", zh = "zh" }`.',
        NOTHING,
    )
    language_folders: Mapping[str, str] = key(
        values.string_table,
        "Folders below `path` of the articles of each of the languages, where each has one; no other "
        'file is an article then: `{ en = "en", zh = "zh" }`.',
        NOTHING,
    )
    fields: Mapping[str, tuple[str, ...]] = key(
        values.field_names,
        "Front matter keys that are read instead of the dialect's, the first given wins: "
        '`{ date = ["date", "published"], image = ["banner"] }`.',
        NOTHING,
    )
    path_fields: tuple[re.Pattern[str], ...] = key(
        values.patterns,
        "Regular expressions for paths below `path`, matched from their beginning, whose named "
        "groups are fields that articles have without naming them: "
        "`['.*/(?P<date>\\d{4}-\\d\\d-\\d\\d)_(?P<slug>[^/]*)\\.md']`.",
        (),
    )
    defaults: Mapping[str, Mapping[str, Any]] = key(
        values.front_matter,
        "Fields that articles have without naming them, by glob below `path`; later globs win: "
        '`"notes/**" = { author = "Ada" }`.',
        NOTHING,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownConfig:
    """`[markdown]`: how bodies become HTML."""

    engine: str = key(
        values.choice("markdown", "commonmark"),
        "`markdown` is Python-Markdown, for articles written for it; `commonmark` is comrak, many times "
        "as fast, for articles written for most site engines.",
        "markdown",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyConfig:
    """`[taxonomies.NAME]`: a way of sorting articles; NAME is the folder of its feeds."""

    field: str = key(values.name, "Front matter key that lists an article's terms.", required=True)
    title: str = key(
        values.name, "Title of its feeds; may name `{term}` and `{site}`.", "{term} · {site}"
    )
    label: str = key(
        values.line,
        "What pages call it. Default: its name, in the site's language where it is `tags`, "
        "`topics`, `categories` or `series`.",
        "",
    )
    min_articles: int = key(values.positive, "Terms of fewer articles get no feed.", 1)
    paths: Mapping[str, str] = key(
        values.file_paths,
        "Where its feeds lie by format, if elsewhere, to keep the addresses people poll: "
        '`{ atom = "feeds/{slug}.tag.atom.xml" }`; `{slug}` is made as the dialect makes it.',
        NOTHING,
    )
    names: Mapping[str, str] = key(
        values.string_table, 'What terms are called, if not as typed: `{ ios = "iOS" }`.', NOTHING
    )
    slugs: Mapping[str, str] = key(
        values.string_table,
        "What terms are in `paths` and `page`, in the main language, if not as the dialect makes it: "
        '`{ "总结" = "summary" }`.',
        NOTHING,
    )
    page: str = key(
        values.line, "Page of a term, if elsewhere than its feeds: `tag/{slug}.html`.", ""
    )
    aliases: Mapping[str, str] = key(
        values.aliases,
        'Spellings to unify, and old names of terms, however spelt: `{ "Minimax" = "MiniMax" }`. The '
        "feeds of an old name go on working where they were.",
        NOTHING,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFeed(Filter):
    """`[feeds.custom.NAME]`: a feed of its own, at out/feeds/NAME/."""

    title: str = key(values.name, "Title of the feed.", required=True)
    path: str = key(values.folder, "Folder of the feed, if another: `posts`.", "")
    paths: Mapping[str, str] = key(
        values.file_paths,
        'Where it lies by format, if elsewhere than in its folder: `{ atom = "news.xml" }`.',
        NOTHING,
    )
    language: str = key(values.language, "Language of the feed, if another than the site's.", "")
    description: str = key(values.line, "What it is about.", "")
    by_language: bool = key(
        values.flag,
        "Whether there is one for each of `[content.languages]`, in its folder, rather than one for all.",
        False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsConfig(Filter):
    """`[feeds]`: what is written for the site, each term and each custom feed.

    `any`, `all` and `none` choose the articles of the site's own feed.
    """

    formats: tuple[str, ...] = key(
        values.choices(*values.FORMATS), "Formats to write.", values.FORMATS
    )
    limit: int = key(values.positive, "Entries in a feed, the newest first.", 20)
    archive: bool = key(
        values.flag,
        "Whether older articles stay in archive documents of `limit` entries (RFC 5005), from which "
        "readers fetch what they missed.",
        False,
    )
    content: str = key(
        values.choice("full", "summary"), "Whether entries carry the whole article.", "full"
    )
    id: str = key(
        values.choice("permalink", "tag", "engine"),
        "What identifies an article: its permalink; a tag URI (RFC 4151) of its date and slug; or "
        "what the site's engine calls it in its own feeds, which may be another thing than the "
        "permalink. Front matter `id` always wins.",
        "permalink",
    )
    stylesheet: bool = key(
        values.flag,
        "Whether Atom and RSS name a style sheet, `feed.css`, for browsers that show feeds sent as "
        "`application/xml`.",
        False,
    )
    names: Mapping[str, str] = key(
        values.file_names, "File names by format, to keep the addresses people poll.", NOTHING
    )
    paths: Mapping[str, str] = key(
        values.file_paths,
        "Where the site's own feeds lie by format, if elsewhere: `{ atom = "
        '"feeds/all.atom.xml" }`.',
        NOTHING,
    )
    languages: tuple[str, ...] = key(
        values.strings,
        "Languages of the articles in the site's own feed. Terms have feeds for each of `[content] "
        "languages`, in its folder (`zh/tags/…`). Empty: all feeds have all languages.",
        (),
    )
    custom: Mapping[str, CustomFeed] = key(
        values.tables, "Feeds of your own.", NOTHING, table=CustomFeed
    )


DEFAULT_TAXONOMIES: Mapping[str, TaxonomyConfig] = {"tags": TaxonomyConfig(field="tags")}


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesConfig:
    """`[pages]`: the list of all feeds, index.html and feeds.opml."""

    enabled: bool = key(
        values.flag, "Whether it is written; false when out/ is another generator's folder.", True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckConfig:
    """`[check]`: which of the rules of docs/rules.md apply."""

    off: tuple[str, ...] = key(values.strings, "Rules that apply to no file.", ())
    paths: Mapping[str, tuple[str, ...]] = key(
        values.selection,
        'Rules that do not apply to some files: `{ "content/old/*" = ["image-alt"] }`; an '
        "article's own field `check_off` does the same for it.",
        NOTHING,
    )
    max_terms: int = key(values.positive, "Terms of one taxonomy that an article may have.", 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSubConfig:
    """`[websub]`: how the hubs of `[site] hubs` are told which feeds changed."""

    notify: bool = key(
        values.flag,
        "Whether `publish build` tells them; false where out/ is uploaded afterwards: then run "
        "`publish ping` once it is.",
        True,
    )
    timeout: int = key(values.positive, "Seconds a hub has for an answer.", 10)
    attempts: int = key(
        values.positive, "How often a ping is tried in one run; the next run tries again.", 3
    )
    patience: int = key(values.positive, "Seconds a run spends on hubs in all.", 60)
    allow_http: bool = key(values.flag, "Whether a hub may be reached without encryption.", False)
    allow_private: bool = key(
        values.flag, "Whether a hub may be in a private network or on this machine.", False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A site's whole configuration; `root` is the folder that holds publish.toml."""

    root: Path
    site: SiteConfig = key(values.tables, "", table=SiteConfig, required=True, single=True)
    content: ContentConfig = key(
        values.tables, "", ContentConfig(), table=ContentConfig, single=True
    )
    markdown: MarkdownConfig = key(
        values.tables, "", MarkdownConfig(), table=MarkdownConfig, single=True
    )
    taxonomies: Mapping[str, TaxonomyConfig] = key(
        values.tables, "", DEFAULT_TAXONOMIES, table=TaxonomyConfig
    )
    feeds: FeedsConfig = key(values.tables, "", FeedsConfig(), table=FeedsConfig, single=True)
    pages: PagesConfig = key(values.tables, "", PagesConfig(), table=PagesConfig, single=True)
    check: CheckConfig = key(values.tables, "", CheckConfig(), table=CheckConfig, single=True)
    websub: WebSubConfig = key(values.tables, "", WebSubConfig(), table=WebSubConfig, single=True)
    send: SendConfig = key(values.tables, "", SendConfig(), table=SendConfig, single=True)
    digest: Mapping[str, DigestConfig] = key(
        values.tables, "", DEFAULT_EDITIONS, table=DigestConfig
    )

    @property
    def articles_url(self) -> str:
        """Where articles live, ending in `/`."""
        return self.content.url or self.site.url
