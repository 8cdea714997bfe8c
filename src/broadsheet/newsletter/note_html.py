"""A note's text → HTML for e-mails and web copies, and plain text. Its pictures are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import html as lxml_html
from lxml.html import HtmlElement

from broadsheet.mail_pictures import NoPictureError, Pictures
from broadsheet.model import Article
from broadsheet.newsletter.composed import Block
from broadsheet.newsletter.context import Texts
from broadsheet.newsletter.images import COLUMN
from broadsheet.newsletter.plain import wrap
from broadsheet.newsletter.selection.note import KNOWN_BLOCKS, Note, NoteBlock
from broadsheet.text import one_line

_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote pre td th dt dd figcaption".split())


@dataclass(frozen=True, slots=True)
class NoteBlocks:
    """The rendered blocks of a note: those above the stories, and those below."""

    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()


NO_BLOCKS = NoteBlocks()


class NoteRenderer:
    """Renders a note. `problems` are (line, message) for pictures that cannot be shown."""

    def __init__(self, note: Note, sample: Article, texts: Texts, pictures: Pictures) -> None:
        """`sample` is any article whose address relative links are resolved to."""
        self._note, self._sample = note, sample
        self._texts, self._pictures = texts, pictures
        self.problems: list[tuple[int, str]] = []

    def blocks(self, say: Callable[[str], str]) -> NoteBlocks:
        """Render all blocks; `say` gives the labels that Broadsheet knows."""
        before, after = (
            tuple(self._block(block, say) for block in self._note.blocks if block.is_after == last)
            for last in (False, True)
        )
        return NoteBlocks(before, after)

    def _block(self, block: NoteBlock, say: Callable[[str], str]) -> Block:
        def body() -> str:
            return block.markdown

        article = replace(self._sample, body_line=block.line, text=body)
        html = self._with_sizes(self._texts.render(article, for_email=True).html, block)
        label = block.label or (say(block.name) if block.name in KNOWN_BLOCKS else block.name)
        return Block(label, html, _text(html))

    def _with_sizes(self, html: str, block: NoteBlock) -> str:
        """Give each picture a width that fits the column; Outlook goes by nothing else."""
        if "<img" not in html:
            return html
        root = lxml_html.fragment_fromstring(html, create_parent="div")
        for element in root.iter("img"):
            width = self._width(element.get("src") or "", block)
            element.attrib.pop("height", None)
            element.set("width", str(min(width or COLUMN, COLUMN)))
            element.set("alt", element.get("alt") or "")
        return "".join(lxml_html.tostring(child, encoding="unicode") for child in root)

    def _width(self, url: str, block: NoteBlock) -> int | None:
        wrong, width = "", None
        try:
            image = self._pictures.find(url)
            width = image.width
            if self._pictures.is_missing(image):
                wrong = "its file is missing; put it there, or correct the path"
        except NoPictureError as error:
            wrong = str(error)
        if wrong:
            place = block.markdown.find(url.rsplit("/", 1)[-1])
            line = block.line + (block.markdown.count("\n", 0, place) if place >= 0 else 0)
            self.problems.append((line, f'"{url}" cannot be shown: {wrong}'))
        return width


def _text(html: str) -> str:
    """Return an HTML fragment as plain text, wrapped, with links' addresses after their words."""
    if not html.strip():
        return ""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    paragraphs = (piece for piece in _paragraphs(root) if piece)
    return "\n\n".join(paragraphs)


def _paragraphs(element: HtmlElement) -> Iterator[str]:
    children = [child for child in element if isinstance(child.tag, str)]
    if element.tag in _BLOCKS and not any(child.tag in _BLOCKS for child in children):
        mark = "* " if element.tag == "li" else "> " if element.tag == "blockquote" else ""
        yield "\n".join(
            wrap(mark + one_line(line)) for line in _inline(element).split("\n") if line.strip()
        )
        return
    if element.text and element.text.strip():
        yield wrap(one_line(element.text))
    for child in children:
        if child.tag in _BLOCKS or len(child):
            yield from _paragraphs(child)
        elif text := one_line(_inline(child)):
            yield wrap(text)
        if child.tail and child.tail.strip():
            yield wrap(one_line(child.tail))


def _inline(element: HtmlElement) -> str:
    """Return an element's words on lines that `<br>` ends."""
    parts = [re.sub(r"\s+", " ", element.text or "")]
    for child in element:
        if child.tag == "br":
            parts.append("\n")
        elif child.tag == "img":
            parts.append(child.get("alt") or "")
        elif isinstance(child.tag, str):
            parts.append(_inline(child))
        parts.append(re.sub(r"\s+", " ", child.tail or ""))
    text = "".join(parts)
    url = element.get("href") if element.tag == "a" else None
    return f"{text} <{url}>" if url and url != text.strip() else text
