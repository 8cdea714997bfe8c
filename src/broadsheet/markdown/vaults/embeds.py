"""Notes that other notes show within them → quotations of their content.

An author embeds a note as a picture whose file is the note: `![words](<Note.md>)`,
`![](<Note.md#heading>)`, `![](<Note.md#^block>)`. So the converter decides what is an embed, and what is
code. A picture whose file is the page of a film is a player, and a link in feeds; one whose file is a film
or a recording is a player. A number at the end of its words is its width.

HTML ──taken──▶ HTML with marks, and the quotations ──sanitised, put_back──▶ HTML with the quotations

Each note is rendered as its own page would be, so its links and pictures lead where they lead there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import unquote

from broadsheet.markdown.scanning.html_tags import VOID, tags
from broadsheet.markdown.scanning.splices import Splice, spliced
from broadsheet.markdown.vaults.note_parts import part_of
from broadsheet.model import Article

MAX_DEPTH = 5
MAX_CHARACTERS = 500_000
"""Of the HTML of all notes that one article shows."""

LEAST = 2_000
"""Characters that each embed counts for, so that they are at most 250."""

_AROUND = frozenset(
    "article aside blockquote dd details div dl figure li ol p section table tbody td tfoot th thead "
    "tr ul".split()
)
"""Elements in which a quotation may stand, or which can end before it."""

_FILM = re.compile(r"https?://(?:(?:www\.)?youtube\.com/(?:watch\?|embed/)|youtu\.be/)")
_PLAYER = re.compile(
    r"(?i)\.(?:(?P<audio>mp3|wav|m4a|flac|3gp)|mp4|webm|ogv|mov|mkv|m4v)(?:#[^#]*)?$"
)
_SIZE = re.compile(r"(?:^|\|)\d{1,5}(?:x\d{1,5})?$")
_MARK = re.compile("\ue0f2([0-9]{1,6})\ue0f3")
_TAG = re.compile(r"<[^<>]*>")
_IN_PARAGRAPH = "((?:[^<\ue0f2]|<(?!/?p>))*)"
_PARAGRAPH = re.compile(f"<p>{_IN_PARAGRAPH}({_MARK.pattern})((?:[^<]|<(?!/?p>))*)</p>")


@dataclass(slots=True)
class Embeds:
    """The notes that one article shows.

    `find` returns the published article that a reference in an article names, None if there is none.
    `render` returns an article's HTML, sanitised and with the names of its blocks. `words` are those of
    the link to an embedded note.
    """

    find: Callable[[str, Article], Article | None]
    render: Callable[[Article, Embeds], str]
    words: str
    _around: list[str] = field(default_factory=list)
    _shown: list[str] = field(default_factory=list)
    _left: int = MAX_CHARACTERS

    def taken(self, html: str, article: Article) -> str:
        """Return an article's HTML with marks for embeds; those that cannot be shown are links."""
        if "<img" not in html:
            return html
        self._around.append(article.source)
        changed = spliced(html, self._marks(html, article))
        self._around.pop()
        return changed

    def put_back(self, html: str) -> str:
        """Replace the marks by the quotations; what is around one in its paragraph is set apart."""
        for _ in range(MAX_DEPTH if self._shown else 0):
            html = _MARK.sub(self._quotation, self._set_apart(html))
        return html

    def _set_apart(self, html: str) -> str:
        # A mark in an attribute was typed by an author.
        html = _TAG.sub(lambda tag: _MARK.sub("", tag[0]), html)
        while (changed := _PARAGRAPH.sub(r"<p>\1</p>\2<p>\4</p>", html)) != html:
            html = changed
        return re.sub(r"<p>\s*</p>", "", html)

    def _quotation(self, mark: re.Match[str]) -> str:
        """Return what a mark stands for, once: an author can type it again and again, as entities."""
        number = int(mark[1])
        if number >= len(self._shown):
            return ""
        shown, self._shown[number] = self._shown[number], ""
        return shown

    def _marks(self, html: str, article: Article) -> Iterator[Splice]:
        opened: list[str] = []
        for tag in tags(html):
            if tag.name == "img":
                shown = self._shown_for(tag.attributes, article, opened)
                if shown:
                    yield tag.start, tag.end, shown
            elif tag.is_end and tag.name in opened:
                del opened[len(opened) - 1 - opened[::-1].index(tag.name) :]
            elif not tag.is_end and tag.name not in VOID:
                opened.append(tag.name)

    def _shown_for(
        self, picture: Mapping[str, str], article: Article, opened: Sequence[str]
    ) -> str:
        """Return what is shown in the place of a picture within some elements, "" if it is one."""
        source, words = picture.get("src", ""), picture.get("alt", "")
        if _FILM.match(source):
            return _link(source, words or source.partition("://")[2])
        if player := _PLAYER.search(source):
            name = "audio" if player["audio"] else "video"
            return f'<{name} controls src="{escape(source)}"></{name}>'
        if not source.partition("#")[0].endswith(".md"):
            size = _SIZE.search(words)
            return _without_size(picture, words[: size.start()]) if size else ""
        return self._embed(picture, article, may_stand=_AROUND.issuperset(opened))

    def _embed(self, picture: Mapping[str, str], article: Article, *, may_stand: bool) -> str:
        """Return a mark for an embed, or a link to the note if it cannot be shown here."""
        address, hash_, part = unquote(picture["src"]).partition("#")
        fragment = hash_ + part.removeprefix("^")
        note = self.find(address, article) if may_stand else None
        content = self._content(note, hash_ + part) if note else ""
        if not note or not content:
            return _link(address + fragment, picture.get("alt") or address)
        link = _link(note.permalink + fragment, self.words)
        self._shown.append(f"<blockquote>\n{content}\n{link}\n</blockquote>")
        return f"\ue0f2{len(self._shown) - 1}\ue0f3"

    def _content(self, note: Article, part: str) -> str:
        """Return what is shown of a note; "" if it is too much, or if one shows the other in a circle."""
        if note.source in self._around or len(self._around) > MAX_DEPTH or self._left <= 0:
            return ""
        html = self.render(note, self)
        # A first heading that is the title was left out; it may be the part that is wanted.
        whole = html if part.startswith("#^") else f"<h1>{escape(note.title)}</h1>\n{html}"
        content = part_of(whole, part) if part else whole
        self._left -= max(len(content), LEAST)
        return content if self._left >= 0 else ""


def _without_size(picture: Mapping[str, str], words: str) -> str:
    kept = {**picture, "alt": words}
    shown = (f'{name}="{escape(kept[name])}"' for name in ("src", "alt", "title") if name in kept)
    return f"<img {' '.join(shown)}>"


def _link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'
