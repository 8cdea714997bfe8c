"""Raw HTML as kramdown reads it: an element ends where its own end is, and what it holds is no Markdown.

It is hidden, so that CommonMark takes each element for one word.

Source: lib/kramdown/parser/html.rb, `parse_raw_html`, and kramdown/html.rb of kramdown 2.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from broadsheet.markdown.kramdown.tags import (
    END,
    MARKDOWN,
    SPANS,
    TAG,
    WITH_BLOCKS,
    WITH_SPANS,
    end_of,
    tags_of,
)
from broadsheet.markdown.scanning.html_tags import VOID, tags
from broadsheet.markdown.shortcodes.kept_html import hide, hide_block

TEXT = "\ue07b"
"""Stands in a line that is text to kramdown, and would begin or end another block to CommonMark."""

_NAME = re.compile(r" {0,3}</?([A-Za-z][\w:-]*+)")
_MOST_OPEN = 40
"""Elements within one another; each level of very many would be read once more."""

_TEXT_ALONE = frozenset({"script", "style"})


def is_element(line: str) -> bool:
    """Return whether an element that is a block begins or ends in a line; it ends a paragraph."""
    tag = _NAME.match(line) if "<" in line[:4] else None
    return tag is not None and tag[1].lower() not in SPANS


def _may_be_markdown(name: str, attributes: str) -> bool:
    """Return whether an element is of a kind that holds Markdown; `markdown="0"` says that it is HTML."""
    return name in WITH_BLOCKS | WITH_SPANS and "markdown" not in attributes


class RawElement:
    """One element: `end` is where it ends in the text, and `written` what stands for it.

    A tag that ends another element than the last one is text, and an element without end holds the
    rest of the text. `blocks` writes the Markdown that it may hold; with `parses`, it holds Markdown
    unless its kind is never Markdown (the option `parse_block_html`).
    """

    def __init__(
        self, text: str, start: int, blocks: Callable[[str], str], *, parses: bool = False
    ) -> None:
        self._parses = parses
        self._text = text
        self._blocks = blocks
        self._opened: list[str] = []
        self._html: list[str] = []
        self._done: list[str] = []
        self._hide = hide_block
        self._between = "\n\n"
        self.end = start
        while not self._tag():
            self._take(self._next())
        self._done.append(self._hide("".join(self._html)))
        self.written = self._between.join(self._done)

    def _next(self) -> int:
        """Return where the next tag may begin, or where the text ends."""
        place = self._text.find("<", self.end)
        return place if place >= 0 else len(self._text)

    def _take(self, stop: int) -> None:
        self._html.append(self._text[self.end : stop])
        self.end = stop

    def _tag(self) -> bool:
        """Take what begins here; returns whether the element ends with it."""
        text, at = self._text, self.end
        if at == len(text):
            self._html += [f"</{name}>" for name in reversed(self._opened)]
            return True
        comment = text.find("-->", at) if text.startswith("<!--", at) else -1
        if comment >= 0:
            self._take(comment + len("-->"))
        elif tag := TAG.match(text, at):
            self._begin(tag)
        elif (end := END.match(text, at)) and end["name"].lower() == self._opened[-1]:
            self._take(end.end())
            self._opened.pop()
        else:
            self._html.append("&lt;")
            self.end += 1
        return not self._opened

    def _begin(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        markdown = MARKDOWN.search(tag["attributes"])
        self._take(tag.end())
        if tag["closed"] or name in VOID:
            return
        self._opened.append(name)
        if name in _TEXT_ALONE:
            self._take(self._end_of(name))
        elif markdown:
            self._markdown(name, is_span=name in WITH_SPANS and markdown[1] == "1")
        elif self._parses and len(self._opened) == 1 and _may_be_markdown(name, tag["attributes"]):
            self._markdown(name, is_span=name in WITH_SPANS)

    def _end_of(self, name: str) -> int:
        """Return where the end of an element begins, whatever it holds."""
        end = end_of(name).search(self._text, self.end)
        return end.start() if end else len(self._text)

    def _markdown(self, name: str, *, is_span: bool) -> None:
        """Take the content of an element as Markdown: blocks, or a paragraph that its tags are in."""
        stop = self._end_of_content(name)
        inner = self._text[self.end : stop]
        if is_span and len(self._opened) == 1:
            self._hide, self._between = hide, ""
        else:
            inner = self._blocks(inner)
        self._done += [self._hide("".join(self._html)), inner]
        self._html = []
        self.end = stop

    def _end_of_content(self, name: str) -> int:
        nested = self._end_by_nesting(name) if self._parses else None
        if nested is not None:
            return nested
        depth = 1
        for tag in tags_of(name).finditer(self._text, self.end):
            depth += -1 if tag[1] else 1
            if not depth:
                return tag.start()
        return len(self._text)

    def _end_by_nesting(self, name: str) -> int | None:
        """Return where an element ends if ends of others within it are text; None if it has no end then."""
        opened = [name]
        for tag in tags(self._text, self.end):
            if tag.is_end and tag.name == opened[-1]:
                opened.pop()
                if not opened:
                    return tag.start
            elif not tag.is_end and tag.name not in VOID and self._text[tag.end - 2] != "/":
                opened.append(tag.name)
                if len(opened) > _MOST_OPEN:
                    return None
        return None
