"""Rules for values: URLs, dates, languages, addresses, numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from broadsheet import dates
from broadsheet.checks.feeds import uris, values
from broadsheet.checks.feeds.grammar import FEED_RULES, CheckedFeed, FeedValue
from broadsheet.errors import Problem

FIRST_YEAR = 1990
SHOWN = 60
"""Characters of a value that a message quotes."""


def _problems(checked: CheckedFeed, rule: str) -> Iterator[Problem]:
    for kind, checker in values.CHECKERS[rule].items():
        for value in checked.feed.values_of(kind):
            # White space counts in attributes; around the text of elements a formatter may have added it.
            text = value.text if value.name.startswith("@") else value.text.strip()
            if wrong := checker(text):
                yield value.place.problem(f"{_shown(value)} {wrong}")


def _shown(value: FeedValue) -> str:
    text = " ".join(value.text.split())
    short = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return f'{value.name} "{short}"'


@FEED_RULES.error(
    "uri",
    why="Readers cannot open it, or open another page.",
    bad='<entry><link rel="alternate" href="/a page (1)/"/></entry>',
    good='<entry><link rel="alternate" href="https://example.org/a%20page%20%281%29/"/></entry>',
)
def uri(checked: CheckedFeed) -> Iterator[Problem]:
    """Find values that should be a URI and are not (RFC 3986, RFC 4151, RFC 8141)."""
    return _problems(checked, "uri")


@FEED_RULES.error(
    "date",
    why="Readers sort by date: an entry with a date that they cannot read comes last, or is "
    "hidden.",
    bad="<entry><updated>2025-06-17 23:20</updated></entry>",
    good="<entry><updated>2025-06-17T23:20:00+08:00</updated></entry>",
)
def date(checked: CheckedFeed) -> Iterator[Problem]:
    """Find dates that are not in the format of RFC 3339 (Atom), RFC 822 (RSS) or W3CDTF."""
    return _problems(checked, "date")


@FEED_RULES.warning(
    "date-old",
    why="Some readers know only four-digit years and offsets of whole half hours.",
    bad="<item><pubDate>17 Jun 25 15:20:05 +0545</pubDate></item>",
    good="<item><pubDate>Tue, 17 Jun 2025 15:20:05 +0000</pubDate></item>",
)
def date_old(checked: CheckedFeed) -> Iterator[Problem]:
    """Find dates in old forms of RFC 822."""
    for value in checked.feed.values_of("rfc822"):
        if values.is_old_rfc822(value.text.strip()):
            message = f"{_shown(value)} is in an old form; write Tue, 17 Jun 2025 15:20:05 +0000"
            yield value.place.problem(message)


@FEED_RULES.warning(
    "date-implausible",
    why="An entry with a date in the future or before the web stays at the top or at the end.",
    bad="<entry><updated>2125-06-17T23:20:00+08:00</updated></entry>",
    good="<entry><updated>2025-06-17T23:20:00+08:00</updated></entry>",
)
def date_implausible(checked: CheckedFeed) -> Iterator[Problem]:
    """Find dates more than a day ahead or before 1990."""
    for value in checked.feed.values_of("rfc3339", "w3cdtf", "rfc822"):
        text = value.text.strip()
        if len(text) > values.MAX_DATE:
            continue
        try:
            moment = dates.parse(text, UTC)
        except ValueError:
            continue
        if moment.year < FIRST_YEAR or moment > checked.now + timedelta(days=1):
            message = f"{_shown(value)} is implausible; write when it was published"
            yield value.place.problem(message)


@FEED_RULES.error(
    "language",
    why="Readers choose fonts, hyphenation and voices by it.",
    bad="<channel><language>zh_CN</language></channel>",
    good="<channel><language>zh-cn</language></channel>",
)
def language(checked: CheckedFeed) -> Iterator[Problem]:
    """Find invalid language tags (RFC 5646)."""
    return _problems(checked, "language")


@FEED_RULES.error(
    "contact",
    why="Nobody can write to it.",
    bad="<entry><author><name>Ada</name><email>ada at example.org</email></author></entry>",
    good="<entry><author><name>Ada</name><email>ada@example.org</email></author></entry>",
)
def contact(checked: CheckedFeed) -> Iterator[Problem]:
    """Find invalid email addresses."""
    return _problems(checked, "contact")


@FEED_RULES.warning(
    "contact-name",
    why="Readers show the bare address as the author.",
    bad="<item><author>ada@example.org</author></item>",
    good="<item><author>ada@example.org (Ada)</author></item>",
)
def contact_name(checked: CheckedFeed) -> Iterator[Problem]:
    """Find addresses in RSS that are not in the format `ada@example.org (Ada)`."""
    for value in checked.feed.values_of("contact"):
        text = value.text.strip()
        if "@" in text and not text.endswith(")"):
            yield value.place.problem(f"{_shown(value)} has no name; write ada@example.org (Ada)")


@FEED_RULES.error(
    "media-type",
    why="Players choose by it what they open.",
    bad='<item><enclosure url="https://example.org/a.mp3" length="1" type="mp3"/></item>',
    good='<item><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/></item>',
)
def media_type(checked: CheckedFeed) -> Iterator[Problem]:
    """Find invalid media types (RFC 2045)."""
    return _problems(checked, "media-type")


@FEED_RULES.error(
    "number",
    why="Readers that expect a number take it for 0, or drop the element.",
    bad='<item><enclosure url="https://example.org/a.mp3" length="1 MB" type="audio/mpeg"/></item>',
    good='<item><enclosure url="https://example.org/a.mp3" length="1000" type="audio/mpeg"/></item>',
)
def number(checked: CheckedFeed) -> Iterator[Problem]:
    """Find invalid numbers and numbers out of range: lengths, sizes, degrees, hours."""
    return _problems(checked, "number")


@FEED_RULES.error(
    "word",
    why="Only a few words have a meaning here.",
    bad='<item><guid isPermaLink="yes">https://example.org/a/</guid></item>',
    good='<item><guid isPermaLink="true">https://example.org/a/</guid></item>',
)
def word(checked: CheckedFeed) -> Iterator[Problem]:
    """Find words that are not among those that an element or attribute may have."""
    return _problems(checked, "word")


@FEED_RULES.error(
    "space-around",
    why="Ids are compared letter by letter: with a line end inside, it is another id.",
    bad="<entry><id>\n  https://example.org/a/\n</id></entry>",
    good="<entry><id>https://example.org/a/</id></entry>",
)
def space_around(checked: CheckedFeed) -> Iterator[Problem]:
    """Find white space around ids, dates and URLs of Atom (RFC 4287, sections 3.3 and 4.2.6)."""
    for value in checked.feed.values_of("tight"):
        if value.text != value.text.strip():
            yield value.place.problem(f"{_shown(value)} has white space around it; remove it")


@FEED_RULES.warning(
    "id-canonical",
    why="Ids are compared letter by letter: another program's spelling of the URL is another id.",
    bad="<entry><id>https://EXAMPLE.org:443/a/../b/</id></entry>",
    good="<entry><id>https://example.org/b/</id></entry>",
)
def id_canonical(checked: CheckedFeed) -> Iterator[Problem]:
    """Find ids of Atom that are not in canonical spelling (RFC 4287, section 4.2.6.1)."""
    for value in checked.feed.values_of("identity"):
        text = value.text.strip()
        usual = uris.canonical(text)
        if text != usual and not uris.absolute(text):
            yield value.place.problem(
                f"{_shown(value)} is not in canonical spelling; write {usual}"
            )


@FEED_RULES.warning(
    "blank",
    why="An empty element or attribute says nothing, and readers show a gap.",
    bad="<entry><title></title></entry>",
    good="<entry><title>A title</title></entry>",
)
def blank(checked: CheckedFeed) -> Iterator[Problem]:
    """Find empty elements and attributes."""
    for value in checked.feed.values_of("filled", "construct"):
        element = value.element
        if not value.text.strip() and not element.children and element.get("src") is None:
            yield value.place.problem(f"{value.name} is empty; write a value, or remove it")
