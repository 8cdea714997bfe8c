"""Rules for the HTML of entries. Each reports at most one problem per text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html.entities import html5

from broadsheet.checks.feeds.grammar import FEED_RULES, CheckedFeed
from broadsheet.checks.feeds.html_elements import ELEMENTS, RISKY, torn, unsafe
from broadsheet.checks.feeds.html_tags import (
    HtmlMarkup,
    HtmlTag,
    escaped,
    html_values,
    xhtml_values,
)
from broadsheet.checks.feeds.uris import scheme_of
from broadsheet.errors import Problem

Judge = Callable[[HtmlMarkup], str]
"""Returns what is wrong with a text and what to write instead, or ""."""

SHOWN = 60
"""Characters of a value that a message quotes."""

_ENTITY = re.compile(
    r"&(?:(?P<control>#(?:12[89]|1[345]\d|[Xx]0*[89][0-9A-Fa-f]))|(?P<name>[A-Za-z][A-Za-z0-9]*));?"
)
_ADDRESSES = ("href", "src", "poster")
_REFERRING = frozenset({"a", "img", "source", "video", "audio", "track"})


def _problems(checked: CheckedFeed, judge: Judge) -> Iterator[Problem]:
    for value in html_values(checked.feed):
        if wrong := _verdict(judge, value.text):
            yield value.place.problem(f"{value.name} {wrong}")
    for value, markup in xhtml_values(checked.feed):
        if wrong := judge(markup):
            yield value.place.problem(f"{value.name} {wrong}")


@lru_cache(maxsize=10_000)
def _verdict(judge: Judge, source: str) -> str:
    """Judge escaped HTML. The result is cached, because the feeds of a site contain the same texts."""
    return judge(escaped(source))


@FEED_RULES.warning(
    "html-relative",
    why="Readers resolve it against another page, or not at all: the link or picture is lost.",
    bad='<item><description>&lt;a href="/b/"&gt;b&lt;/a&gt;</description></item>',
    good='<item><description>&lt;a href="https://example.org/b/"&gt;b&lt;/a&gt;</description></item>',
)
def html_relative(checked: CheckedFeed) -> Iterator[Problem]:
    """Find relative references in HTML."""
    return _problems(checked, _relative)


def _relative(markup: HtmlMarkup) -> str:
    if not markup.source:
        return ""  # In XHTML xml:base says what references are relative to.
    for tag in markup.opening:
        for name in _ADDRESSES if tag.name in _REFERRING and tag.rest else ():
            target = tag.attributes.get(name, "").strip()
            if target and not scheme_of(target):
                return f'refers to "{target[:SHOWN]}"; write the whole URL'
    return ""


@FEED_RULES.warning(
    "html-risky",
    why="Readers remove it, or reject the entry: scripts in a feed would run with the "
    "reader's rights.",
    bad="<item><description>&lt;script&gt;x()&lt;/script&gt;</description></item>",
    good="<item><description>Text</description></item>",
)
def html_risky(checked: CheckedFeed) -> Iterator[Problem]:
    """Find scripts, styles, frames and event handlers in HTML."""
    return _problems(checked, _risky)


def _risky(markup: HtmlMarkup) -> str:
    found = next((risk for tag in markup.opening if (risk := _risk(tag))), "")
    return f"contains {found}; remove it" if found else ""


def _risk(tag: HtmlTag) -> str:
    """Return what is dangerous about a tag, or ""."""
    if tag.name in RISKY and not tag.foreign:
        return f"<{tag.name}>"
    for name, text in tag.attributes.items() if tag.rest else ():
        if name.startswith("on"):
            return name
        if text.lstrip()[:11].lower() == "javascript:":
            return "javascript:"
    return ""


@FEED_RULES.warning(
    "html-style",
    why="Readers remove it, because a style can lay text over their own buttons; some then "
    "drop all styles.",
    bad='<item><description>&lt;p style="position:fixed"&gt;x&lt;/p&gt;</description></item>',
    good='<item><description>&lt;p style="text-align:center"&gt;x&lt;/p&gt;</description></item>',
)
def html_style(checked: CheckedFeed) -> Iterator[Problem]:
    """Find style attributes that the W3C validator does not call safe."""
    return _problems(checked, _styled)


def _styled(markup: HtmlMarkup) -> str:
    for tag in markup.opening:
        found = unsafe(tag.attributes.get("style", "")) if "style" in tag.rest else ""
        if found:
            return f'contains style="{found[:SHOWN]}"; remove it, readers choose the style'
    return ""


@FEED_RULES.warning(
    "html-element",
    why="Readers know only the elements of HTML; they show the content of others bare, or not "
    "at all.",
    bad="<item><description>&lt;my-card&gt;x&lt;/my-card&gt;</description></item>",
    good="<item><description>&lt;p&gt;x&lt;/p&gt;</description></item>",
)
def html_element(checked: CheckedFeed) -> Iterator[Problem]:
    """Find elements that are not HTML."""
    return _problems(checked, _unknown)


def _unknown(markup: HtmlMarkup) -> str:
    names = (tag.name for tag in markup.opening if not tag.foreign)
    found = next((name for name in names if name not in ELEMENTS), "")
    return f"contains <{found}>, which is not HTML; write a <div> or <span>" if found else ""


@FEED_RULES.warning(
    "html-entity",
    why="Readers guess: some turn `?a=1&copy=2` into ©, and the link breaks.",
    bad='<item><description>&lt;a href="https://example.org/?a=1&amp;copy=2"&gt;b&lt;/a&gt;</description></item>',
    good='<item><description>&lt;a href="https://example.org/?a=1&amp;amp;b=2"&gt;b&lt;/a&gt;</description></item>',
)
def html_entity(checked: CheckedFeed) -> Iterator[Problem]:
    """Find & before letters that are not an HTML entity, and references to control characters."""
    return _problems(checked, _entities)


def _entities(markup: HtmlMarkup) -> str:
    for match in _ENTITY.finditer(markup.source):
        if match["control"]:
            return f"contains {match[0]}, a character of Windows-1252; write the character itself"
        if f"{match['name']};" not in html5 or not match[0].endswith(";"):
            return f'contains "{match[0]}", which is not an entity; write &amp;{match[0][1:]}'
    return ""


@FEED_RULES.warning(
    "html-torn",
    why="Each reader closes it elsewhere: the rest of the entry, or of the page, becomes bold "
    "or a link.",
    bad="<item><description>&lt;p&gt;A &lt;b&gt;bold word.&lt;/p&gt;</description></item>",
    good="<item><description>&lt;p&gt;A &lt;b&gt;bold&lt;/b&gt; word.&lt;/p&gt;</description></item>",
)
def html_torn(checked: CheckedFeed) -> Iterator[Problem]:
    """Find HTML whose elements do not nest, or are never closed."""
    return _problems(checked, torn)
