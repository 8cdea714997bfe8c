"""HTML as pages have it → what feed readers can show, tag by tag, before it is sanitised.

Videos become links, check boxes ☑ and ☐, and lazy pictures get their real addresses; hidden
content, forms and buttons are removed. Each tag is looked at once, so the work is linear in the
length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import parse_qs, unquote, urlsplit

from broadsheet.late import late_pattern
from broadsheet.markdown.html.sanitise import SCHEMES
from broadsheet.markdown.scanning.hidden import hidden_parts
from broadsheet.markdown.scanning.html_tags import Tag, ends_of, tags
from broadsheet.markdown.scanning.splices import spliced

_WANTED = late_pattern(
    r"<(?:iframe|embed|object|noscript|button|dialog|form|input|lite-)|\bdata-(?:[\w-]*-)?src|\bhidden\b"
    r"|\bdata-(?:original|lazy|lazyload|echo|actualsrc)\b"
    r"|display\s*:\s*none|\breversed\b|(?:side|margin)-?note"
    r"|\b(?:href|src)\s*+=\s*+[\"']?\s*+(?!https?:|mailto:|data:)[a-z][a-z0-9+.-]*[:&]",
    re.IGNORECASE,
)
_MARKS = tuple(
    b"<iframe <embed <object <noscript <button <dialog <form <input <lite- data- hidden display reversed "
    b"sidenote side-note marginnote margin-note".split()
)
_ADDRESS = re.compile(
    rb"(?:href|src)\s*+=\s*+[\"']?\s*+(?!https?:|mailto:|data:)[a-z][a-z0-9+.-]*[:&]"
)
"""HTML in which `_WANTED` finds anything contains one of these; searching ASCII bytes is fast."""

# The end of `href="` or `src="`: a pattern that begins with a choice takes 20 times as long.
_FOREIGN = re.compile(r"=\"(?<=[fc]=\")(?!https?:|mailto:|data:)[A-Za-z][A-Za-z0-9+.-]*:")

_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_UNSHOWN = frozenset({"about", "blob", "data", "javascript", "vbscript"})
"""Schemes whose addresses are useless outside of the page."""

_NOTE = re.compile(r"(?:^|\s)(?:side|margin)-?note(?:\s|$)")
_VIDEO = re.compile(r"(?:https?:)?//www\.youtube(?:-nocookie)?\.com/embed/([\w-]+)")
_FORMS = frozenset({"button", "form"})
_LAZY = frozenset({"audio", "img", "source", "video"})
_FRAMES = frozenset({"iframe", "embed", "object"})
_NO_PARAGRAPH_IN = frozenset(
    "a b cite code dt em h1 h2 h3 h4 h5 h6 i p small span strong sub summary sup u".split()
)
_LAZY_ADDRESSES = tuple(
    f"data-{name}"
    for name in "src original-src lazy-src original lazyload lazy echo actualsrc".split()
)
"""Attributes in which scripts find an address; `src` then has that of a placeholder."""

_MOST_BETWEEN = 3
"""Tags that may stand between a fallback and its picture: a paragraph's, a link's, a figure's."""


def for_readers(html: str, *, is_typed: bool = True) -> str:
    """Replace what feeds cannot show; `is_typed` HTML may have more than the tags that converters write."""
    if not (_may_be_wanted(html) if is_typed else "<input" in html or _FOREIGN.search(html)):
        return html
    if not _WANTED.search(html):
        return html
    return _Fragment(spliced(html, hidden_parts(html))).rewritten()


def _may_be_wanted(html: str) -> bool:
    lower = html.encode("ascii", "ignore").lower()
    return any(mark in lower for mark in _MARKS) or _ADDRESS.search(lower) is not None


class _Fragment:
    """One piece of HTML that is being rewritten."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._tags = list(tags(html))
        self._ends = ends_of(self._tags)
        self._parts: list[str] = []
        self._done = 0
        self._around = 0
        """How many elements are open that no paragraph may be in."""
        self._notes: set[int] = set()
        self._addresses: dict[int, str] = {}
        self._shown: set[str] = set()
        self._items_reversed = self._count_reversed()

    def rewritten(self) -> str:
        """Return the HTML that readers get."""
        skip_to = 0
        for number, tag in enumerate(self._tags):
            if number < skip_to:
                continue
            if tag.name in _NO_PARAGRAPH_IN:
                self._around = max(self._around + (-1 if tag.is_end else 1), 0)
            if tag.is_end:
                self._end(number, tag)
                continue
            shown, last = self._opening(number, tag)
            if shown is not None:
                self._put(tag.start, shown, self._tags[last].end)
                skip_to = last + 1
        return "".join([*self._parts, self._html[self._done :]])

    def _put(self, start: int, text: str, end: int) -> None:
        self._parts += [self._html[self._done : start], text]
        self._done = end

    def _end(self, number: int, tag: Tag) -> None:
        if number in self._addresses:
            self._put(tag.start, self._addresses[number], tag.end)
        elif tag.name == "noscript":
            self._put(tag.start, "", tag.end)
        elif number in self._notes:
            self._put(tag.start, ")</span>", tag.end)

    def _opening(  # noqa: PLR0911 - one for each kind of tag
        self, number: int, tag: Tag
    ) -> tuple[str | None, int]:
        """Return the replacement of an opening tag (None if it stays), and the last tag it replaces."""
        last = self._ends.get(number, number)
        if tag.name in _FORMS:
            return "", last
        if tag.name in _FRAMES or tag.name.startswith("lite-"):
            return self._embed(number, tag, last)
        if tag.name == "input":
            return self._input(number, tag)
        if tag.name in _LAZY:
            return self._picture(tag), number
        if tag.name == "noscript":
            return self._fallback(number, last)
        if tag.name == "a" and not _is_followed(tag.attributes.get("href", "")):
            return self._unlinked(number, tag, last), number
        if tag.name == "span" and _NOTE.search(tag.attributes.get("class", "")) and last > number:
            self._notes.add(last)
            return " <span>(", number
        if tag.name == "li" and number in self._items_reversed:
            return f'<li value="{self._items_reversed[number]}">', number
        return None, number

    def _embed(self, number: int, tag: Tag, last: int) -> tuple[str | None, int]:
        """Return a link to the embedded page; an object that contains a picture becomes that picture."""
        inside = self._tags[number + 1 : last]
        if tag.name == "object" and any(t.name in {"img", "a"} for t in inside):
            return "", number
        found = tag.attributes
        url = next(filter(None, (_unlazy(found), found.get("data", ""), _lite(tag))), "")
        if not url or url.startswith("about:"):
            return "", last
        url = _watched(url)
        title = found.get("title") or found.get("playlabel") or url.removeprefix("//")
        link = f'<a href="{escape(url)}">{escape(title)}</a>'
        link = link if _is_followed(url) else escape(title) + _in_words(url)
        return (link if self._around else f"<p>{link}</p>"), last

    def _unlinked(self, number: int, tag: Tag, last: int) -> str:
        """Remove a link that feed readers do not follow; its address stands behind its words, once."""
        address = tag.attributes["href"].strip()
        if last == number:
            return _in_words(address).lstrip() + " "
        words = unescape(self._html[tag.end : self._tags[last].start]).strip()
        self._addresses[last] = "" if unquote(words) == unquote(address) else _in_words(address)
        return ""

    def _input(self, number: int, tag: Tag) -> tuple[str, int]:
        """Return ☑ or ☐ for the box at the beginning of a list item; other boxes are removed.

        comrak puts the box above the first paragraph of a loose item, where it would be a line of its own.
        """
        before = self._tags[number - 1] if number else tag
        item = self._tags[number - 2] if before.name == "p" and number > 1 else before
        begins = item.name == "li" and not self._html[before.end : tag.start].strip()
        if tag.attributes.get("type") != "checkbox" or not begins:
            return "", number
        box = "☑" if "checked" in tag.attributes else "☐"
        below = self._tags[number + 1] if number + 1 < len(self._tags) else tag
        is_above = below.name == "p" and not below.is_end
        if not is_above or self._html[tag.end : below.start].strip():
            return box, number
        self._around += 1
        return f"{self._html[below.start : below.end]}{box} ", number + 1

    def _picture(self, tag: Tag) -> str | None:
        """Return a picture or recording with the real address that a script would set later."""
        found = dict(tag.attributes)
        src, srcset = _unlazy(found), found.get("data-srcset") or found.get("data-lazy-srcset")
        self._shown.add(src)
        if tag.name == "img" and not _is_followed(src):
            return escape(found.get("alt", "")) + _in_words(src)
        if src == found.get("src", "") and not srcset:
            return None
        kept = {k: v for k, v in found.items() if not k.startswith("data-") and k != "src"}
        kept |= {"src": src} if src else {}
        kept |= {"srcset": srcset} if srcset else {}
        typed = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        return f"<{tag.name}{typed}>"

    def _fallback(self, number: int, last: int) -> tuple[str, int]:
        """Remove the tags of `<noscript>`: its content is for programs without scripts, such as readers.

        If the picture before it or right below it is the same, the fallback is removed as well.
        """
        inside = self._tags[number + 1 : last]
        below = self._tags[last + 1 : last + 2 + _MOST_BETWEEN]
        self._shown |= {_unlazy(t.attributes) for t in below if t.name == "img"}
        pictures = [t.attributes.get("src", "") for t in inside if t.name == "img"]
        return "", last if pictures and self._shown.issuperset(pictures) else number

    def _count_reversed(self) -> Mapping[int, int]:
        """Return the values of the items of reversed lists, by their tags."""
        values: dict[int, int] = {}
        if "reversed" not in self._html:
            return values
        lists: list[tuple[Tag, list[int]]] = []
        for number, tag in enumerate(self._tags):
            if tag.name in {"ol", "ul"} and not tag.is_end:
                lists.append((tag, []))
            elif tag.name in {"ol", "ul"} and lists:
                values |= self._backwards(*lists.pop())
            elif tag.name == "li" and not tag.is_end and lists:
                lists[-1][1].append(number)
        return values

    def _backwards(self, tag: Tag, items: list[int]) -> Mapping[int, int]:
        """Return the values of a list's items, from its start or an item's own value down."""
        if "reversed" not in tag.attributes:
            return {}
        value = _number(tag.attributes.get("start"), len(items))
        values = {}
        for item in items:
            value = _number(self._tags[item].attributes.get("value"), value)
            values[item] = value
            value -= 1
        return values


def _number(typed: str | None, otherwise: int) -> int:
    return int(typed) if typed and re.fullmatch(r"-?\d{1,6}", typed) else otherwise


def _unlazy(found: Mapping[str, str]) -> str:
    """Return the address that a script would set in place of a placeholder."""
    typed = (found.get(key, "") for key in _LAZY_ADDRESSES)
    return next((each for each in typed if _is_file(each)), found.get("src", ""))


def _is_file(value: str) -> bool:
    """Return whether the value of an attribute is an address, and not `true` or the like."""
    return ("." in value or "/" in value) and _is_followed(value)


def _is_followed(address: str) -> bool:
    """Return whether feed readers follow an address, or it has no scheme."""
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in SCHEMES


def _in_words(address: str) -> str:
    """Return an address in brackets; "" if it is useless outside of the page."""
    scheme = address.partition(":")[0].strip().lower()
    return "" if scheme in _UNSHOWN else f" ({escape(address.strip())})"


def _lite(tag: Tag) -> str:
    film = tag.attributes.get("videoid", "")
    hosts = {"lite-youtube": "https://www.youtube.com/watch?v=", "lite-vimeo": "https://vimeo.com/"}
    return hosts[tag.name] + film if film and tag.name in hosts else ""


def _watched(url: str) -> str:
    """Return the page of an embedded video, with its playlist and start time."""
    film = _VIDEO.match(url)
    if not film:
        return url
    query = parse_qs(urlsplit(url).query)
    if film[1] == "videoseries" and query.get("list"):
        return f"https://www.youtube.com/playlist?list={query['list'][0]}"
    playlist = "".join(f"&list={name}" for name in query.get("list", [])[:1])
    start = (query.get("start") or query.get("t") or [""])[0].removesuffix("s")
    shown = playlist + (f"&t={start}" if start.isdigit() and int(start) else "")
    return f"https://www.youtube.com/watch?v={film[1]}{shown}"
