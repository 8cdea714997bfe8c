"""Rules for values: URLs, dates, languages, addresses, numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from broadsheet import dates
from broadsheet.checks.feeds import uris
from broadsheet.checks.feeds import values as check
from broadsheet.checks.feeds.book import FEED, Checked
from broadsheet.checks.feeds.grammar import Value, values
from broadsheet.checks.rule import Fault

FIRST_YEAR = 1990
SHOWN = 60
"""Letters of a value that a message repeats."""


def _faults(checked: Checked, rule: str) -> Iterator[Fault]:
    for kind, checker in check.CHECKERS[rule].items():
        for value in values(checked.feed, kind):
            # White space counts in attributes; around the text of elements it is the formatter's.
            text = value.text if value.name.startswith("@") else value.text.strip()
            if wrong := checker(text):
                yield Fault(f"{_shown(value)} {wrong}", value.place)


def _shown(value: Value) -> str:
    text = " ".join(value.text.split())
    short = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return f'{value.name} "{short}"'


@FEED.error(
    "uri",
    why="Readers cannot open it, or open another page.",
    bad='<entry><link rel="alternate" href="/a page (1)/"/></entry>',
    good='<entry><link rel="alternate" href="https://example.org/a%20page%20%281%29/"/></entry>',
)
def uri(checked: Checked) -> Iterator[Fault]:
    """Find what is no URI where one must be (RFC 3986, RFC 4151, RFC 8141)."""
    return _faults(checked, "uri")


@FEED.error(
    "date",
    why="Readers sort by date: an entry whose date they cannot read is lost at the end, or hidden.",
    bad="<entry><updated>2025-06-17 23:20</updated></entry>",
    good="<entry><updated>2025-06-17T23:20:00+08:00</updated></entry>",
)
def date(checked: Checked) -> Iterator[Fault]:
    """Find dates that are not in the form of RFC 3339 (Atom), RFC 822 (RSS) or W3CDTF."""
    return _faults(checked, "date")


@FEED.warning(
    "date-old",
    why="Some readers know four-digit years and offsets of whole half hours only.",
    bad="<item><pubDate>17 Jun 25 15:20:05 +0545</pubDate></item>",
    good="<item><pubDate>Tue, 17 Jun 2025 15:20:05 +0000</pubDate></item>",
)
def date_old(checked: Checked) -> Iterator[Fault]:
    """Find dates in old forms of RFC 822."""
    for value in values(checked.feed, "rfc822"):
        if check.is_old_rfc822(value.text.strip()):
            message = f"{_shown(value)} is of an old form; write Tue, 17 Jun 2025 15:20:05 +0000"
            yield Fault(message, value.place)


@FEED.warning(
    "date-implausible",
    why="A date in the future or before the web keeps an entry at the top or the end for ever.",
    bad="<entry><updated>2125-06-17T23:20:00+08:00</updated></entry>",
    good="<entry><updated>2025-06-17T23:20:00+08:00</updated></entry>",
)
def date_implausible(checked: Checked) -> Iterator[Fault]:
    """Find dates more than a day ahead or before 1990."""
    for value in values(checked.feed, "rfc3339", "w3cdtf", "rfc822"):
        try:
            moment = dates.parse(value.text.strip(), UTC)
        except ValueError:
            continue
        if moment.year < FIRST_YEAR or moment > checked.now + timedelta(days=1):
            message = f"{_shown(value)} is implausible; write when it was published"
            yield Fault(message, value.place)


@FEED.error(
    "language",
    why="Readers choose fonts, hyphenation and voices by it.",
    bad="<channel><language>zh_CN</language></channel>",
    good="<channel><language>zh-cn</language></channel>",
)
def language(checked: Checked) -> Iterator[Fault]:
    """Find what is no language tag (RFC 5646)."""
    return _faults(checked, "language")


@FEED.error(
    "contact",
    why="Nobody can write to it.",
    bad="<entry><author><name>Ada</name><email>ada at example.org</email></author></entry>",
    good="<entry><author><name>Ada</name><email>ada@example.org</email></author></entry>",
)
def contact(checked: Checked) -> Iterator[Fault]:
    """Find what is no email address."""
    return _faults(checked, "contact")


@FEED.warning(
    "contact-name",
    why="Readers show the bare address as the author.",
    bad="<item><author>ada@example.org</author></item>",
    good="<item><author>ada@example.org (Ada)</author></item>",
)
def contact_name(checked: Checked) -> Iterator[Fault]:
    """Find addresses of RSS that are not in the form `ada@example.org (Ada)`."""
    for value in values(checked.feed, "contact"):
        text = value.text.strip()
        if "@" in text and not text.endswith(")"):
            yield Fault(f"{_shown(value)} has no name; write ada@example.org (Ada)", value.place)


@FEED.error(
    "media-type",
    why="Players choose what they open by it.",
    bad='<item><enclosure url="https://example.org/a.mp3" length="1" type="mp3"/></item>',
    good='<item><enclosure url="https://example.org/a.mp3" length="1" type="audio/mpeg"/></item>',
)
def media_type(checked: Checked) -> Iterator[Fault]:
    """Find what is no media type (RFC 2045)."""
    return _faults(checked, "media-type")


@FEED.error(
    "number",
    why="Readers that expect a number take it for 0, or drop the element.",
    bad='<item><enclosure url="https://example.org/a.mp3" length="1 MB" type="audio/mpeg"/></item>',
    good='<item><enclosure url="https://example.org/a.mp3" length="1000" type="audio/mpeg"/></item>',
)
def number(checked: Checked) -> Iterator[Fault]:
    """Find what is no number, or none that may be here: lengths, sizes, degrees, hours."""
    return _faults(checked, "number")


@FEED.error(
    "word",
    why="Only a few words have a meaning here.",
    bad='<item><guid isPermaLink="yes">https://example.org/a/</guid></item>',
    good='<item><guid isPermaLink="true">https://example.org/a/</guid></item>',
)
def word(checked: Checked) -> Iterator[Fault]:
    """Find words that are not of those that an element or attribute may have."""
    return _faults(checked, "word")


@FEED.error(
    "space-around",
    why="Ids are compared letter by letter: with a line end inside it is another id.",
    bad="<entry><id>\n  https://example.org/a/\n</id></entry>",
    good="<entry><id>https://example.org/a/</id></entry>",
)
def space_around(checked: Checked) -> Iterator[Fault]:
    """Find white space around ids, dates and URLs of Atom (RFC 4287, sections 3.3 and 4.2.6)."""
    for value in values(checked.feed, "tight"):
        if value.text != value.text.strip():
            yield Fault(f"{_shown(value)} has white space around it; remove it", value.place)


@FEED.warning(
    "id-canonical",
    why="Ids are compared letter by letter: another program's spelling of the URL is another id.",
    bad="<entry><id>https://EXAMPLE.org:443/a/../b/</id></entry>",
    good="<entry><id>https://example.org/b/</id></entry>",
)
def id_canonical(checked: Checked) -> Iterator[Fault]:
    """Find ids of Atom that are not in their shortest usual spelling (RFC 4287, section 4.2.6.1)."""
    for value in values(checked.feed, "identity"):
        text = value.text.strip()
        usual = uris.canonical(text)
        if text != usual and not uris.absolute(text):
            yield Fault(f"{_shown(value)} is spelled unusually; write {usual}", value.place)


@FEED.warning(
    "blank",
    why="An empty element or attribute says nothing, and readers show a hole.",
    bad="<entry><title></title></entry>",
    good="<entry><title>A title</title></entry>",
)
def blank(checked: Checked) -> Iterator[Fault]:
    """Find empty elements and attributes."""
    for value in values(checked.feed, "filled", "construct"):
        element = value.element
        if not value.text.strip() and not element.children and element.get("src") is None:
            yield Fault(f"{value.name} is empty; fill it or leave it out", value.place)
