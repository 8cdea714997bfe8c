"""`[site]`, `[content]` and `[markdown]` of publish.toml as records."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from broadsheet.config import table_values, values
from broadsheet.config.keys import NOTHING, key
from broadsheet.model import Person

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
        table_values.string_table,
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
    bodies: str = key(
        values.choice("source", "output"),
        "`output` takes each article's HTML from the page that the site's engine has made of it, so that "
        "nothing is lost of its shortcodes and components.",
        "source",
    )
    output: str = key(
        values.folder,
        "Folder of the engine's pages, for `bodies`. Default: the first of `dist`, `build`, `public`, "
        "`out`, `site`, `_site`, `output`, and others where engines write, that has a page of "
        "the article.",
        "",
    )
    selector: str = key(
        values.line,
        "CSS selector of what holds an article in a page, for `bodies`. Default: what is marked as its "
        "text (`e-content`, `articleBody` …), else its `article` or `main` element.",
        "",
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
        table_values.string_table,
        "Languages that file names end in (`first.zh.md`), each with the folder of its addresses, empty "
        'for the main one: `{ en = "", zh = "zh" }`.',
        NOTHING,
    )
    language_folders: Mapping[str, str] = key(
        table_values.string_table,
        "Folders below `path` of the articles of each language, if each has its own; then no other "
        'file is an article: `{ en = "en", zh = "zh" }`. Empty for a language whose files lie beside them.',
        NOTHING,
    )
    fields: Mapping[str, tuple[str, ...]] = key(
        table_values.field_names,
        "Front matter keys that are read instead of the dialect's, the first given wins: "
        '`{ date = ["date", "published"], image = ["banner"] }`. Among them, `:filename` is the date that '
        "a file's name begins with; `:git` is the date of a file's first commit in `date`, and that of "
        "its last one in `updated`.",
        NOTHING,
    )
    path_fields: tuple[re.Pattern[str], ...] = key(
        table_values.patterns,
        "Regular expressions for paths below `path`, matched from their beginning, whose named "
        "groups become front matter fields: "
        "`['.*/(?P<date>\\d{4}-\\d\\d-\\d\\d)_(?P<slug>[^/]*)\\.md']`.",
        (),
    )
    defaults: Mapping[str, Mapping[str, Any]] = key(
        table_values.front_matter,
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
    math: str = key(
        values.choice("tex", "mathml"),
        "`mathml` writes formulas in Markdown as MathML, which browsers and many feed readers show, by the "
        "extra `math` (the W3C validator warns of it). `tex` leaves them as they are typed, as e-mails "
        "always have them.",
        "tex",
    )
