"""Rules for the text part and the message of an issue: RFC 5322, 2045 to 2047, 2369, 2919, 8058."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.checks.emails.issue import EMAIL_RULES, CheckedIssue
from broadsheet.columns import columns
from broadsheet.errors import Problem
from broadsheet.newsletter import places

MAX_LINE = 998
"""Bytes of a line of a message without its end (RFC 5322, section 2.1.1)."""
MAX_COLUMNS = 78
MAX_SUBJECT = 120
MIN_SHARE = 0.9
"""The share of the headings and links of the HTML that must be in the text part."""

_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")
_SPAM = re.compile(
    r"\b(?:free|winner|cash|guarantee|act now|urgent)\b|[!！]{2,}|\${2,}|^\s*(?:re|fwd?):|免费|中奖",
    re.IGNORECASE,
)
MOST_COMPARED = 1000
"""Headings and links that are looked up in the text part."""
_MIN_SHOUT = 8
_ISOLATES = re.compile("[\u2068\u2069]")


@EMAIL_RULES.error(
    "letter-part-missing",
    why="Programs without HTML, watches and filters read the text; the sending program needs "
    "the message.",
    bad="text:",
    good="text: The same items in the same order.",
)
def email_part_missing(issue: CheckedIssue) -> Iterator[Problem]:
    """Find issues without a text part or without a message."""
    if not issue.plain.strip():
        yield issue.in_text().problem(
            f"{places.FORMS['text']} is missing or empty; write the same items as text"
        )
    if not issue.raw.strip():
        yield issue.in_message().problem(
            f"{places.FORMS['eml']} is missing or empty; run publish digest"
        )


@EMAIL_RULES.warning(
    "letter-text-differs",
    why="Filters take a text part that differs from the HTML for a sign of spam (MPART_ALT_DIFF).",
    bad="text: Please read this letter in a program that shows HTML.",
    good="<p>A few more words</p>",
)
def email_text_differs(issue: CheckedIssue) -> Iterator[Problem]:
    """Find text parts that lack headings or links of the HTML."""
    if not issue.plain.strip():
        return
    words = _bare(issue.plain)
    wanted = {_bare(tag.text) for tag in issue.parsed.named("h1", "h2", "h3")}
    # A list of contents leads to parts of the web copy, whose address alone is in the text.
    wanted |= {
        _bare(link.attributes["href"].partition("#")[0])
        for link in issue.parsed.named("a")
        if "href" in link.attributes
    }
    wanted = set(sorted(wanted)[:MOST_COMPARED])
    lacking = sorted(text for text in wanted if text and text not in words)
    if wanted and len(lacking) > (1 - MIN_SHARE) * len(wanted):
        share = f"{len(lacking)} of {len(wanted)} headings and links"
        message = f"the text lacks {share}, for example {lacking[0][:60]}; write the same items"
        yield issue.in_text(1).problem(message)


def _bare(text: str) -> str:
    """Return a text without white space and without isolates, which only HTML needs."""
    return _ISOLATES.sub("", "".join(text.split()))


@EMAIL_RULES.warning(
    "letter-text-wide",
    why="Programs that show plain text break such lines anywhere, or not at all.",
    bad="text: " + "word " * 30,
    good="text: A short line.",
)
def email_text_wide(issue: CheckedIssue) -> Iterator[Problem]:
    """Find lines of the text part wider than 78 columns, except URLs."""
    for number, line in enumerate(issue.plain.split("\n"), 1):
        if len(line) * 2 > MAX_COLUMNS and "://" not in line and columns(line) > MAX_COLUMNS:
            message = f"the line is {columns(line)} columns wide; break it at 72"
            yield issue.in_text(number).problem(message)


@EMAIL_RULES.error(
    "letter-headers",
    why="Servers reject messages without these headers, or add their own.",
    bad="Message-ID:",
    good="Message-ID: <1@example.org>",
)
def email_headers(issue: CheckedIssue) -> Iterator[Problem]:
    """Find messages that lack a required header (RFC 5322, section 3.6)."""
    missing = [name for name in _HEADERS if not issue.header(name)] if issue.raw else []
    if missing:
        message = f"the message has no {', '.join(missing)}; add what is missing"
        yield issue.in_message().problem(message)


@EMAIL_RULES.warning(
    "letter-unsubscribe",
    why="Gmail and Yahoo require one-click unsubscribe of bulk senders, and block those "
    "without it.",
    bad="List-Unsubscribe:",
    good="List-Unsubscribe: <https://example.org/leave>",
)
def email_unsubscribe(issue: CheckedIssue) -> Iterator[Problem]:
    """Find messages without List-Unsubscribe and List-Unsubscribe-Post, or without such a link."""
    if not issue.raw:
        return
    header = issue.header("List-Unsubscribe")
    if not header:
        message = "the message has no List-Unsubscribe; set unsubscribe under its [digest.…]"
        yield issue.in_message().problem(message)
        return
    if "https://" in header and not issue.header("List-Unsubscribe-Post"):
        message = "one click does not work; add List-Unsubscribe-Post: List-Unsubscribe=One-Click"
        yield issue.in_message("List-Unsubscribe").problem(message)
    # Placeholders of sending programs may hold angle brackets and white space.
    links = {link.attributes.get("href") for link in issue.parsed.named("a")}
    if issue.is_parsed_whole and not any(f"<{link}>" in header for link in links):
        message = "the issue has no unsubscribe link; put one into its footer"
        yield issue.in_message("List-Unsubscribe").problem(message)


@EMAIL_RULES.warning(
    "letter-list",
    why="People filter mail by it, and mail programs group the issues by it.",
    bad="List-Id:",
    good="List-Id: <weekly.example.org>",
)
def email_list(issue: CheckedIssue) -> Iterator[Problem]:
    """Find messages without a List-Id (RFC 2919)."""
    if issue.raw and not issue.header("List-Id"):
        yield issue.in_message().problem("the message has no List-Id; write <weekly.example.org>")


@EMAIL_RULES.error(
    "letter-lines",
    why="Servers break such lines, or reject the message.",
    bad="X-Long: " + "x" * 1000,
    good="X-Short: x",
)
def email_lines(issue: CheckedIssue) -> Iterator[Problem]:
    """Find messages with lines of more than 998 bytes, or with line ends other than CRLF."""
    lines = issue.raw.split(b"\r\n")
    longest = max(map(len, lines))
    if longest > MAX_LINE:
        message = f"a line has {longest} bytes; encode it as quoted-printable or Base64"
        yield issue.in_message().problem(message)
    elif any(b"\n" in line or b"\r" in line for line in lines):
        yield issue.in_message().problem("lines end in LF or CR alone; write CRLF")


@EMAIL_RULES.error(
    "letter-parts",
    why="Programs show the last part that they support: if the text came last, nobody would "
    "see the HTML.",
    bad="Content-Type: text/html; charset=utf-8",
    good="X-Parts: text, html",
)
def email_parts(issue: CheckedIssue) -> Iterator[Problem]:
    """Find messages that are not multipart/alternative with text first, then HTML."""
    if not issue.raw.strip():
        return
    message = issue.message
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    if message.get_content_type() != "multipart/alternative" or kinds[:2] != [
        "text/plain",
        "text/html",
    ]:
        found = f"the message is {message.get_content_type()} of {', '.join(kinds)}"
        yield issue.in_message("Content-Type").problem(
            f"{found}; write multipart/alternative, text/plain first"
        )


@EMAIL_RULES.warning(
    "letter-subject",
    why="Inboxes cut the subject after 40 to 70 characters, and filters know the words of spam.",
    bad="Subject: FREE!!! Act now",
    good="Subject: Weekly: what feeds are for",
)
def email_subject(issue: CheckedIssue) -> Iterator[Problem]:
    """Find subjects that are long, in capitals, or contain words of spam."""
    subject = " ".join(issue.header("Subject").split())
    if columns(subject) > MAX_SUBJECT:
        message = f"the subject is {columns(subject)} columns wide; shorten it, and begin with what matters"
    elif match := _SPAM.search(subject):
        message = f'"{match[0]}" in the subject looks like spam; write what the issue is about'
    elif _is_shouted(subject):
        message = "the subject is in capitals; write it as a sentence"
    else:
        return
    yield issue.in_message("Subject").problem(message)


def _is_shouted(subject: str) -> bool:
    """Return whether a subject is in capitals; names such as AI in a Chinese subject do not count."""
    letters = [character for character in subject if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return subject.isupper() and capitals >= _MIN_SHOUT and capitals * 2 > len(letters)
