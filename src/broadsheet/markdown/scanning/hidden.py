"""Elements that pages do not show: `hidden`, `display: none`, a dialog that is not open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from broadsheet.markdown.scanning.html_tags import VOID, Tag, ends_of, tags
from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.splices import Splice, spliced

_WORDS = ("hidden", "display", "<dialog")
_PHRASES = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var".split()
)
_ITEMS = frozenset("dd dt li option td th tr".split())
"""Elements that the next of their kind ends."""


def without_hidden(scanned: Scan, *, is_markdown: bool = True) -> str:
    """Return a text, Markdown or HTML, without the elements that pages hide; code stays."""
    text = scanned.text
    if not has(text, "<"):
        return text
    lower = text.lower()
    may_hide = any(word in lower for word in _WORDS)
    return (
        spliced(text, hidden_parts(scanned.masked, is_markdown=is_markdown)) if may_hide else text
    )


def hidden_parts(html: str, *, is_markdown: bool = False) -> Iterator[Splice]:
    """Yield the places of hidden elements with all that is in them.

    One without an end tag goes as far as browsers take it (HTML standard, section 13.2.6.4.7): to the
    end of the element that it is in. In Markdown, a paragraph ends at an empty line.
    """
    found = list(tags(html))
    ends = ends_of(found)
    starts = {end: start for start, end in ends.items()}
    done = 0
    for number, tag in enumerate(found):
        if number < done or tag.is_end or not tag.is_hidden:
            continue
        done = number + 1 if tag.name in VOID else ends.get(number, -1) + 1
        end = found[done - 1].end if done else 0
        if not done:
            done = _unclosed_end(found, number, starts)
            end = found[done].start if done < len(found) else len(html)
            is_paragraph = tag.name == "p" or tag.name in _PHRASES
            if is_markdown and is_paragraph and (blank := html.find("\n\n", tag.end, end)) >= 0:
                end = blank
        yield tag.start, end, ""


def _unclosed_end(found: Sequence[Tag], number: int, starts: Mapping[int, int]) -> int:
    """Return the number of the tag at which an element ends that no tag of its own closes."""
    name = found[number].name
    for later in range(number + 1, len(found)):
        tag = found[later]
        if tag.is_end:
            is_around = starts.get(later, number) < number
            # No block is in a paragraph: the block's own tag has ended it.
            if is_around and (tag.name != "p" or name in _PHRASES):
                return later
        elif (name == "p" and tag.name not in _PHRASES | VOID) or (name == tag.name in _ITEMS):
            return later
    return len(found)
