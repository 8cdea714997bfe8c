"""Templates of a site that show pictures, quotations and headings of Markdown in a way of its own.

They get a converter's HTML, before that of shortcodes is put into it. What authors typed as HTML is none of
theirs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote_to_bytes

from broadsheet.markdown.html.in_text import words_of
from broadsheet.markdown.scanning.signs import has

_PICTURE = re.compile(
    r'(?P<begin><p>)?(?P<img><img src="(?P<src>[^"]*)" alt="(?P<alt>[^"]*)"'
    r'(?: title="(?P<title>[^"]*)")? />)(?P<end></p>)?'
)
_QUOTE = re.compile("</?blockquote>")
_ALERT = re.compile(
    r"\s*<p>\[!(?P<kind>[A-Za-z][\w-]*)\](?P<sign>[-+]?)(?:[^\S\n]++(?P<title>[^\n]*?))?"
    r"(?:<br />)?(?P<end>\n|</p>\n?)"
)
_HEADING = re.compile(
    r'<h(?P<level>[1-6])(?: id="(?P<name>[^"<>]*)")?>(?P<words>(?:[^<]|<(?!/?h[1-6]))*)</h(?P=level)>'
)
_ANCHOR = re.compile(r"<a\b[^<>]*>((?:[^<]|<(?!/?a\b))*)</a>")
_WORD = re.compile(r"\w")
_ENCODED = re.compile("(?:%[89A-Fa-f][0-9A-Fa-f])+")
_SHOWN = re.compile(r"<(?:a|audio|iframe|img|object|svg|video)\b")


class UnknownHookError(LookupError):
    """A hook asks for what only the engine knows, or there is none."""


@dataclass(frozen=True, slots=True)
class PictureCall:
    """A picture: its address, its words and its title; `is_block` if it stands in no paragraph."""

    address: str
    words: str
    title: str
    number: int
    is_block: bool = False


@dataclass(frozen=True, slots=True)
class QuoteCall:
    """A quotation of some HTML. `kind` is that of an alert, with its title (HTML) and its sign."""

    html: str
    number: int
    kind: str = ""
    title: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class HeadingCall:
    """A heading: its level, its words as HTML, and the id that it has, "" if the engine makes one."""

    level: int
    html: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class RenderHooks:
    """The templates of a site for one article, as functions that make HTML; None if it has none.

    They raise UnknownHookError where they need what only the engine knows. With `lifts_pictures`, a
    picture alone in its paragraph is in none.
    """

    picture: Callable[[PictureCall], str] | None = None
    quote: Callable[[QuoteCall], str] | None = None
    heading: Callable[[HeadingCall], str] | None = None
    lifts_pictures: bool = False


NO_HOOKS = RenderHooks()
"""A site without any."""


def no_hooks(*_: object) -> RenderHooks:
    """Return no hooks, for any article."""
    return NO_HOOKS


def hooked(html: str, typed: str, hooks: RenderHooks) -> str:
    """Return HTML whose pictures, quotations and headings are a site's own; `typed` is its Markdown."""
    if hooks.heading and has(html, "<h"):
        html = _with_headings(html, typed, hooks.heading)
    if hooks.picture and has(html, "<img "):
        html = _with_pictures(html, typed, hooks, hooks.picture)
    if hooks.quote and has(html, "<blockquote>") and "<blockquote" not in typed:
        html = _with_quotes(html, hooks.quote)
    return html


def _with_headings(html: str, typed: str, show: Callable[[HeadingCall], str]) -> str:
    numbers = iter(range(len(html)))

    def shown(found: re.Match[str]) -> str:
        if found[0] in typed:
            return found[0]
        call = HeadingCall(int(found["level"]), found["words"], found["name"] or "", next(numbers))
        try:
            made = without_signs(show(call)).strip()
        except UnknownHookError:
            return found[0]
        is_whole = "<h" in made and words_of(found["words"]).strip() in words_of(made)
        return made if is_whole else found[0]

    return _HEADING.sub(shown, html)


def without_signs(html: str) -> str:
    """Return a heading without its links that have no words, such as `#`: they are for copying."""
    return _ANCHOR.sub(lambda link: link[0] if _WORD.search(words_of(link[1])) else "", html)


def _with_pictures(
    html: str, typed: str, hooks: RenderHooks, show: Callable[[PictureCall], str]
) -> str:
    numbers = iter(range(len(html)))

    def shown(found: re.Match[str]) -> str:
        if found["img"] in typed:
            return found[0]
        is_block = hooks.lifts_pictures and bool(found["begin"] and found["end"])
        call = PictureCall(
            _address(found["src"]),
            unescape(found["alt"]),
            unescape(found["title"] or ""),
            next(numbers),
            is_block,
        )
        try:
            made = show(call)
        except UnknownHookError:
            return found[0]
        if not _SHOWN.search(made):
            return found[0]
        return made if is_block else f"{found['begin'] or ''}{made.strip()}{found['end'] or ''}"

    return _PICTURE.sub(shown, html)


def _address(written: str) -> str:
    """Return an address as it was typed: comrak encodes letters that are not ASCII."""

    def letters(found: re.Match[str]) -> str:
        return unquote_to_bytes(found[0]).decode("utf-8", "replace")

    address = unescape(written)
    decoded = _ENCODED.sub(letters, address)
    return address if "\ufffd" in decoded else decoded


def _with_quotes(html: str, show: Callable[[QuoteCall], str]) -> str:
    """Show the quotations of HTML, those within others first."""
    opened: list[list[str]] = [[]]
    done = number = 0
    for tag in _QUOTE.finditer(html):
        opened[-1].append(html[done : tag.start()])
        done = tag.end()
        if tag[0] == "<blockquote>":
            opened.append([])
        elif len(opened) > 1:
            inner = "".join(opened.pop())
            opened[-1].append(_quotation(inner, number, show))
            number += 1
    parts = [each for level in opened[1:] for each in ("<blockquote>", *level)]
    return "".join([*opened[0], *parts, html[done:]])


def _quotation(inner: str, number: int, show: Callable[[QuoteCall], str]) -> str:
    """Return a quotation; an alert whose template is not known has its title in bold."""
    alert = _ALERT.match(inner)
    if alert is None:
        call, otherwise = QuoteCall(inner, number), inner
    else:
        kind, title = alert["kind"], (alert["title"] or "").strip()
        rest = inner[alert.end() :]
        is_alone = alert["end"].startswith("<")
        text = rest if is_alone else f"<p>{rest}"
        call = QuoteCall(text, number, kind.lower(), title, alert["sign"])
        bold = f"<p><strong>{title or kind.capitalize()}</strong>"
        otherwise = f"\n{bold}</p>\n{rest}" if is_alone else f"\n{bold}<br />\n{rest}"
    try:
        return show(call)
    except UnknownHookError:
        return f"<blockquote>{otherwise}</blockquote>"
