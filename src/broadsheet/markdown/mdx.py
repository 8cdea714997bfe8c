"""MDX, and components in Markdown → plain Markdown and HTML.

Imports, exports and comments are removed. Unknown components are counted, and replaced by their
content. Self-closing tags get an end tag, since HTML has none that close themselves. Expressions
that are texts stay; others are removed and counted. `jsx_tokens` does the parsing.

https://mdxjs.com/docs/what-is-mdx/
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from broadsheet.markdown import comrak_adapter
from broadsheet.markdown.html_tags import VOID
from broadsheet.markdown.jsx_tokens import Piece, PieceKind, literal, tokens

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
        self._ends = _ends(pieces)
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
            elif not _is_component(piece.name):
                self._put(f"</{piece.name}>")
            return
        attributes = self._attributes(piece)
        has_end = number in self._ends
        if not _is_component(piece.name):
            self._html(piece, attributes)
        elif has_end and len(self._open) < _MAX_DEPTH:
            self._open.append(_Element(piece.name, attributes, [], piece.indent))
        elif has_end:
            self._unknown[f"<{piece.name}>"] += 1
            self._open.append(_Element("", {}, [], None))
        else:
            if not piece.closes_itself:
                self._unclosed.append(f"<{piece.name}")
            indent = piece.indent if piece.ends_line else None
            self._put(self._component(_Element(piece.name, attributes, [], indent)))

    def _html(self, piece: Piece, attributes: Mapping[str, str]) -> None:
        """Write an HTML tag; one that closes itself is closed."""
        shown = "".join(
            f' {_HTML_NAMES.get(name, name)}="{escape(value)}"' if value else f" {name}"
            for name, value in attributes.items()
            if name != "style"
        )
        is_void = piece.name.lower() in VOID
        end = f"</{piece.name}>" if piece.closes_itself and not is_void else ""
        self._put(f"<{piece.name}{shown}>{end}")

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
        shown = self._known(element.name, element.attributes, inner)
        path = self._names.get(element.name, "")
        if shown is None and path.endswith((".md", ".mdx")):
            shown = self._part(path)
        if shown is None:
            shown = self._unknown_component(element, inner)
        if not is_block:
            return shown
        indent = element.indent or ""
        lines = (f"{indent}{line}" if line.strip() else line for line in shown.split("\n"))
        return "\n" + "\n".join(lines).strip("\n") + "\n"

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


def _is_component(name: str) -> bool:
    return name[:1].isupper() or "." in name or (not name)


def _ends(pieces: Sequence[Piece]) -> dict[int, int]:
    """Return the number of each tag's end by that of the tag; a tag without one encloses nothing."""
    ends: dict[int, int] = {}
    opened: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces):
        if piece.kind is not PieceKind.TAG or not (_is_component(piece.name)):
            continue
        waiting = opened.setdefault(piece.name, [])
        if piece.is_end:
            if waiting:
                ends[waiting.pop()] = number
        elif not piece.closes_itself:
            waiting.append(number)
    return dict(_nested(ends))


def _nested(ends: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that nest; of two that cross, the later one is dropped."""
    around: list[int] = []
    for start, end in sorted(ends.items()):
        while around and around[-1] < start:
            around.pop()
        if not around or end < around[-1]:
            around.append(end)
            yield start, end


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
