"""MDX, and components in Markdown → plain Markdown and HTML.

Imports, exports and comments are removed. Unknown components are counted, and replaced by their
content. Self-closing tags get an end tag, since HTML has none that close themselves. Expressions
that are texts stay; others are removed and counted. `jsx_tokens` does the parsing.

https://mdxjs.com/docs/what-is-mdx/
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from broadsheet.markdown.commonmark import comrak_adapter
from broadsheet.markdown.mdx.jsx_elements import ends_of, is_component
from broadsheet.markdown.mdx.jsx_pieces import Piece, PieceKind, literal
from broadsheet.markdown.mdx.jsx_tokens import tokens
from broadsheet.markdown.scanning.html_tags import VOID

Known = Callable[[str, Mapping[str, str], str], str | None]
"""Returns what a component becomes, by its name, attributes and children; None if it is not known."""

Part = Callable[[str], str | None]
"""Returns the Markdown of a file that an import names, None if it is not there."""

MORE = "<!-- more -->"

_HTML_NAMES = {"className": "class", "htmlFor": "for", "srcSet": "srcset", "autoPlay": "autoplay"}
_QUOTED = frozenset(
    "admonition alert aside callout caution danger details important info note tip warning".split()
)
_TABS = frozenset({"tabitem", "tab", "step", "accordion", "codegroupitem", "tabpanel"})
_TITLES = ("title", "label", "summary", "heading", "value", "name")
_WITH_WORDS = frozenset("summary figcaption p li td th dt dd caption h1 h2 h3 h4 h5 h6".split())
"""HTML elements whose words on one line are Markdown in MDX, but not in HTML."""

_BEGIN_BLOCKS = frozenset("summary figcaption p h1 h2 h3 h4 h5 h6".split())
_CONSTANT = re.compile(
    r"(?m)^export[ \t]+const[ \t]+([\w$]+)[ \t]*=[ \t]*(\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`|\d+);?[ \t]*$"
)
_SHOWS_NOTHING = frozenset({"true", "false", "null", "undefined", ""})
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class WithoutComponents:
    """Plain Markdown, how often each component or expression was left out, and what is not closed."""

    text: str
    unknown: Mapping[str, int]
    unclosed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Element:
    """A tag, the parts between it and its end, and whether it stands on a line of its own."""

    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    indent: str | None = None


def without_components(
    text: str, known: Known, *, is_mdx: bool, part: Part = lambda _: None
) -> WithoutComponents:
    """Return Markdown without components; with `is_mdx`, also without imports, exports and expressions.

    A component that is imported from a Markdown file is replaced by that file.
    """
    if not is_mdx and "<" not in text:
        return WithoutComponents(text, {})
    return _Rewriter(tokens(text, is_mdx=is_mdx), known, part, is_mdx=is_mdx).rewritten()


class _Rewriter:
    def __init__(self, pieces: Sequence[Piece], known: Known, part: Part, *, is_mdx: bool) -> None:
        self._pieces = pieces
        self._known = known
        self._part = part
        self._is_mdx = is_mdx
        self._names = {name: path for piece in pieces for name, path in piece.names}
        self._constants = {
            match[1]: match[2]
            for piece in pieces
            if piece.kind is PieceKind.IMPORT
            for match in _CONSTANT.finditer(piece.text)
        }
        self._unclosed: list[str] = []
        self._unknown: Counter[str] = Counter()
        self._open: list[_Element] = [_Element()]
        self._ends = ends_of(pieces, is_mdx=is_mdx)
        self._closing = frozenset(self._ends.values())

    def rewritten(self) -> WithoutComponents:
        for number, piece in enumerate(self._pieces):
            if piece.kind is PieceKind.EXPRESSION:
                self._put(self._expression(piece.text))
            elif piece.kind is PieceKind.IMPORT and not piece.is_whole:
                self._unclosed.append(piece.text.partition("\n")[0])
            elif piece.kind is PieceKind.UNCLOSED:
                self._unclosed.append(piece.text)
                self._put(piece.text)
            elif piece.kind is PieceKind.TAG:
                self._tag(number, piece)
            elif piece.kind is PieceKind.TEXT:
                self._put(self._words(number) if self._is_mdx else piece.text)
        while len(self._open) > 1:
            self._close()
        unknown = dict(sorted(self._unknown.items()))
        text = "".join(self._open[0].parts)
        return WithoutComponents(text, unknown, tuple(dict.fromkeys(self._unclosed)))

    def _words(self, number: int) -> str:
        """Return a text; as HTML where it is all that an element on one line has."""
        text = self._pieces[number].text
        around = self._pieces[max(number - 1, 0) : number + 2]
        is_all = len(around) == 3 and all(piece.name in _WITH_WORDS for piece in around[::2])  # noqa: PLR2004
        if not is_all or "\n" in text or around[0].is_end or not around[2].is_end:
            return text
        return comrak_adapter.to_html(text).strip().removeprefix("<p>").removesuffix("</p>")

    def _put(self, text: str) -> None:
        self._open[-1].parts.append(text)

    def _tag(self, number: int, piece: Piece) -> None:
        if piece.is_end:
            if number in self._closing and len(self._open) > 1:
                if not piece.ends_line:
                    self._open[-1].indent = None
                self._close()
            elif not is_component(piece.name):
                self._put(f"</{piece.name}>{self._apart(number, piece)}")
            return
        attributes = self._attributes(piece)
        if number in self._ends and len(self._open) < _MAX_DEPTH:
            self._open.append(_Element(piece.name, attributes, [], piece.indent))
        elif number in self._ends:  # So deep, its tags are left out.
            if is_component(piece.name):
                self._unknown[f"<{piece.name}>"] += 1
            self._open.append(_Element("", {}, [], None))
        elif not is_component(piece.name):
            self._put(_tag(piece.name, attributes, closes_itself=piece.closes_itself))
        else:
            if not piece.closes_itself:
                self._unclosed.append(f"<{piece.name}")
            indent = piece.indent if piece.ends_line else None
            self._put(self._component(_Element(piece.name, attributes, [], indent)))

    def _apart(self, number: int, piece: Piece) -> str:
        """Return an empty line where Markdown is right below an element of HTML, "" elsewhere."""
        if not (self._is_mdx and piece.ends_line and piece.name in _BEGIN_BLOCKS):
            return ""
        below = self._pieces[number + 1 : number + 2]
        line = below[0].text.partition("\n")[2].partition("\n")[0] if below else ""
        is_dedented = len(self._open) > 1  # Elsewhere it would be code.
        return "\n" if line.strip() and (is_dedented or not line.startswith("    ")) else ""

    def _close(self) -> None:
        element = self._open.pop()
        if element.name:
            self._put(self._component(element))
            return
        self._put("".join(element.parts))

    def _component(self, element: _Element) -> str:
        """Return the replacement of a component and its children."""
        children = "".join(element.parts)
        is_block = element.indent is not None
        inner = _dedented(children) if is_block else children
        if not is_component(element.name):
            start = _tag(element.name, element.attributes, closes_itself=False)
            return _indented(f"{start}\n\n{inner.strip(chr(10))}\n\n</{element.name}>", element)
        shown = self._known(element.name, element.attributes, inner)
        path = self._names.get(element.name, "")
        if shown is None and path.endswith((".md", ".mdx")):
            shown = self._part(path)
        if shown is None:
            shown = self._unknown_component(element, inner)
        return _indented(shown, element) if is_block else shown

    def _unknown_component(self, element: _Element, inner: str) -> str:
        name = element.name.rpartition(".")[2].lower()
        title = next((t for key in _TITLES if (t := element.attributes.get(key))), "")
        kind = element.attributes.get("type") or element.name.rpartition(".")[2]
        address = element.attributes.get("href") or element.attributes.get("to")
        words = inner.strip() or title
        if address and words and "\n\n" not in words:
            return f'<a href="{escape(address)}">{words}</a>'
        if name == "codeblock" and inner.strip():
            head = f"**`{title}`**\n\n" if title else ""
            language = element.attributes.get("language", "")
            return f"\n\n{head}````{language}\n{inner}\n````\n\n"
        if name in _QUOTED and inner.strip():
            return _quotation(title or kind.capitalize(), inner)
        if name in _TABS and inner.strip():
            return _quotation(title, inner)
        if name not in {"tabs", "tabgroup", "steps", "codegroup", "fragment", ""}:
            self._unknown[f"<{element.name}>"] += 1
        return inner

    def _attributes(self, piece: Piece) -> dict[str, str]:
        """Return the attributes whose values are texts; an imported name is replaced by its path."""
        found: dict[str, str] = {}
        for name, value in piece.attributes:
            if value is None:
                found[name] = ""
            elif not value.startswith("{"):
                found[name] = value
            else:
                inside = value[1:-1].strip()
                text = literal(inside)
                text = text if text is not None else self._names.get(inside.removesuffix(".src"))
                if text:
                    found[name] = text
        return found

    def _expression(self, text: str) -> str:
        """Return the replacement of `{x}`: the text of a literal, nothing for a comment."""
        if not self._is_mdx:
            return text
        inside = text[1:-1].strip()
        if inside.startswith("/*") and inside.endswith("*/"):
            is_more = inside[2:-2].strip().lower() in {"truncate", "more"}
            return MORE if is_more else ""
        if inside.startswith(("#", ".")):  # No expression begins so: it is an id, or a class.
            return ""
        found = literal(self._constants.get(inside, inside))
        if inside in _SHOWS_NOTHING:
            return ""
        if found is None:
            shown = " ".join(inside.split())
            self._unknown[f"{{{shown[:40]}}}"] += 1
        return found or ""


def _tag(name: str, attributes: Mapping[str, str], *, closes_itself: bool) -> str:
    """Write an HTML tag; one that closes itself is closed."""
    shown = "".join(
        f' {_HTML_NAMES.get(key, key)}="{escape(value)}"' if value else f" {key}"
        for key, value in attributes.items()
        if key != "style"
    )
    end = f"</{name}>" if closes_itself and name.lower() not in VOID else ""
    return f"<{name}{shown}>{end}"


def _indented(shown: str, element: _Element) -> str:
    """Return lines indented as far as the element's tag, apart from what is around them."""
    indent = element.indent or ""
    lines = (f"{indent}{line}" if line.strip() else line for line in shown.split("\n"))
    return "\n" + "\n".join(lines).strip("\n") + "\n"


def _quotation(title: str, inner: str) -> str:
    head = [f"> **{title}**", ">"] if title else []
    body = [f"> {line}".rstrip() for line in _dedented(inner).strip("\n").split("\n")]
    return "\n\n" + "\n".join([*head, *body]) + "\n\n"


def _dedented(text: str) -> str:
    """Remove the indentation that all lines below the first share."""
    lines = text.split("\n")
    indents = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    cut = min(indents, default=0)
    return "\n".join(line[cut:] if line.strip() else "" for line in lines)
