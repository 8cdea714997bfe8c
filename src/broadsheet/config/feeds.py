"""`[taxonomies]`, `[feeds]`, `[pages]`, `[check]` and `[websub]` of publish.toml as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.config import table_values, values
from broadsheet.config.keys import NOTHING, Filter, key

RESERVED_TAXONOMIES = frozenset({"archive", "feeds", "digests", "authors", "sections", "languages"})
"""Folders of out/ with a meaning of their own, and names that filters give one."""


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
        table_values.file_paths,
        "Other paths of its feeds, by format, to keep the addresses that people poll: "
        '`{ atom = "feeds/{slug}.tag.atom.xml" }`; `{slug}` follows the rules of the dialect.',
        NOTHING,
    )
    names: Mapping[str, str] = key(
        table_values.string_table, 'Names of terms, if not as typed: `{ ios = "iOS" }`.', NOTHING
    )
    slugs: Mapping[str, str] = key(
        table_values.string_table,
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
        table_values.aliases,
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
        table_values.file_paths,
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
    picture: str = key(
        values.choice("once", "always"),
        "Whether an article's picture is an enclosure: `once` if its content does not show it already, "
        "since readers would show it twice, or `always`.",
        "once",
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
        table_values.file_names,
        "File names by format, to keep the addresses that people poll.",
        NOTHING,
    )
    paths: Mapping[str, str] = key(
        table_values.file_paths,
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
        table_values.selection,
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
