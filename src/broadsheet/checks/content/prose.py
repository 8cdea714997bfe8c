"""Which parts of a body are prose rather than code, and the links and images in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.markdown import CODE_SHORTCODES, Link, links, scan, tags

_NAMES = "|".join(sorted(CODE_SHORTCODES))
_SHORTCODE = re.compile(
    rf"\{{%-?\s*(?P<tag>{_NAMES})(?=[\s%-])|\{{\{{[<%]\s*(?P<braces>{_NAMES})(?=[\s>%])",
    re.IGNORECASE,
)
_ENDS = {
    "tag": r"\{{%-?\s*end{}\s*-?%\}}",
    "braces": r"\{{\{{[<%]\s*/\s*{}\s*[>%]\}}\}}",
}
_NOT_BLANK = re.compile(r"[^\n]")

_IMG = re.compile("<img", re.IGNORECASE)


def without_code(body: str) -> str:
    """Return a body with code, comments and raw HTML replaced by spaces, so that positions still hold."""
    text = _without_marked_code(body)
    return _blanked(text, _shortcodes(text))


def _code_of_shortcodes(body: str) -> tuple[tuple[int, int], ...]:
    has_calls = "{%" in body or "{{" in body
    return tuple(_shortcodes(_without_marked_code(body))) if has_calls else ()


@lru_cache(maxsize=1)
def _without_marked_code(body: str) -> str:
    scanned = scan(body)
    spans = sorted((*scanned.code, *scanned.comments))
    return _blanked(body, ((span.start, span.end) for span in spans))


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, done = [], 0
    for start, end in spans:
        parts += [text[done:start], _NOT_BLANK.sub(" ", text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _shortcodes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where shortcodes with code are; one without an end includes the rest of the text."""
    position = 0
    while match := _SHORTCODE.search(text, position):
        kind = str(match.lastgroup)
        end = _end_of(kind, match[kind].lower()).search(text, match.end())
        position = end.end() if end else len(text)
        yield match.start(), position


@lru_cache(maxsize=16)
def _end_of(kind: str, name: str) -> re.Pattern[str]:
    return re.compile(_ENDS[kind].format(name), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BodyReference:
    """A link or image: the target as it is written, and where it is in the body.

    `alt` is the text in brackets; None if an <img> has no alt.
    """

    target: str
    alt: str | None
    image: bool
    html: bool
    start: int
    width: int


def references(body: str) -> tuple[BodyReference, ...]:
    """Return the links and images of a body."""
    prose = without_code(body)
    found = [_markdown(link) for link in links(body, _code_of_shortcodes(body))]
    if "<img" in prose or "<IMG" in prose:
        found.extend(_images(prose))
    return tuple(found)


def _markdown(link: Link) -> BodyReference:
    width = link.end - link.start
    return BodyReference(link.address, link.words, link.is_image, False, link.start, width)


def _images(prose: str) -> Iterator[BodyReference]:
    """Yield the <img> tags. One without `>` is left out, and so is the rest of the text."""
    position = 0
    while found := _IMG.search(prose, position):
        tag = next(tags(prose, found.start()), None)
        if tag is None:
            return
        position = found.end()
        if tag.name == "img":
            source, alt = tag.attributes.get("src", ""), tag.attributes.get("alt")
            yield BodyReference(source, alt, True, True, tag.start, tag.end - tag.start)
            position = tag.end
