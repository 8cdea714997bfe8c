r"""The rules of marked 0.3.19, 0.6.3 and 0.7.0 (`block` and `inline` in lib/marked.js).

Python's `\w`, `\b` and `\d` know more letters than JavaScript's, so they are spelled out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

Version = tuple[int, int]
"""The version of marked: its first two numbers."""

FIRST_WITH_COMMONMARK: Version = (0, 4)
"""The first version whose raw HTML, links and emphasis are near CommonMark's."""
FIRST_LINE_BY_LINE: Version = (0, 7)
"""The first version in which neither underlined headings nor most lists end a paragraph."""

_INLINE_NAMES = (
    "a|em|strong|small|s|cite|q|dfn|abbr|data|time|code|var|samp|kbd|sub|sup|i|b|u|mark|ruby|rt|rp"
    "|bdi|bdo|span|br|wbr|ins|del|img"
)
_BLOCK_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details"
    "|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header"
    "|hr|html|iframe|legend|li|link|main|menu|menuitem|meta|nav|noframes|ol|optgroup|option|p|param"
    "|section|source|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
_WORD = "[A-Za-z0-9_]"
OLD_NAME = rf"(?!(?:{_INLINE_NAMES})(?!{_WORD})){_WORD}++(?!:|[^A-Za-z0-9_\s@]*@)"
"""The name of an element that is a block to the oldest versions."""

_RULE = r"(?:(?:- *){3,}|(?:_ *){3,}|(?:\* *){3,})(?:\n|\Z)"
_LABEL = r"(?:\\[\[\]]|[^\[\]\\]|\\(?![\[\]]))+"
_TITLE = r"\"(?:\\\"?|[^\"\\])*\"|'[^'\n]*(?:\n[^'\n]+)*\n?'|\([^()]*\)"


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a version takes for the beginning of each block."""

    is_oldest: bool
    is_line_by_line: bool
    has_tasks: bool
    bullet: str
    heading: re.Pattern[str]
    """Its marks and its words."""
    fence: re.Pattern[str]
    """The marks and the words of the line that opens a block of code."""
    underline: re.Pattern[str]
    """What makes a heading of the line above."""
    list_start: re.Pattern[str]
    """The indentation and the mark of an item."""
    ends_paragraph: re.Pattern[str]
    """Begins a line that goes on with no paragraph."""
    ends_quoted: re.Pattern[str]
    """The same within a quotation, which lists and code do not end in older versions."""
    is_kramed: bool = False
    list_rule: re.Pattern[str] = re.compile(_RULE)
    """A rule that ends a list."""
    rule: re.Pattern[str] = re.compile(rf" {{0,3}}{_RULE}\n*")
    code: re.Pattern[str] = re.compile(r"(?: {4}[^\n]++\n*+)+")
    quote: re.Pattern[str] = re.compile(r" {0,3}> ?")
    definition: re.Pattern[str] = re.compile(
        rf" {{0,3}}\[(?!\s*\])({_LABEL})\]: *\n? *<?([^\s>]++)>?"
        rf"(?:(?: +\n? *| *\n *)({_TITLE}))? *(?:\n+|\Z)"
    )

    @property
    def leaves_html(self) -> bool:
        """Return whether raw HTML is no Markdown."""
        return self.is_kramed or not self.is_oldest


@lru_cache
def grammar_of(version: Version, *, has_tasks: bool) -> Grammar:
    """Return the rules of a version; `has_tasks` if an item may be a task."""
    is_oldest = version < FIRST_WITH_COMMONMARK
    is_line_by_line = version >= FIRST_LINE_BY_LINE
    bullet = r"(?:[*+-]|[0-9]+\.)" if is_oldest else r"(?:[*+-]|[0-9]{1,9}\.)"
    indent = " *" if is_oldest else " {0,3}"
    heading = r" {0,3}(#{1,6}) +([^\n]*)" if is_line_by_line else r" *(#{1,6}) +([^\n]+)"
    words = (
        r"[ .]*+([^\s]*+) *+" if is_oldest else ("([^`~\n]*)" if is_line_by_line else "([^`\n]*)")
    )
    underline = r"(=|-)\1* *" if is_line_by_line else r"(=|-)\1+ *"
    return Grammar(
        is_oldest=is_oldest,
        is_line_by_line=is_line_by_line,
        has_tasks=has_tasks,
        bullet=bullet,
        heading=re.compile(rf"{heading}(?:\n+|\Z)"),
        fence=re.compile(rf"{indent}(`{{3,}}+|~{{3,}}+){words}\n"),
        underline=re.compile(rf"\n{indent}{underline}(?:\n+|\Z)"),
        list_start=re.compile(rf"({indent})({bullet}) (?=[\s\S])"),
        ends_paragraph=re.compile(_ends(is_oldest, is_line_by_line, rf"{bullet} [\s\S]")),
        ends_quoted=re.compile(_ends(is_oldest, is_line_by_line, "")),
    )


def _ends(is_oldest: bool, is_line_by_line: bool, item: str) -> str:  # noqa: FBT001
    """Return what ends a paragraph; `item` is the beginning of an item and, if any, fences end it, too."""
    blocks = rf"</?(?:{_BLOCK_NAMES})(?: +|\n|/?>)|<(?:script|pre|style|!--)"
    if is_line_by_line:
        lines = r"#{1,6} +|>|(?:`{3,}|~{3,})[^`\n]*\n|(?:[*+-]|1[.)]) "
        return rf" {{0,3}}(?:{_RULE}|{lines})|{blocks}"
    if is_oldest:
        lines = f"|{item}" if item else ""
        return rf" {{0,3}}(?:{_RULE}|>)| *(?:#{{1,6}}[^\n]{lines})|<{OLD_NAME}"
    lines = rf"|(?:`{{3,}}|~{{3,}})[^`\n]*\n|{item}" if item else ""
    return rf" {{0,3}}(?:{_RULE}|>{lines})| *#{{1,6}}[^\n]|{blocks}"


BLOCK_NAMES = _BLOCK_NAMES
RAW_NAMES = frozenset({"pre", "script", "style"})
"""The elements whose text is no Markdown even to versions that read it in others."""
