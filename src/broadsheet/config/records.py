"""publish.toml as records. Each field's `key(...)` says how its value is read, and documents it.

To add a key, add a field here. The reader, the error for unknown keys, docs/configuration.md and the
JSON Schema for editors (`make docs`) follow from it.
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
from broadsheet.config.subscribe import SubscribeConfig
from broadsheet.model import Person

__all__ = [
    "CheckConfig",
    "Colours",
    "Config",
    "ContentConfig",
    "CustomFeed",
    "DigestConfig",
    "FeedsConfig",
    "FetchConfig",
    "Filter",
    "MarkdownConfig",
    "PagesConfig",
    "SiteConfig",
    "TaxonomyConfig",
    "WebSubConfig",
]

UTC = zoneinfo.ZoneInfo("UTC")

FETCHED = "fetched"
"""The folder, below the site's, of the entries of feeds that are sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """`[site]`: what every feed says about the site."""

    title: str = key(values.name, "The site's name.", required=True)
    url: str = key(values.base_url, "The address of out/ on the web, ending in `/`.", required=True)
    language: str = key(
        values.language, "Language of the site and its interface (BCP 47): `en`, `zh-CN`.", "en"
    )
    description: str = key(values.line, "One or two sentences for feed readers.", "")
    timezone: zoneinfo.ZoneInfo = key(
        values.timezone, "For dates without an offset, and for the periods of newsletters.", UTC
    )
    author: Person | None = key(
        values.person,
        "The author of articles that name none: `{ name, email, url }`; required if an article names "
        "none, since Atom requires an author.",
    )
    icon: str = key(values.url_or_path, "A small square picture (Atom `icon`, JSON `favicon`).", "")
    logo: str = key(
        values.url_or_path,
        "A larger picture (Atom `logo`, JSON `icon`, and RSS `image`, at most 144 × 400 pixels "
        "there).",
        "",
    )
    rights: str = key(values.line, "Copyright or licence, as text.", "")
    hubs: tuple[str, ...] = key(
        values.web_urls, "WebSub hubs, which feeds name and builds notify.", ()
    )
    out: str = key(
        values.folder,
        "Folder that feeds, pages and newsletters are written to, if `--out` names no other.",
        "out",
    )
    templates: str = key(
        values.folder,
        "Folder of your own templates and words, which replace the built-in ones by name.",
        "templates",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentConfig:
    """`[content]`: where the articles are, and the addresses at which they are published."""

    path: str = key(values.folder, "Folder of the articles, below the site's folder.", "content")
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
        "`:title` `:filename` `:contentbasename` `:slugorcontentbasename` `:categories` `:name`, and as "
        "typed `:folders` and `:stem`.",
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
    url: str = key(values.base_url, "The articles' site, if it is not that of the feeds.", "")
    include: tuple[str, ...] = key(
        values.strings,
        "Globs, below `path`, of the files that are articles.",
        ("**/*.md", "**/*.markdown"),
    )
    exclude: tuple[str, ...] = key(
        values.strings, "Globs, below `path`, of files that are not articles.", ()
    )
    feed: tuple[str, ...] = key(
        values.feed_places,
        "Feeds whose entries are articles too: addresses, or files below the site's folder; one text or "
        "a list. `publish fetch` keeps them in the folder `fetched`.",
        (),
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
        "Languages that file names end in (`first.zh.md`), each with the folder of its addresses, empty "
        'for the main one: `{ en = "", zh = "zh" }`.',
        NOTHING,
    )
    language_folders: Mapping[str, str] = key(
        values.string_table,
        "Folders below `path` of the articles of each language, if each has its own; then no other "
        'file is an article: `{ en = "en", zh = "zh" }`.',
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
        "groups become front matter fields: "
        "`['.*/(?P<date>\\d{4}-\\d\\d-\\d\\d)_(?P<slug>[^/]*)\\.md']`.",
        (),
    )
    defaults: Mapping[str, Mapping[str, Any]] = key(
        values.front_matter,
        "Default values of front matter fields, by glob below `path`; later globs win: "
        '`"notes/**" = { author = "Ada" }`.',
        NOTHING,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownConfig:
    """`[markdown]`: how bodies become HTML."""

    engine: str = key(
        values.choice("markdown", "commonmark"),
        "`markdown` is Python-Markdown, for articles written for it; `commonmark` is comrak, many times "
        "as fast, for articles written for most site engines. Empty for what is nearest to the site's "
        "engine.",
        "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyConfig:
    """`[taxonomies.NAME]`: a way to sort articles, such as tags; NAME is the folder of its feeds."""

    field: str = key(values.name, "Front matter field with an article's terms.", required=True)
    title: str = key(
        values.name, "Title of a term's feed; may contain `{term}` and `{site}`.", "{term} · {site}"
    )
    label: str = key(
        values.line,
        "Its title on pages. Default: its name, translated if it is `tags`, "
        "`topics`, `categories` or `series`.",
        "",
    )
    min_articles: int = key(values.positive, "A term with fewer articles gets no feed.", 1)
    paths: Mapping[str, str] = key(
        values.file_paths,
        "Other paths of its feeds, by format, to keep the addresses that people poll: "
        '`{ atom = "feeds/{slug}.tag.atom.xml" }`; `{slug}` follows the rules of the dialect.',
        NOTHING,
    )
    names: Mapping[str, str] = key(
        values.string_table, 'Names of terms, if not as typed: `{ ios = "iOS" }`.', NOTHING
    )
    slugs: Mapping[str, str] = key(
        values.string_table,
        "What terms are in `paths` and `page`, in the main language, if not as the dialect makes it: "
        '`{ "总结" = "summary" }`.',
        NOTHING,
    )
    page: str = key(
        values.line,
        "Address of a term's page, if it is not the folder of its feeds: `tag/{slug}.html`.",
        "",
    )
    aliases: Mapping[str, str] = key(
        values.aliases,
        'Spellings to unify, and old names of terms in any spelling: `{ "Minimax" = "MiniMax" }`. The '
        "feeds of an old name keep working at their old addresses.",
        NOTHING,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFeed(Filter):
    """`[feeds.custom.NAME]`: a feed of articles that you choose, at out/feeds/NAME/."""

    title: str = key(values.name, "Title of the feed.", required=True)
    path: str = key(values.folder, "Folder of the feed, if not feeds/NAME: `posts`.", "")
    paths: Mapping[str, str] = key(
        values.file_paths,
        'Other paths of the feed, by format, if not in its folder: `{ atom = "news.xml" }`.',
        NOTHING,
    )
    language: str = key(values.language, "Language of the feed, if not the site's.", "")
    description: str = key(values.line, "What it is about.", "")
    by_language: bool = key(
        values.flag,
        "Whether each of `[content.languages]` has one, in its folder, instead of one for all.",
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
        values.choice("full", "summary"),
        "Whether entries contain the whole article or its summary only.",
        "full",
    )
    id: str = key(
        values.choice("permalink", "tag", "engine"),
        "What identifies an article: its permalink; a tag URI (RFC 4151) of its date and slug; or "
        "what the site's engine calls it in its own feeds, which may be another thing than the "
        "permalink. Front matter `id` always wins.",
        "permalink",
    )
    id_url: str = key(
        values.base_url,
        "The site's address in the ids of entries and feeds, if it is not that of today: after a move to "
        "another domain, or to https, readers would take all articles for new ones.",
        "",
    )
    stylesheet: bool = key(
        values.flag,
        "Whether Atom and RSS name a style sheet, `feed.css`, for browsers that show feeds sent as "
        "`application/xml`.",
        False,
    )
    names: Mapping[str, str] = key(
        values.file_names, "File names by format, to keep the addresses that people poll.", NOTHING
    )
    paths: Mapping[str, str] = key(
        values.file_paths,
        'Other paths of the site\'s own feeds, by format: `{ atom = "feeds/all.atom.xml" }`.',
        NOTHING,
    )
    languages: tuple[str, ...] = key(
        values.strings,
        "Languages of the articles in the site's own feed. Terms have feeds for each of `[content] "
        "languages`, in its folder (`zh/tags/…`). Empty: all feeds have all languages.",
        (),
    )
    custom: Mapping[str, CustomFeed] = key(
        values.tables, "Feeds of articles that you choose.", NOTHING, table=CustomFeed
    )


DEFAULT_TAXONOMIES: Mapping[str, TaxonomyConfig] = {"tags": TaxonomyConfig(field="tags")}


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesConfig:
    """`[pages]`: the list of all feeds, index.html and feeds.opml."""

    enabled: bool = key(
        values.flag, "Whether they are written; false if out/ is another generator's folder.", True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckConfig:
    """`[check]`: which of the rules of docs/rules.md apply."""

    off: tuple[str, ...] = key(values.strings, "Rules that are switched off for all files.", ())
    paths: Mapping[str, tuple[str, ...]] = key(
        values.selection,
        'Rules that are switched off for some files: `{ "content/old/*" = ["image-alt"] }`; an '
        "article's own field `check_off` does the same for it.",
        NOTHING,
    )
    max_terms: int = key(
        values.positive, "The most terms of one taxonomy that an article may have.", 15
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSubConfig:
    """`[websub]`: how the hubs of `[site] hubs` are notified about changed feeds."""

    notify: bool = key(
        values.flag,
        "Whether `publish build` notifies them; false if out/ is uploaded afterwards: then run "
        "`publish ping` once it is.",
        True,
    )
    timeout: int = key(values.positive, "Seconds to wait for a hub's answer.", 10)
    attempts: int = key(
        values.positive, "Attempts per run to notify a hub; the next run tries again.", 3
    )
    patience: int = key(values.positive, "Seconds that a run spends on all hubs together.", 60)
    allow_http: bool = key(values.flag, "Whether a hub may be reached without encryption.", False)
    allow_private: bool = key(
        values.flag, "Whether a hub may be in a private network or on this machine.", False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchConfig:
    """`[fetch]`: how the feeds of `[content] feed` are fetched."""

    every: int = key(
        values.positive,
        "Minutes between two requests for a feed at the start of `publish build`; `publish fetch` asks "
        "at once.",
        15,
    )
    timeout: int = key(values.positive, "Seconds that a feed may take.", 30)
    max_mb: int = key(values.positive, "Megabytes that a feed may have, unpacked.", 20)
    allow_private: bool = key(
        values.flag, "Whether a feed may be in a private network or on this machine.", False
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
    fetch: FetchConfig = key(values.tables, "", FetchConfig(), table=FetchConfig, single=True)
    send: SendConfig = key(values.tables, "", SendConfig(), table=SendConfig, single=True)
    subscribe: SubscribeConfig = key(
        values.tables, "", SubscribeConfig(), table=SubscribeConfig, single=True
    )
    digest: Mapping[str, DigestConfig] = key(
        values.tables, "", DEFAULT_EDITIONS, table=DigestConfig
    )

    @property
    def articles_url(self) -> str:
        """The address below which articles are published, ending in `/`."""
        return self.content.url or self.site.url

    def identity(self, url: str) -> str:
        """Return the URL of a page as ids have it: at `id_url` if it is one of this site's."""
        if self.feeds.id_url:
            for base in (self.articles_url, self.site.url):
                if url.startswith(base):
                    return self.feeds.id_url + url.removeprefix(base)
        return url
