"""Fenced code that an engine takes out before marked sees the text, and puts back into its HTML.

A comment stands in its place. `anywhere`, code may begin within a line, and an empty line follows it; there
and in `loose` code nothing may follow the marks that end it, but words may precede them; other code is that
of `bodies/taken_fences.py` (before_post_render/backtick_code_block.js in versions 3, 4 and later of the
engine that does so).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.markdown.bodies.taken_fences import as_fenced
from broadsheet.markdown.html.code_blocks import outdented
from broadsheet.markdown.mdx.fence_lines import Fence, fence_of
from broadsheet.markdown.old_marked.closers import Closers
from broadsheet.markdown.old_marked.inline import escaped, escaped_code
from broadsheet.markdown.scanning.signs import has

_ALONE = re.compile(r"<pre><code>\s*&lt;!--\ue05d(\d+)--&gt;\s*</code></pre>")
_PLACE = re.compile(r"<!--\ue05d(\d+)-->")
_SHOWN = re.compile(r"&lt;!--\ue05d(\d+)--&gt;")
_TAGS = re.compile(r"<[^<>]*>")
_AROUND = re.compile(r"\A(?:\s|<br />)+|(?<!\s)(?<!<br />)(?>(?:\s|<br />)+)\Z")
_QUOTE = re.compile(r"(?:(?<![ \t])[ \t]++)?> ?")
_OPENING = re.compile(r"(?P<fence>(?<!`)`{3,}+|(?<!~)~{3,}+)(?P<words>[^\n]*+)\n")
_OPENING_LINE = re.compile(
    r"(?m)^(?:[^\S\n]*>){0,3}[^\S\n]*+(?P<fence>`{3,}+|~{3,}+)(?P<words>[^\n]*+)\n"
)
_INDENT = re.compile(r"(?m)^[ \t]*(?=\S)")


@dataclass(frozen=True, slots=True)
class TakenCode:
    """A text without its code, and the HTML of that."""

    text: str
    blocks: Sequence[str]

    def apart(self, html: str) -> str:
        """Return the paragraph of a text: code ends it in browsers, and what follows is in none."""
        if not self.blocks or "<!--\ue05d" not in html:
            return f"<p>{html}</p>\n"
        words, mark, others = html.partition("<!--\ue05d")
        words = _AROUND.sub("", words)
        return f"{f'<p>{words}</p>' if words else ''}\n{mark}{others}\n"

    def put_back(self, html: str) -> str:
        """Return HTML with the code in its places, which may be code, too."""
        if not self.blocks:
            return html
        html = _ALONE.sub(self._block, html)
        html = _SHOWN.sub(lambda place: _TAGS.sub("", self._block(place)).rstrip("\n"), html)
        return _PLACE.sub(self._block, html)

    def _block(self, place: re.Match[str]) -> str:
        number = int(place[1])
        return self.blocks[number] if number < len(self.blocks) else ""


def taken_code(text: str, how: str) -> TakenCode:
    """Take the fenced code out of a text; `how` is the flavour's."""
    if not has(text, "```", "~~~"):
        return TakenCode(text, ())
    if how == "lines":
        return _by_lines(outdented(as_fenced(text)))
    return _loose(text, is_anywhere=how == "anywhere")


def _loose(text: str, *, is_anywhere: bool) -> TakenCode:
    closers, done = Closers(text), 0
    shown: list[str] = []
    blocks: list[str] = []
    opening = _OPENING if is_anywhere else _OPENING_LINE
    found = opening.search(text)
    while found:
        end = closers.next(_closing(found["fence"]), found.end() + 1)
        if end:
            following = "\n\n" if end[1] and is_anywhere else end[1]
            shown += [text[done : found.start("fence")], f"<!--\ue05d{len(blocks)}-->", following]
            code = stripped(text[found.end() : end.start()].rstrip())
            blocks.append(_element(code, found["words"]))
            done = end.end()
        found = opening.search(text, done if end else found.end("fence"))
    return TakenCode("".join([*shown, text[done:]]), tuple(blocks))


@lru_cache
def _closing(fence: str) -> re.Pattern[str]:
    return re.compile(rf"{fence}(\n+|\Z)")


def stripped(code: str) -> str:
    """Remove the indentation that all lines have (strip-indent)."""
    width = min((len(indent) for indent in _INDENT.findall(code)), default=0)
    return re.sub(rf"(?m)^[ \t]{{{width}}}", "", code) if width else code


def _by_lines(text: str) -> TakenCode:
    """Take out what is written as fenced code of CommonMark."""
    lines, number = text.split("\n"), 0
    shown: list[str] = []
    blocks: list[str] = []
    unclosed: set[str] = set()
    while number < len(lines):
        fence = fence_of(lines[number])
        end = _end(lines, number, fence) if fence and fence.marks not in unclosed else 0
        if not fence or not end:
            unclosed |= {fence.marks} if fence else set()
            shown.append(lines[number])
            number += 1
            continue
        shown += [f"{fence.before}<!--\ue05d{len(blocks)}-->"]
        blocks.append(_html(lines[number + 1 : end], fence.before, fence.info))
        number = end + 1
    return TakenCode("\n".join(shown), tuple(blocks))


def _end(lines: Sequence[str], start: int, fence: Fence) -> int:
    """Return the line that closes code, 0 if none does."""
    ends = (n for n in range(start + 1, len(lines)) if fence.is_closed_by(lines[n]))
    return next(ends, 0)


def _html(lines: Sequence[str], before: str, words: str) -> str:
    if ">" in before:
        lines = [_QUOTE.sub("", line, count=before.count(">")) for line in lines]
        before = ""
    width = len(before)
    code = "\n".join(line[width:] if not line[:width].strip() else line for line in lines)
    return _element(code, words)


def _element(code: str, words: str) -> str:
    language, _, more = words.strip().partition(" ")
    kind = f' class="language-{escaped(language)}"' if language else ""
    meta = f' data-meta="{escaped(more.strip())}"' if more.strip() else ""
    return f"<pre><code{kind}{meta}>{escaped_code(code)}\n</code></pre>\n"
