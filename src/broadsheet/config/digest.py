"""`[digest.NAME]` of publish.toml as records: the editions of the newsletter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.config import digest_values, table_values, values
from broadsheet.config.keys import NOTHING, Filter, key
from broadsheet.config.send import SendTime, send_time
from broadsheet.model import Person

TITLE_FIELDS = ("site", "edition", "term")
SUBJECT_FIELDS = ("site", "edition", "title", "issue", "date", "lead", "count", "term")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """`[digest.NAME.colours]`: each as `#rrggbb`; shades between them follow from these."""

    accent: str = key(digest_values.colour, "Links and rules.", "#a8400c")
    background: str = key(digest_values.colour, "Behind the text.", "#fffefb")
    around: str = key(digest_values.colour, "Beside the e-mail on wide screens.", "#f1eee6")
    text: str = key(digest_values.colour, "The text.", "#1d1d1f")
    dark_accent: str = key(
        digest_values.colour, "As `accent`, in dark mode; made from it where not given.", ""
    )
    dark_background: str = key(digest_values.colour, "As `background`, in dark mode.", "#1b1b1e")
    dark_around: str = key(digest_values.colour, "As `around`, in dark mode.", "#111113")
    dark_text: str = key(digest_values.colour, "As `text`, in dark mode.", "#ecebe6")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """`[digest.NAME.fonts]`: values of CSS `font-family`; mail programs have their own fonts only."""

    heading: str = key(digest_values.font, "Titles and headlines.", "")
    text: str = key(digest_values.font, "All else.", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """`[digest.NAME.show]`: what the stories of each tier show.

    Any of `summary`, `thumbnail`, `tags`, `minutes`, `date`, `author`, `button`; only the second
    tier has thumbnails.
    """

    lead: tuple[str, ...] = key(
        digest_values.shown,
        "The lead; its picture is shown anyway.",
        ("summary", "author", "date", "minutes", "button"),
    )
    second: tuple[str, ...] = key(
        digest_values.shown,
        "The first story of each heading, or the first three where there are no headings.",
        ("thumbnail", "summary", "author", "date", "minutes"),
    )
    story: tuple[str, ...] = key(
        digest_values.shown, "The next stories.", ("summary", "author", "date")
    )
    title: tuple[str, ...] = key(
        digest_values.shown, "Stories after the twelfth, unless they are second.", ()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestConfig(Filter):
    """`[digest.NAME]`: an edition of the newsletter, at out/digests/NAME/."""

    each: Mapping[str, tuple[str, ...]] = key(
        table_values.selection,
        'An edition for each of some terms in place of one: `{ topics = ["AI", "Chips"] }` under '
        "`[digest.weekly]` makes `weekly-ai` and `weekly-chips`. `publish digest weekly` makes the issues "
        "of all of them.",
        NOTHING,
    )
    term: str = ""
    """The term of an edition that `each` makes; not a key of publish.toml."""
    table: str = ""
    """The table that `each` stands in, in such an edition."""
    period: str = key(
        values.choice("day", "week", "month"), "What an issue covers, in `site.timezone`.", "week"
    )
    title: str = key(
        values.line,
        "Its name, on the masthead; may name `{site}`, `{edition}` and `{term}` (see `each`). "
        "Default: the site's title and, say, “Weekly” in the site's language, or the term.",
        "",
    )
    description: str = key(values.line, "What it is about, on its archive page and feeds.", "")
    language: str = key(
        values.language,
        "Language of the issues and their pages, if another than the site's; `all = { languages = "
        '["en"] }` chooses the articles.',
        "",
    )
    subject: str = key(
        values.line,
        "Subject of the message; may name `{site}` `{edition}` `{title}` `{issue}` (its number, or "
        "2025-W25 without `first`) `{date}` `{lead}` (title of the lead story) `{count}` `{term}`. "
        "Default: `{lead}`.",
        "",
    )
    preheader: str = key(
        values.line,
        "What an inbox shows after the subject; the same fields. Default: the lead story's summary.",
        "",
    )
    group_by: str = key(
        values.line, "A taxonomy's name or `sections`: its terms become headings.", ""
    )
    groups: tuple[str, ...] = key(
        values.strings,
        "Terms to put first, in this order; an article goes to the first it has.",
        (),
    )
    limit: int = key(
        values.positive,
        "Articles in the e-mail: the first ones of each heading. It ends with a link to all of them.",
        30,
    )
    max_bytes: int = key(
        values.positive,
        "Size of the e-mail's HTML, above which it has fewer articles. Room for longer links, as sending "
        "programs make them, is counted in.",
        100_000,
    )
    late: bool = key(
        values.flag,
        "An article dated in a past period, whose issue is made already, goes into the next issue.",
        False,
    )
    notes: str = key(
        values.folder,
        "Folder of editors' notes on issues, e.g. `issues/weekly/2025-W25.md`.",
        "issues",
    )
    sender: Person | None = key(
        values.person, "Who sends it: `{ name, email }`. Default: the site's author."
    )
    reply_to: str = key(values.email_address, "Where answers go, if elsewhere.", "")
    list_id: str = key(
        digest_values.list_id,
        "Identifies it to mail programs (RFC 2919). Default: `NAME.host`.",
        "",
    )
    unsubscribe: tuple[str, ...] = key(
        digest_values.unsubscribe,
        "Where one leaves: an `https:` address, a `mailto:` address, or both in a list. May hold the "
        "placeholder of your sending program, or be it: `%%token%%`, `{{ UnsubscribeURL }}`, "
        "`*|UNSUB|*` …",
        (),
    )
    address: str | bool = key(
        digest_values.postal_address,
        "Postal address, in the footer. `publish send` refuses an edition without one, unless it is "
        "`false`.",
        "",
    )
    footer: str = key(
        values.line, "Why people get it. Default: that they subscribed, in the site's language.", ""
    )
    logo: str = key(
        values.url_or_path,
        "A picture on the masthead, in place of the title as text. Default: the site's, unless `title` is "
        "set.",
        "",
    )
    links: Mapping[str, str] = key(
        digest_values.links, 'Links below the masthead: `{ "About" = "/about/" }`.', NOTHING
    )
    send: SendTime | None = key(
        send_time,
        "When the last complete period's issue goes out, in `site.timezone`: `08:00` each day, "
        "`mon 08:00`, or `1 08:00` on the first of each month. Without it, only `publish send NAME` "
        "sends this edition.",
    )
    skip_below: int = key(
        values.positive, "An issue of fewer articles is not made for a period, and not sent.", 1
    )
    dark_logo: str = key(
        values.url_or_path,
        "The logo for dark mode. Without it, a logo stands on a light plate there.",
        "",
    )
    footer_links: Mapping[str, str] = key(
        digest_values.links, 'Links at the end: `{ "Imprint" = "/imprint/" }`.', NOTHING
    )
    social: Mapping[str, str] = key(
        digest_values.links, 'Where else you are: `{ "Mastodon" = "https://…" }`.', NOTHING
    )
    preferences: str = key(
        digest_values.link, "Where readers change what they get; may hold a placeholder.", ""
    )
    subscribe: str = key(
        values.url_or_path,
        "Where one subscribes by e-mail: a page of yours, or a provider's form. Linked from e-mail, web "
        "copy, archive and the pages of feeds.",
        "",
    )
    first: str = key(
        digest_values.first_issue,
        "The issue that is No. 1, e.g. `2025-W01`. Without it, issues are named by their date alone.",
        "",
    )
    colours: Colours = key(values.tables, "", Colours(), table=Colours, single=True)
    fonts: Fonts = key(values.tables, "", Fonts(), table=Fonts, single=True)
    show: Show = key(values.tables, "", Show(), table=Show, single=True)

    def logo_or(self, of_site: str) -> str:
        """Return the edition's logo, else the site's; "" for an edition that has a title instead."""
        return self.logo or ("" if self.title else of_site)


DEFAULT_EDITIONS: Mapping[str, DigestConfig] = {"weekly": DigestConfig()}
