"""The HTML of a letter, taken apart: tags with their places, and text with the colours it has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from broadsheet.checks.registry import Place

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_NAMED_BY_TEXT = frozenset({"a", "h1", "h2", "h3", "title"})
"""Elements whose whole text rules ask for."""
_MAX_DEPTH = 200
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;])*)")
_COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)px")
_NAMED = {"white": "#ffffff", "black": "#000000"}


@dataclass(frozen=True, slots=True)
class EmailTag:
    """A tag that opens an element; of links and headings `text` is what they hold, tags left aside."""

    name: str
    attributes: Mapping[str, str]
    css: Mapping[str, str]
    place: Place
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text of the element, alternative texts of images included, on one line."""
        return " ".join("".join(self.texts).split())


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text looks: colours as `#rrggbb`, size in pixels; `hidden` text is for inboxes only."""

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
    """A letter's HTML: its tags in order, its pieces of text, and the style sheets in its head."""

    tags: list[EmailTag] = field(default_factory=list)
    texts: list[EmailText] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)

    def named(self, *names: str) -> list[EmailTag]:
        """Return the tags of these names."""
        return [tag for tag in self.tags if tag.name in names]


def parse_html(html: str) -> EmailHtml:
    """Take HTML apart; what is not valid is read as well as may be."""
    parser = _Parser(html)
    parser.feed(html)
    parser.close()
    return parser.html


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
    """Browsers and mail programs show links blue unless they are told otherwise."""
    return "#0000ee" if tag.name == "a" and "href" in tag.attributes else ""


def _colour(text: str) -> str:
    match = _COLOUR.search(text)
    if match is None:
        return _NAMED.get(text.strip().lower(), "")
    found = match[0].lower()
    return found if len(found) > 4 else "#" + "".join(digit * 2 for digit in found[1:])  # noqa: PLR2004
