"""Lines of kramdown: which block each begins or ends, and how it is written for CommonMark.

Sources: lib/kramdown/parser/kramdown/ of kramdown 2.4 (header.rb, footnote.rb) and
lib/kramdown/parser/gfm.rb of kramdown-parser-gfm 1.1 (PARAGRAPH_END_GFM).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from broadsheet.markdown.kramdown import lists, spans
from broadsheet.markdown.kramdown.elements import TEXT, is_element
from broadsheet.markdown.kramdown.tags import SPACE

CODE = ("    ", "\t")
"""What indented code begins with."""

NOTE = re.compile(r" {0,3}\[\^[^\]]+\]:")
"""Begins a footnote."""

_QUOTED = re.compile(r" {0,3}> ?")
_HEADING = re.compile(r"(#{1,6})[ \t]+([^ \t].*)")
_ID = re.compile(r"[ \t]\{#[A-Za-z][\w:-]*\}\Z")
_CLOSING = re.compile(r"[ \t]#+\Z")
_DEFINITION = re.compile(r" {0,3}:[ \t|]")
_BEFORE_WORDS = re.compile(r" {0,3}:[ \t]*")
_LABEL = re.compile(r" {0,3}(?:\*\[[^\]]+\]|\[[^\]^][^\]]*\]):")
_OTHERWISE = re.compile(
    r"(?:[-+*]|[0-9]{1,9}[.)]|#{1,6})(?:\s|$)|`{3}|~{3}|<!--|=+\s*$|-+\s*$|[-|: \t]+$"
    r"|([*_-])[ \t]*+(?:\1[ \t]*+){2,}$"
)
"""What begins a block to CommonMark, or makes a heading or a table of the line above it."""


def ends_paragraph(line: str) -> bool:
    """Return whether a line ends the paragraph above it."""
    bare = line.lstrip(" ")
    if bare[:1].isalpha() or line.startswith(CODE):
        return False
    return bool(
        lists.is_block_end(line)
        or bare.startswith((">", "```", "~~~"))
        or _HEADING.match(line)
        or begins_definition(line)
        or lists.begins_item(line)
    )


def begins_definition(line: str) -> bool:
    """Return whether a line begins the definition of a term."""
    return _DEFINITION.match(line) is not None


def has_words(definition: str) -> bool:
    """Return whether a definition's words begin beside its colon."""
    return bool(definition.strip(f"{SPACE}:"))


def begins_label(line: str) -> bool:
    """Return whether a line begins the definition of a link or an abbreviation."""
    return _LABEL.match(line) is not None


def is_quoted(line: str) -> bool:
    """Return whether a line begins a quotation."""
    return _QUOTED.match(line) is not None


def unquoted(line: str) -> str:
    """Return a line of a quotation without its mark."""
    mark = _QUOTED.match(line)
    return line[mark.end() :] if mark else line


def size_of_definition(first: str, below: Iterable[str]) -> int:
    """Return of how many lines the definition is that a line begins.

    It has lines, and below empty ones those that begin at the column of its first words. If these begin
    below its colon, no block but raw HTML ends it (definition_list.rb).
    """
    before = _BEFORE_WORDS.match(first)
    column = min(len(before[0].expandtabs(4)), len(CODE[0])) if before else len(CODE[0])
    size = 1
    for number, line in enumerate(below, start=2):
        is_apart = number - size > 1
        is_inside = line.startswith("\t") or not line[:column].strip(SPACE)
        ends = is_apart or _ends_definition(line, has_words=has_words(first))
        if line.strip(SPACE) and (is_inside or not ends):
            size = number
        elif line.strip(SPACE):
            break
    return size


def _ends_definition(line: str, *, has_words: bool) -> bool:
    if has_words:
        return NOTE.match(line) is not None or ends_paragraph(line)
    return begins_definition(line) or is_element(line)


def size_of_note(below: Iterable[str]) -> int:
    """Return of how many lines a note is; the first below it is indented (CODEBLOCK_MATCH)."""
    size, is_indented = 1, False
    for number, line in enumerate(below, start=2):
        is_apart = number - size > 1
        if line.startswith(CODE) and line.strip(SPACE):
            size, is_indented = number, True
        elif line.strip(SPACE):
            if is_apart or not is_indented or is_element(line):
                break
            size = number
    return size


def outdented(line: str) -> str:
    """Return a line without an indentation of four columns (INDENT)."""
    return line.removeprefix("\t") if line.startswith("\t") else line.removeprefix(CODE[0])


def as_words(line: str) -> str:
    """Return the first line of a paragraph, so that it begins no other block to CommonMark."""
    bare = line.lstrip(SPACE)
    return TEXT + bare if bare.startswith("<") or begins_otherwise(bare) else bare


def begins_otherwise(bare: str) -> bool:
    """Return whether CommonMark takes a line of a paragraph for another block."""
    return _OTHERWISE.match(bare) is not None


def headed(line: str) -> str:
    """Return a heading, "" if a line is none: its id stands at its end, behind the `#` that close it."""
    heading = _HEADING.fullmatch(line)
    if not heading or not heading[2].strip("# \t"):
        return ""
    text = heading[2].rstrip(SPACE)
    id_ = _ID.search(text)
    words = text[: id_.start()].rstrip(SPACE) if id_ else text
    words = _CLOSING.sub("", words).rstrip(SPACE)
    if not id_ and words.endswith("}"):
        words = _ID.sub(lambda typed: typed[0].replace("{", "{" + TEXT), words)
    return f"{heading[1]} {spans.written(words)}{id_[0] if id_ else ''}"
