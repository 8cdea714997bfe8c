"""Rules for the links of an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.checks.emails.issue import EMAIL_RULES, CheckedIssue
from broadsheet.errors import Problem
from broadsheet.placeholders import PLACEHOLDER

_VAGUE = frozenset(
    [
        "click here",
        "here",
        "link",
        "more",
        "read more",
        "this",
        "点击",
        "点击这里",
        "点这里",
        "这里",
        "更多",
        "こちら",
    ]
)
_SHORTENERS = frozenset("bit.ly goo.gl is.gd ow.ly t.co tinyurl.com t.cn dwz.cn url.cn".split())


@EMAIL_RULES.error(
    "letter-link",
    why="An e-mail has no page that a relative link could start from.",
    bad='<a href="/essays/one/">One</a>',
    good='<a href="https://example.org/essays/one/">One</a>',
)
def email_link(issue: CheckedIssue) -> Iterator[Problem]:
    """Find links that are not absolute."""
    for link in issue.parsed.named("a"):
        href = link.attributes.get("href")
        if href is None or PLACEHOLDER.match(href):
            continue
        if not href.startswith(("https://", "http://", "mailto:", "tel:")):
            message = f'the link leads to "{href[:40]}"; write its https URL'
            yield issue.in_html(link.place).problem(message)


@EMAIL_RULES.warning(
    "letter-link-text",
    why="Screen readers list the links of an e-mail by their texts; ten times “here” does not "
    "help.",
    bad='<a href="https://example.org/one/">here</a>',
    good='<a href="https://example.org/one/">What feeds are for</a>',
)
def email_link_text(issue: CheckedIssue) -> Iterator[Problem]:
    """Find links whose text does not say where they lead."""
    for link in issue.parsed.named("a"):
        # The same link stands beside it in words.
        is_for_nobody = link.attributes.get("aria-hidden") == "true"
        if "href" in link.attributes and not is_for_nobody:
            text = link.text.strip(" .…>»→").casefold()
            if not text or text in _VAGUE:
                message = f"the link text is “{link.text}”; write where it leads"
                yield issue.in_html(link.place).problem(message)


@EMAIL_RULES.error(
    "letter-link-false",
    why="A link whose text is a different address looks like fraud: filters drop the e-mail.",
    bad='<a href="https://example.org/one/">https://bank.example/</a>',
    good='<a href="https://example.org/one/">https://example.org/one/</a>',
)
def email_link_false(issue: CheckedIssue) -> Iterator[Problem]:
    """Find links whose text is an address on another host."""
    for link in issue.parsed.named("a"):
        shown = re.fullmatch(
            r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?", link.text.lower()
        )
        host = (link.url("href").hostname or "").removeprefix("www.")
        if shown and host and shown[1].removeprefix("www.") != host and "//" in link.text:
            message = f"the link text is {link.text} but it leads to {host}; use one address"
            yield issue.in_html(link.place).problem(message)


@EMAIL_RULES.warning(
    "letter-shortener",
    why="Filters and people distrust short links, since spam hides behind them.",
    bad='<a href="https://bit.ly/abc">What feeds are for</a>',
    good='<a href="https://example.org/feeds/">What feeds are for</a>',
)
def email_shortener(issue: CheckedIssue) -> Iterator[Problem]:
    """Find links that use URL shorteners."""
    for link in issue.parsed.named("a"):
        host = re.match(r"https?://(?:www\.)?([^/?#:]+)", link.attributes.get("href", ""))
        if host and host[1].lower() in _SHORTENERS:
            message = f"the link uses {host[1]}; write the address to which it leads"
            yield issue.in_html(link.place).problem(message)
