"""Tags on a line of their own that would keep what they wrap, or what follows, from being Markdown.

The scanner says where raw HTML stands, and which tags each of its lines has.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from enum import Enum, auto

from broadsheet.markdown.scanning.html_tags import Tag, tags
from broadsheet.markdown.scanning.raw_html import RawLine
from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.splices import Splice

_WRAPPERS = frozenset("article aside center div footer header main nav section".split())
_ALONE = frozenset({"br", "hr", "img"})
_IN_TEXT = frozenset({"br", "img"})
_BLOCKS = frozenset(
    "blockquote dd details dl dt figcaption figure h1 h2 h3 h4 h5 h6 li ol p table tbody td tfoot th thead "
    "tr ul".split()
)
_MARKS = tuple(f"<{slash}{name}" for name in sorted(_WRAPPERS | _ALONE) for slash in ("", "/"))
_MAX_OPENED = 50
_APART = "<!-- -->"
"""Stands for a wrapper above code, which would otherwise belong to a list above the wrapper.

One that is indented is in the item, and so is what follows it.
"""


def may_have_tags(text: str) -> bool:
    """Return whether a text may have lines that `unwrap` or `set_apart` changes."""
    return has(text, "<") and any(
        line.lstrip().startswith(_MARKS) for line in text.split("\n") if "<" in line
    )


def unwrap(
    scanned: Scan, *, to_its_end: bool = False, keep: Callable[[str], str] | None = None
) -> Iterator[Splice]:
    """Take away the lines that consist of a wrapper's tag.

    A wrapper that gives its text a direction (`dir`) stays, apart from the Markdown in it: without it
    a passage in Arabic is in the wrong order. `keep` returns what stands for it in the text, if empty
    lines are not enough.
    If HTML follows, or what Markdown would read as code, the whole block up to the next empty line
    stays, since it is HTML (CommonMark, section 4.6). So does the line that closes a wrapper which
    stays: without it, Python-Markdown takes the rest of the article for HTML. With `to_its_end`, HTML
    goes on to the end of its element, as Python-Markdown has it: what is indented below an empty line
    and begins with a tag is HTML too, not code.
    """
    text = scanned.text
    blocks = scanned.raw_lines
    found = [line for lines in blocks for line in lines if _is_wrapper(text, line)]
    if any(line.tags[0].is_hidden for line in found):
        return  # Hidden elements are removed with their content.
    wrappers = {line.start for line in found}
    directed = {line.start for line in found if "dir" in line.tags[0].attributes}
    opened: dict[str, list[_Fate]] = {}
    for lines in blocks:
        first = next((n for n, line in enumerate(lines) if line.start in wrappers), len(lines))
        others = (
            text[line.start : line.end] for line in lines[first:] if line.start not in wrappers
        )
        following = _following(text, lines[-1].end) if first < len(lines) else ""
        is_html = any(map(_is_html, others)) or (
            to_its_end and _is_code(following) and following.lstrip().startswith("<")
        )
        taken: set[int] = set() if is_html else wrappers
        left = _APART if taken and _is_code(following) else ""
        for line in lines:
            fate = _Fate.TAKEN if line.start in taken else _Fate.STAYS
            fate = _Fate.APART if line.start in taken & directed else fate
            closed = _closed(line.tags, opened, fate)
            if line.start not in taken:
                continue
            if fate is _Fate.APART or _Fate.APART in closed:
                yield _kept(text, line, keep) if keep else (line.end, line.end, "\n")
            elif _Fate.STAYS not in closed:
                yield line.start, line.end, "" if text[line.start].isspace() else left


class _Fate(Enum):
    """What becomes of a wrapper's tag."""

    STAYS = auto()
    TAKEN = auto()
    APART = auto()


def _closed(found: Sequence[Tag], opened: dict[str, list[_Fate]], fate: _Fate) -> set[_Fate]:
    """Return the fates of the wrappers that a line's tags close.

    `opened` has those of the open wrappers of each name; those of the line are added.
    """
    closed = set()
    for tag in found:
        if tag.name not in _WRAPPERS:
            continue
        levels = opened.setdefault(tag.name, [])
        if not tag.is_end:
            levels.append(fate)
        elif levels:
            closed.add(levels.pop())
    return closed


def set_apart(scanned: Scan) -> Iterator[Splice]:
    """Put an empty line between tags that wrap nothing and the Markdown right below them.

    CommonMark (section 4.6) takes all lines from such tags to the next empty one for HTML. Within a
    paragraph they get a comment, with which comrak lets the paragraph go on.
    """
    text = scanned.text
    ends = {paragraph.end for paragraph in scanned.elements("p")} if scanned.raw_lines else set()
    for first, *below in scanned.raw_lines:
        is_alone = len(first.tags) == 1 or {tag.name for tag in first.tags} == {"hr"}
        if not is_alone or not _holds(text, first, _ALONE):
            continue
        if _holds(text, first, _IN_TEXT) and _is_in_paragraph(text, first.start, ends):
            tags_alone = (line for line in (first, *below) if _holds(text, line, _IN_TEXT))
            yield from ((line.end, line.end, _APART) for line in tags_alone)
        elif below:
            line = below[0]
            if not text[line.start : line.end].lstrip().startswith("<"):
                yield line.start, line.start, "\n"


def _is_in_paragraph(text: str, position: int, ends: Container[int]) -> bool:
    """Return whether a paragraph ends in the line above a tag that cannot end it (CommonMark, section 4.6).

    comrak 0.0.16 ends one there if its quotation has no mark on the tag's line (section 5.1, laziness).
    `ends` are those of all paragraphs.
    """
    start = text.rfind("\n", 0, max(position - 1, 0)) + 1
    above = text[start:position].rstrip()
    return bool(above) and start + len(above) in ends


def open_blocks(scanned: Scan, keep: Callable[[str], str]) -> Iterator[Splice]:
    """Keep tags apart from the Markdown that follows them after an empty line, up to their ends.

    CommonMark (section 4.6) ends HTML at the next empty line, Python-Markdown where it is closed.
    `keep` returns what stands for HTML in the text.
    """
    opened: list[str] = []
    text, done = scanned.text, 0
    for lines in scanned.raw_lines:
        stop = lines[-1].end
        for line in lines:
            if line.start < done or not line.tags:
                continue
            tag = line.tags[0]
            if tag.is_end or tag.name not in _BLOCKS:
                left = _left_open((tag for tag in line.tags if tag.is_end), opened)
                if len(left) < len(opened) and _holds(text, line, _BLOCKS):
                    yield _kept(text, line, keep)
                opened = left
                continue
            head = RawLine.of(text, line.start, stop)
            new = _left_open(head.tags, [])
            is_deep = len(opened) + len(new) > _MAX_OPENED
            if new and not is_deep and _is_head(text, head, new) and _is_markdown(text, stop, new):
                yield _kept(text, head, keep)
                opened += new
                done = stop
            else:
                done = _end(scanned.shifted, stop, new)
                opened = _left_open(tags(scanned.shifted[line.start : done]), opened)


def _holds(text: str, line: RawLine, names: Container[str]) -> bool:
    """Return whether a line holds nothing but tags of some names, and the summaries of details."""
    html = text[line.start : line.end]
    done, is_summary = 0, False
    for tag in line.tags:
        if not is_summary and (html[done : tag.start].strip() or tag.name not in names):
            return False
        is_summary = not tag.is_end if tag.name == "summary" else is_summary
        done = tag.end
    return bool(line.tags) and not html[done:].strip()


def _is_wrapper(text: str, line: RawLine) -> bool:
    return len(line.tags) == 1 and _holds(text, line, _WRAPPERS)


def _is_html(line: str) -> bool:
    """Return whether a line begins with a tag or a comment, or is indented as far as code."""
    sign = line.lstrip(" ")[:2]
    return _is_code(line) or (sign[:1] == "<" and (sign[1:].isalpha() or sign[1:] in {"/", "!"}))


def _is_code(line: str) -> bool:
    return line.startswith(("    ", "\t"))


def _following(text: str, position: int) -> str:
    """Return the first line with words from a line's beginning or end on, "" if there is none."""
    while position < len(text):
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else len(text)]
        if line.strip():
            return line
        position += len(line) + 1
    return ""


def _kept(text: str, line: RawLine, keep: Callable[[str], str]) -> Splice:
    html = text[line.start : line.end]
    indent = html[: len(html) - len(html.lstrip(" "))]
    return line.start, line.start + len(html.rstrip()), f"\n{indent}{keep(html.strip())}\n"


def _is_head(text: str, head: RawLine, opened: Sequence[str]) -> bool:
    """Return whether HTML holds tags alone; of details it may be the beginning, too."""
    return "details" in opened or _holds(text, head, _BLOCKS | {"summary"})


def _is_markdown(text: str, end: int, opened: Sequence[str]) -> bool:
    """Return whether Markdown follows tags: after an empty line, neither code nor, but in details, HTML."""
    line = _following(text, end)
    return (
        bool(line)
        and not _is_code(line)
        and ("details" in opened or not line.lstrip().startswith("<"))
    )


def _end(text: str, end: int, opened: list[str]) -> int:
    """Return where HTML ends that Python-Markdown takes for one block: where its tags are closed."""
    if not opened:
        return end
    for tag in tags(text, end):
        opened = _left_open([tag], opened)
        if not opened:
            return tag.end
    return len(text)


def _left_open(found: Iterable[Tag], opened: Sequence[str]) -> list[str]:
    """Name the blocks that are open after some tags, the outermost first, of too many some."""
    left = list(opened)
    for tag in found:
        if len(left) > _MAX_OPENED:
            break
        if not tag.is_end and tag.name in _BLOCKS:
            left.append(tag.name)
        elif tag.is_end and tag.name in left:
            del left[len(left) - 1 - left[::-1].index(tag.name) :]
    return left
