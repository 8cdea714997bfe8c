"""The lists of older versions of marked → the same lists in CommonMark.

What an item holds is what differs: to versions below 15 a block of code right below its text, which is
taken out before; to those below 1.0 also headings and whatever else follows without an empty line, and
a list that is indented by a single space. `marked_items` has the rules of each version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from broadsheet.markdown.commonmark.marked_items import (
    BY_WIDTH,
    LINE_BY_LINE,
    MOST_SPACES,
    STRICT,
    Item,
    ItemMark,
    Items,
    Turn,
    Version,
    is_rule,
    may_begin_item,
)
from broadsheet.markdown.mdx.fence_lines import Fence, fence_of
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has

FIRST_LIKE_COMMONMARK: Version = (15, 0)
_MARKS = ("- ", "* ", "+ ", ". ", ") ", "-\n", "*\n", "+\n", "-\t", "*\t", "+\t", ".\t")
_CODE = "    "
_MAX_DEPTH = 12


def with_lists(text: str, version: Version) -> str:
    """Write the lists of a text so that CommonMark sees those that a version of marked sees."""
    if version >= FIRST_LIKE_COMMONMARK or not has(text, *_MARKS):
        return text
    parts = list(_parts(text, ends_items=version < LINE_BY_LINE))
    return "\n".join(_Lists(version).rewritten(parts, depth=0))


def _parts(text: str, *, ends_items: bool) -> Iterator[str]:
    """Yield the lines of a text, but blocks of code and of HTML each as one.

    With `ends_items`, an empty line follows code, as the engine of the oldest versions leaves it there.
    """
    lines, number = text.split("\n"), 0
    while number < len(lines):
        line, size = lines[number], 1
        fence = fence_of(line)
        if fence and ">" not in fence.before:
            size = _size_of_code(lines, number, fence)
            yield "\n".join(lines[number : number + size])
            if ends_items:
                yield ""
        elif line.startswith("<") and not (number and lines[number - 1].strip()):
            size = _size_of_html(text, lines, number)
            yield "\n".join(lines[number : number + size])
        else:
            yield _spaced(line)
        number += size


def _size_of_code(lines: Sequence[str], start: int, fence: Fence) -> int:
    """Return how many lines the code takes that begins in a line."""
    ends = (n for n in range(start + 1, len(lines)) if fence.is_closed_by(lines[n]))
    return next(ends, len(lines) - 1) + 1 - start


def _size_of_html(text: str, lines: Sequence[str], start: int) -> int:
    """Return how many lines raw HTML takes that begins in a line: up to an empty one."""
    ends = (n for n in range(start + 1, len(lines)) if not lines[n].strip())
    end = next(ends, len(lines))
    has_blocks = any(may_begin_item(line) or fence_of(line) for line in lines[start:end])
    # A paragraph may begin with a tag, too, and a comment end above a list: only these are worth a scan.
    return _sizes_of_html(text).get(start, 1) if has_blocks else end - start


@lru_cache(maxsize=1)
def _sizes_of_html(text: str) -> Mapping[int, int]:
    """Return how many lines each piece of raw HTML takes, by the number of its first one."""
    spans = scan(text).raw_html
    counts = (text.count("\n", *each) for each in pairwise([0, *(span.start for span in spans)]))
    sizes = (text[span.start : span.end].rstrip().count("\n") + 1 for span in spans)
    return dict(zip(accumulate(counts), sizes, strict=True))


def _spaced(line: str) -> str:
    """Return a line indented by spaces, four for each tab."""
    if line[:1] not in " \t":
        return line
    bare = line.lstrip(" \t")
    return line[: len(line) - len(bare)].replace("\t", _CODE) + bare if bare else ""


class _Lists:
    """Rewrites lists, and those within their items."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._rules = Items(version)

    def rewritten(self, parts: Sequence[str], depth: int) -> list[str]:
        """Return lines and blocks with their lists written for CommonMark."""
        shown: list[str] = []
        number = 0
        last: ItemMark | None = None
        while number < len(parts):
            part = parts[number]
            above = shown[-1] if shown else ""
            may_begin = may_begin_item(part)  # Most lines do not.
            mark = self._begun(part, above, depth) if may_begin else None
            if mark is None:
                if depth and self._is_code(part, above):
                    shown.append("")
                shown.append(self._text(part) if may_begin else part)
                last = None if part.strip() else last
                number += 1
                continue
            is_next = last is not None and last.is_number == mark.is_number
            items, number = self._items(parts, number, mark)
            self._write(items, shown, depth, is_next=is_next)
            if shown[-1].strip() and number < len(parts):
                shown.append("")
            last = None if is_next else mark
        return shown

    def _begun(self, part: str, above: str, depth: int) -> ItemMark | None:
        """Return the mark of the list that begins in a line, None if none does."""
        mark = self._rules.mark_of(part) if depth < _MAX_DEPTH else None
        if mark is None:
            return None
        is_empty = self._version >= STRICT and not part[mark.width :].strip()
        if not mark.spaces and not is_empty:
            return None
        is_text = not depth and _is_text(above)
        if self._version < LINE_BY_LINE:
            return mark if mark.indent <= MOST_SPACES or is_text else None
        if mark.indent > MOST_SPACES or (is_text and is_empty):
            return None
        return mark if not is_text or mark.bullet[:-1] in {"", "1"} else None

    def _text(self, part: str) -> str:
        """Return a line that begins no list so that it begins none to CommonMark: `1)` may be new to it."""
        number, bracket, rest = part.partition(")")
        if self._version >= BY_WIDTH or not bracket or not number.strip().isdecimal():
            return part
        return f"{number}\\){rest}" if len(number) - len(number.lstrip()) <= MOST_SPACES else part

    def _is_code(self, part: str, above: str) -> bool:
        """Return whether a line in an item is code, though it is right below text."""
        return (
            self._version < STRICT
            and part.startswith(_CODE)
            and bool(above.strip())
            and not above.startswith(_CODE)
        )

    def _items(self, parts: Sequence[str], start: int, first: ItemMark) -> tuple[list[Item], int]:
        """Return the items of the list that begins in a line, and where it ends."""
        items: list[Item] = [(first, [parts[start]])]
        for number in range(start + 1, len(parts)):
            turn, mark = self._rules.turn(items, parts[number])
            if turn is Turn.END:
                return items, number
            if turn is Turn.ITEM and mark:
                items.append((mark, []))
            items[-1][1].append(parts[number])
        return items, len(parts)

    def _write(self, items: Sequence[Item], shown: list[str], depth: int, *, is_next: bool) -> None:
        """Add the lines of a list to those that are shown; `is_next` if one of its kind is right above."""
        first = items[0][0]
        if shown and shown[-1].strip() and first.bullet[:-1] not in {"", "1"}:
            shown.append("")  # CommonMark's paragraphs end at no other number.
        for count, (mark, content) in enumerate(items):
            around = _marker(first, count, is_other=is_next)
            blanks = _blanks(content)
            inner = _outdented(content[: len(content) - blanks], mark.width)
            shown += _written(around, self.rewritten(inner, depth + 1))
            shown += [""] * blanks


def _is_text(part: str) -> bool:
    """Return whether a line belongs to a paragraph that a list may interrupt."""
    is_block = "\n" in part or part.lstrip().startswith(("#", "<", "|", ">"))
    return bool(part.strip()) and not is_block and not is_rule(part)


def _marker(first: ItemMark, count: int, *, is_other: bool) -> str:
    """Return the mark of an item; a list right below another one of its kind has `other` marks."""
    if not first.is_number:
        return "*" if is_other else "-"
    return f"{int(first.bullet[:-1]) + count}{')' if is_other else '.'}"


def _blanks(content: Sequence[str]) -> int:
    """Count the empty lines at the end of an item."""
    return next((n for n, part in enumerate(reversed(content)) if part.strip()), len(content))


def _outdented(content: Sequence[str], width: int) -> list[str]:
    """Return the lines and blocks of an item without its mark and their indentation."""
    first, *others = content[0].split("\n")
    begun = "\n".join([first[width:], *(_without(line, width) for line in others)])
    return [begun, *(_block_without(part, width) for part in content[1:])]


def _block_without(part: str, width: int) -> str:
    """Return a line or a block without the indentation of its first line, or so much of it."""
    first, *others = part.split("\n")
    indent = min(width, len(first) - len(first.lstrip(" ")))
    return "\n".join([first[indent:], *(_without(line, indent) for line in others)])


def _without(line: str, width: int) -> str:
    return line[min(width, len(line) - len(line.lstrip(" "))) :]


def _written(marker: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield an item."""
    around = " " * (len(marker) + 1)
    text = "\n".join(lines)
    first, *others = text.split("\n")
    yield f"{marker} {first}".rstrip(" ") if not first.strip() else f"{marker} {first}"
    yield from (around + line if line.strip() else "" for line in others)
