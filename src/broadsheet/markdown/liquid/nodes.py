"""A template → its parts.

A block whose end is missing is a tag alone; what is not closed is text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

BLOCKS = frozenset({"if", "unless", "case", "for", "capture", "comment", "raw", "verbatim"})
"""Tags that enclose something."""

_BRANCHES: Mapping[str, frozenset[str]] = {
    "if": frozenset({"elsif", "elif", "else"}),
    "unless": frozenset({"elsif", "else"}),
    "case": frozenset({"when", "else"}),
    "for": frozenset({"else"}),
}
_MOST_DEEP = 50
_RAW = frozenset({"raw", "verbatim"})
_VERBATIM = frozenset({"comment", *_RAW})


@dataclass(frozen=True, slots=True)
class TemplateToken:
    """A piece of a template: `kind` is "" for text, `{{` for an output, `{%` for a tag.

    `name` and `rest` are a tag's; `rest` is an output's expression.
    """

    typed: str
    kind: str = ""
    name: str = ""
    rest: str = ""


@dataclass(slots=True)
class Node:
    """A token, and what it encloses: each branch of a block is a tag and its nodes."""

    token: TemplateToken
    branches: list[tuple[TemplateToken, list[Node]]] = field(default_factory=list)
    end: str = ""

    @property
    def typed(self) -> str:
        """Return the node as it was typed."""
        if not self.branches:
            return self.token.typed
        inner = (
            token.typed + "".join(node.typed for node in nodes) for token, nodes in self.branches
        )
        return "".join(inner) + self.end


def parsed(
    text: str, paired: frozenset[str] = frozenset(), *, trims_raw: bool = True
) -> list[Node]:
    """Return the parts of a template, in order; `paired` are tags that enclose something too.

    With `trims_raw`, `-%}` takes away the white space behind it also where raw text begins.
    """
    tokens = list(_trimmed(_tokens(text), trims_raw=trims_raw))
    ends = _ends(tokens, BLOCKS | paired)
    return _nodes(tokens, ends, 0, len(tokens))


def _tokens(text: str) -> Iterator[TemplateToken]:
    done = at = 0
    missing: set[str] = set()
    verbatim = ""
    while (at := text.find("{", at)) >= 0:
        kind = text[at : at + 2]
        if verbatim:
            stop = _end_of(verbatim, text, at)
            missing |= {verbatim} if stop < 0 else set()
            at, verbatim, kind = max(stop, at), "", text[max(stop, at) :][:2]
        closing = {"{{": "}}", "{%": "%}"}.get(kind, "")
        # `{{< x >}}` and `{{% x %}}` are shortcodes, which are replaced later.
        is_shortcode = text.startswith(("{{<", "{{%"), at)
        stop = -1
        if closing and not is_shortcode and closing not in missing:
            stop = text.find(closing, at + 2)
            if stop < 0:
                missing.add(closing)
        if stop < 0:
            at += 1 + is_shortcode
            continue
        if at > done:
            yield TemplateToken(text[done:at])
        done = stop + 2
        token = _token(kind, text[at:done])
        yield token
        verbatim = token.name if token.name in _VERBATIM - missing else ""
        at = done
    if done < len(text):
        yield TemplateToken(text[done:])


def _end_of(name: str, text: str, at: int) -> int:
    """Return where `raw` or `comment` ends, in which nothing else is a tag; -1 if it has no end."""
    while (at := text.find("{%", at)) >= 0:
        stop = text.find("%}", at)
        if stop < 0:
            return -1
        if text[at + 2 : stop].strip("-").strip() == f"end{name}":
            return at
        at += 2
    return -1


def _token(kind: str, typed: str) -> TemplateToken:
    inner = typed[2:-2].removeprefix("-").removesuffix("-").strip()
    if kind == "{{":
        return TemplateToken(typed, kind, "", inner)
    name, *rest = inner.split(None, 1) or [""]
    return TemplateToken(typed, kind, name, rest[0].rstrip() if rest else "")


def _trimmed(tokens: Iterator[TemplateToken], *, trims_raw: bool) -> Iterator[TemplateToken]:
    """Take away the white space beside `{%-`, `-%}` and their kin."""
    held: TemplateToken | None = None
    trims = False
    for token in tokens:
        if token.kind:
            if held:
                shown = held.typed.rstrip() if token.typed[2:3] == "-" else held.typed
                yield TemplateToken(shown)
            held = None
            yield token
            trims = token.typed[-3:-2] == "-" and (trims_raw or token.name not in _RAW)
        else:
            held = TemplateToken(token.typed.lstrip()) if trims else token
            trims = False
    if held:
        yield held


def _ends(tokens: list[TemplateToken], blocks: frozenset[str]) -> dict[int, int]:
    """Return where each block ends, by the place of its tag; blocks that others cut in two have no end."""
    ends: dict[int, int] = {}
    opened: list[tuple[str, int]] = []
    for number, token in enumerate(tokens):
        if token.kind != "{%":
            continue
        inner = opened[-1][0] if opened else ""
        if inner in _VERBATIM and token.name != f"end{inner}":
            continue
        is_value = token.name == "set" and "=" in token.rest
        if token.name in blocks and not is_value and len(opened) < _MOST_DEEP:
            opened.append((token.name, number))
        elif inner and token.name == f"end{inner}":
            ends[opened.pop()[1]] = number
    return ends


def _nodes(tokens: list[TemplateToken], ends: dict[int, int], start: int, stop: int) -> list[Node]:
    nodes = []
    at = start
    while at < stop:
        end = ends.get(at, 0)
        nodes.append(_block(tokens, ends, at, end) if end else Node(tokens[at]))
        at = end + 1 if end else at + 1
    return nodes


def _block(tokens: list[TemplateToken], ends: dict[int, int], start: int, end: int) -> Node:
    first = tokens[start]
    between = _BRANCHES.get(first.name, frozenset())
    places, at = [start], start + 1
    while at < end:
        if tokens[at].kind == "{%" and tokens[at].name in between:
            places.append(at)
        at = ends.get(at, at) + 1
    stops = [*places[1:], end]
    branches = [
        (tokens[place], _nodes(tokens, ends, place + 1, stop))
        for place, stop in zip(places, stops, strict=True)
    ]
    return Node(first, branches, tokens[end].typed)
