"""What is too much for Python-Markdown, which takes quadratic time for some of what articles may hold.

That is so for the marks and headings of a block, for abbreviations, and for references, whose
addresses it copies. These limits are passed in about a second; no article of the sites that were
looked at comes near them.
"""

from __future__ import annotations

import re

from broadsheet.markdown.scanning.cells import has_too_many_cells
from broadsheet.markdown.scanning.link_texts import read_for_ends
from broadsheet.markdown.scanning.signs import has, signs

_MARK = re.compile(r"[*_`<&~\\@:]|\[(?!\^)|[wW]\.|  \n|^[#=-]", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
_MOST_MARKS = 3000
_ABBREVIATION = re.compile(r"^ {0,3}\*\[([^\]\n]*)(.*)", re.MULTILINE)
_MOST_ABBREVIATIONS = 300
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:.*", re.MULTILINE)
_MOST_REFERRED = 10_000_000
_MOST_BLOCKS = 20_000
_QUOTES = re.compile(r"^[ \t>]*>", re.MULTILINE)
_MOST_QUOTED = 500_000
_DEEP = 200 * " "
_DEEP_ITEM = re.compile(r"^ {200,}(?:[-+*]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_MOST_READ = 10_000_000
_MOST_SEARCHED = 250_000_000
_STARTED = re.compile(r"^(?![ \t>]*\[[^\]\n]+\]:).*\n(?=[ \t>]*\[[^\]\n]+\]:)", re.MULTILINE)
"""A line before a definition that is none itself: one definition after the other is taken at once."""
_MOST_PASSED = 5_000_000
_MOST_WITH_EXTENSIONS = {"^": 150, "+": 3000, "=": 3000, '"': 5000, "-": 6000, "\n": 1000}
"""What a block may have of each, if a site has extensions of its own."""
_OPEN_TAG = re.compile(r"<[A-Za-z][^<>]*(?=<|\Z)")
_MOST_OPEN_TAGS = 300
"""Tags without an end: Python's HTMLParser looks for each one's in all of the rest."""


def is_too_much(text: str) -> bool:
    """Return whether Python-Markdown would take too long, or too much memory."""
    if len(text) < _MOST_MARKS:
        return False
    if _has_few_signs(text):
        return has_too_many_cells(text)
    blocks = _BLANK.split(text)
    marks = sum((len(_MARK.findall(block)) + 2 * block.count("www.")) ** 2 for block in blocks)
    definitions = max(map(len, _DEFINITION.findall(text)), default=0)
    return (
        marks > _MOST_MARKS**2
        or len(blocks) > _MOST_BLOCKS
        or len(_OPEN_TAG.findall(text)) > _MOST_OPEN_TAGS
        or _abbreviated(text) > _MOST_REFERRED
        or definitions * text.count("[") > _MOST_REFERRED
        or _DEEP_ITEM.search(text) is not None
        or sum(map(_quoted, blocks)) > _MOST_QUOTED
        or sum(map(read_for_ends, blocks)) > _MOST_READ
        or sum(map(_searched, blocks)) > _MOST_SEARCHED
        or sum(map(_passed, blocks)) > _MOST_PASSED
        or has_too_many_cells(text)
    )


def is_too_much_for_extensions(text: str) -> bool:
    """Return whether the extensions of a site would take too long for a text without its code.

    Those for blocks copy all lines of a block that follow one of theirs, and PyMdown's `caret` looks for
    the ends of superscripts again and again.
    """
    blocks = _BLANK.split(text)
    return any(
        sum(block.count(sign) ** 2 for block in blocks) > most**2
        for sign, most in _MOST_WITH_EXTENSIONS.items()
    )


def _has_few_signs(text: str) -> bool:
    """Return whether a text has too few signs for any limit but that of cells, as nearly all articles have.

    Each mark, bracket, tag, quote and line end is a sign. None counts more than three times (`www.`), and
    what grows with the text as well is at most the product of both.
    """
    found = signs(text)
    return (
        3 * len(found) <= _MOST_MARKS
        and len(found) * len(text) <= _MOST_PASSED
        and found.count("<") <= _MOST_OPEN_TAGS
        and not has(text, "*[", _DEEP)
    )


def _abbreviated(text: str) -> int:
    """Return how many characters abbreviations add to a text, at most."""
    found = _ABBREVIATION.findall(text)
    if len(found) > _MOST_ABBREVIATIONS:
        return _MOST_REFERRED + 1
    return sum(text.count(name) * len(title) for name, title in found)


def _quoted(block: str) -> int:
    """Return how often lines of a block are taken out of a quote: each is of all quotes above it."""
    depths = (match[0].count(">") for match in _QUOTES.finditer(block))
    return max(depths, default=0) * block.count("\n")


def _searched(block: str) -> int:
    """Return how many characters are searched: all of a block, again, after each mark that is found."""
    return (len(_MARK.findall(block)) + block.count("[^")) * len(block)


def _passed(block: str) -> int:
    """Return how many characters are read again after definitions: all that follows each of them."""
    return len(_STARTED.findall(block)) * len(block) if "]:" in block else 0
