"""Which tags of MDX enclose what: components, and HTML elements whose lines are Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from broadsheet.markdown.mdx.jsx_pieces import Piece, PieceKind

_HOLDS_BLOCKS = frozenset(
    "article aside blockquote center details div figcaption figure footer header main section".split()
)
"""HTML elements whose lines are Markdown in MDX, however far they are indented, but not in HTML.

Within `_STAY_HTML` they are written as typed: empty lines between indented tags would make code of them.
"""

_STAY_HTML = frozenset({"dl", "ol", "table", "ul"})


def is_component(name: str) -> bool:
    """Return whether a tag is a component's, not one of HTML; fragments have no name."""
    return name[:1].isupper() or "." in name or (not name)


def ends_of(pieces: Sequence[Piece], *, is_mdx: bool) -> dict[int, int]:
    """Return the number of each tag's end by that of the tag; a tag without one encloses nothing.

    Of HTML, these are `_HOLDS_BLOCKS` in MDX whose tag stands on a line of its own.
    """
    ends: dict[int, int] = {}
    opened: dict[str, list[int | None]] = {}
    around = 0
    for number, piece in enumerate(pieces):
        is_own = is_component(piece.name)
        if piece.name in _STAY_HTML:
            around = max(around + (-1 if piece.is_end else 1), 0)
        if piece.kind is not PieceKind.TAG or not (
            is_own or (is_mdx and piece.name in _HOLDS_BLOCKS)
        ):
            continue
        waiting = opened.setdefault(piece.name, [])
        if piece.is_end:
            start = waiting.pop() if waiting else None
            if start is not None:
                ends[start] = number
        elif not piece.closes_itself:
            stands_alone = piece.indent is not None and piece.ends_line and not around
            waiting.append(number if is_own or stands_alone else None)
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
