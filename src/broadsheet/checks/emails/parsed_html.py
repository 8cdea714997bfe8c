"""Parses the HTML of an e-mail: tags with their places, and texts with their colours and size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import SplitResult, urlsplit

from broadsheet.checks.registry import Place

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_NAMED_BY_TEXT = frozenset({"a", "h1", "h2", "h3", "title"})
"""Elements whose text the rules need."""
_MAX_DEPTH = 200
_MAX_SECTIONS = 1000
_DECLARATION = re.compile(r"(?<![\w-])([\w-]+)\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;])*)")
_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)px")
_NAMED = {"white": "#ffffff", "black": "#000000"}


@dataclass(frozen=True, slots=True)
class EmailTag:
    """A start tag: its attributes, its inline CSS, and for links and headings the text inside."""

    name: str
    attributes: Mapping[str, str]
    css: Mapping[str, str]
    place: Place
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text inside the element on one line, with the alternative texts of images."""
        return " ".join("".join(self.texts).split())

    def url(self, attribute: str) -> SplitResult:
        """Return the parts of the URL in an attribute, all empty if it cannot be parsed."""
        try:
            return urlsplit(self.attributes.get(attribute, ""))
        except ValueError:
            return urlsplit("")


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text looks: colours as `#rrggbb`, size in pixels. Only inboxes show `hidden` text."""

    colour: str = "#000000"
    background: str = "#ffffff"
    size: float = 16
    bold: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class EmailText:
    """A piece of text and how it looks."""

    text: str
    style: TextStyle
    place: Place


@dataclass(slots=True)
class EmailHtml:
    """The tags of an e-mail in order, its texts, and the style sheets in its head."""

    tags: list[EmailTag] = field(default_factory=list)
    texts: list[EmailText] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)

    def named(self, *names: str) -> list[EmailTag]:
        """Return the tags with these names."""
        return [tag for tag in self.tags if tag.name in names]


def parse_html(html: str) -> EmailHtml:
    """Parse HTML; invalid HTML is parsed as far as possible."""
    html = _without_open_ends(html)
    parser = _Parser(html)
    parser.feed(html)
    parser.close()
    return parser.html


def _without_open_ends(html: str) -> str:
    """Return HTML in which `<` that begins nothing complete is escaped.

    For each tag and comment without an end, Python's parser searches the rest of the text.
    """
    for start, end in (("<!--", "-->"), ("<", ">")):
        last = html.rfind(end) + 1
        html = html[:last] + html[last:].replace(start, f"&lt;{start[1:]}")
    sections = html.count("<![")
    return html.replace("<![", "&lt;![") if sections > _MAX_SECTIONS else html


class _Parser(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = EmailHtml()
        self._lines = html.split("\n")
        self._open: list[tuple[EmailTag, TextStyle]] = []
        self._inside_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        css = _declarations(attributes.get("style", ""))
        found = EmailTag(tag, attributes, css, self._place(len(self.get_starttag_text() or "")))
        self.html.tags.append(found)
        self._inside_body = self._inside_body or tag == "body"
        if tag == "img":
            self._add_text(attributes.get("alt", ""))
        if tag not in _VOID and len(self._open) < _MAX_DEPTH:
            style = self._open[-1][1] if self._open else TextStyle()
            self._open.append((found, _inside(style, found)))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0].name == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0].name in {"style", "script"}:
            self.html.styles.append(data)
            return
        self._add_text(data)
        if data.strip() and self._inside_body and self._open:
            lead = len(data) - len(data.lstrip())
            place = self._place(1) if "\n" not in data[:lead] else Place(self.getpos()[0])
            self.html.texts.append(EmailText(data.strip(), self._open[-1][1], place))

    def _add_text(self, text: str) -> None:
        for tag, _ in self._open:
            if tag.name in _NAMED_BY_TEXT:
                tag.texts.append(text)

    def _place(self, width: int) -> Place:
        line, column = self.getpos()
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        return Place(line, column + 1, min(width, max(len(text) - column, 1)), text)


def _declarations(style: str) -> dict[str, str]:
    return {name.lower(): value.strip() for name, value in _DECLARATION.findall(style)}


def _inside(outside: TextStyle, tag: EmailTag) -> TextStyle:
    """Return the style of text inside a tag, from inline CSS and old attributes."""
    css = tag.css
    background = (
        _colour(css.get("background-color", ""))
        or _colour(css.get("background", ""))
        or _colour(tag.attributes.get("bgcolor", ""))
    )
    size = _SIZE.match(css.get("font-size", ""))
    weight = css.get("font-weight", "")
    hidden = css.get("display") == "none" or css.get("max-height") in {"0", "0px"}
    return TextStyle(
        colour=_colour(css.get("color", "")) or _link_colour(tag) or outside.colour,
        background=background or outside.background,
        size=float(size[1]) if size else outside.size,
        bold=weight in {"bold", "600", "700", "800", "900"} or (outside.bold and not weight),
        hidden=hidden or outside.hidden,
    )


def _link_colour(tag: EmailTag) -> str:
    """Return the default colour of links, in which browsers and mail programs show them."""
    return "#0000ee" if tag.name == "a" and "href" in tag.attributes else ""


def _colour(text: str) -> str:
    match = _COLOUR.search(text)
    if match is None:
        return _NAMED.get(text.strip().lower(), "")
    found = match[0].lower()
    return found if len(found) > 4 else "#" + "".join(digit * 2 for digit in found[1:])  # noqa: PLR2004
