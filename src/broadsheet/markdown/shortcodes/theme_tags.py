"""Tags that themes bring along, whose words stand in the tag itself: `{% btn /x, Go, icon %}`.

https://theme-next.js.org/docs/tag-plugins/ ; https://butterfly.js.org/posts/4aa8abbe/ ;
https://volantis.js.org/v5/tag-plugins/ . What they enclose is kept anyway.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.splices import Splice, spliced

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|/|#)\S*")
_COLOURS = frozenset(
    "default primary success info warning danger blue pink red purple orange green".split()
)
_TAB = re.compile(r"<!--\s*+tab\s++([^@<>]+)(?:@[^<>]*)?-->")


def _parts(typed: str) -> list[str]:
    return [escape(part.strip().strip("\"'"), quote=False) for part in typed.split(",")]


def _first(typed: str) -> str:
    return _parts(typed)[0]


def _behind_class(typed: str) -> str:
    """Return the words of `class, words`, or of `class @words`."""
    before, mark, words = typed.partition("@" if "," not in typed else ",")
    return escape((words if mark else before).strip(), quote=False)


def _label(typed: str) -> str:
    """Return the words of `class @words`, or of `words colour`."""
    words, _, last = typed.strip().rpartition(" ")
    return escape(words, quote=False) if words and last in _COLOURS else _behind_class(typed)


def _button(typed: str) -> str:
    """Return a link: an address and words, in either order, before a name of an icon."""
    parts = _parts(typed)
    address = next(filter(_ADDRESS.fullmatch, parts), "")
    bare = address.partition("://")[2] or address  # A whole address would be a link in the link.
    words = next((part for part in parts if part and part != address), bare)
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _element(name: str) -> Callable[[str], str]:
    return lambda typed: (
        f"<{name}>{escape(typed.strip(), quote=False)}</{name}>" if typed.strip() else ""
    )


def _folded(title: Callable[[str], str]) -> Callable[[str], str]:
    return lambda typed: f"\n\n<details><summary>{title(typed) or 'Details'}</summary>\n\n"


FOLDED: Mapping[str, Callable[[str], str]] = {
    "fold": _folded(_behind_class),
    "folding": _folded(_behind_class),
    "hideBlock": _folded(_first),
    "hideToggle": _folded(_first),
}
"""Those that enclose what a page shows at a click."""

TAGS: Mapping[str, Callable[[str], str]] = {
    **FOLDED,
    "btn": _button,
    "button": _button,
    "checkbox": _behind_class,
    "del": _element("del"),
    "emp": _element("em"),
    "hideInline": _first,
    "kbd": _element("kbd"),
    "label": _label,
    "p": _behind_class,
    "psw": _element("span"),
    "radio": _behind_class,
    "span": _behind_class,
    "u": _element("u"),
    "wavy": _element("u"),
}
"""What each becomes, by what is typed behind its name."""


def with_titles_of_tabs(text: str) -> str:
    """Show the titles of tabs, which comments hold: `<!-- tab Title@icon -->`."""
    return spliced(text, _titles(text)) if "<!-- tab " in text else text


def _titles(text: str) -> Iterator[Splice]:
    for comment in scan(text).comments:
        if title := _TAB.fullmatch(text, comment.start, comment.end):
            yield comment.start, comment.end, f"\n**{title[1].strip()}**\n"
