"""A text → its blocks (`Lexer.prototype.token`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from broadsheet.markdown.old_marked.closers import Closers
from broadsheet.markdown.old_marked.grammar import Grammar
from broadsheet.markdown.old_marked.html_blocks import html_end, is_raw
from broadsheet.markdown.old_marked.kramed import formula_at, loose_quote_end, note_at
from broadsheet.markdown.old_marked.lists import list_at
from broadsheet.markdown.old_marked.paragraphs import fence_at, line_end, paragraph_end, quote_end
from broadsheet.markdown.old_marked.tables import Table, table_at

_MOST_DEPTH = 30
_SPACES = re.compile(r"(?m)^ +$")
_CODE_INDENT = re.compile(r"(?m)^ {4}")
_QUOTE_MARK = re.compile(r"(?m)^ *> ?")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A block.

    Its kind is `space`, `code`, `heading`, `table`, `rule`, `quote`, `list`, `item`, `html` (whose text is
    Markdown), `raw` (whose text is not), `paragraph`, or `text`, a line of an item; kramed has `note` and
    `formula`, too.
    """

    kind: str
    text: str = ""
    """The words, or the language of code."""
    code: str = ""
    """Code or TeX, or the name of a footnote."""
    number: int | None = None
    """A heading's level, or a list's first number."""
    children: Sequence[MarkedBlock] = ()
    table: Table | None = None
    is_loose: bool = False
    is_checked: bool | None = None


@dataclass(slots=True)
class Reader:
    """Reads the blocks of an article, and its definitions of links."""

    grammar: Grammar
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The addresses and titles of links, by their names."""

    def read(self, text: str) -> Sequence[MarkedBlock]:
        """Return the blocks of a text."""
        text = text.replace("\t", "    ").replace("\u00a0", " ").replace("\u2424", "\n")
        return self._blocks(text, is_top=True, depth=0)

    def _blocks(self, text: str, *, is_top: bool, depth: int) -> Sequence[MarkedBlock]:
        return _Blocks(self, _SPACES.sub("", text), is_top=is_top, depth=depth).read()

    def inner(self, text: str, *, is_top: bool, depth: int) -> Sequence[MarkedBlock]:
        """Return the blocks within a quotation or an item."""
        if depth >= _MOST_DEPTH:
            return (MarkedBlock("text", text),)
        return self._blocks(text, is_top=is_top, depth=depth + 1)


class _Blocks:
    """Reads the blocks of one text."""

    def __init__(self, reader: Reader, text: str, *, is_top: bool, depth: int) -> None:
        self._reader = reader
        self._grammar = reader.grammar
        self._text = text
        self._is_top = is_top
        self._depth = depth
        self._closers = Closers(text)
        self._found: list[MarkedBlock] = []
        self._at = 0

    def read(self) -> Sequence[MarkedBlock]:
        steps = self._steps()
        while self._at < len(self._text):
            self._newlines()
            if self._at < len(self._text) and not any(step() for step in steps):
                self._words()
        return self._found

    def _steps(self) -> Sequence[Callable[[], bool]]:
        code = self._code, self._fence
        blocks = self._rule, self._quote, self._list, self._html, self._definition
        if self._grammar.is_kramed:
            heading = self._note, self._formula, self._heading, self._open_table, self._underlined
            return (*code, *heading, *blocks, self._closed_table)
        heads = self._heading, self._open_table
        return (*code, *heads, *blocks, self._closed_table, self._underlined)

    def _add(self, block: MarkedBlock, end: int) -> bool:
        self._found.append(block)
        self._at = end
        return True

    def _newlines(self) -> None:
        start = self._at
        while self._text.startswith("\n", self._at):
            self._at += 1
        if self._at - start > 1:
            self._found.append(MarkedBlock("space"))

    def _code(self) -> bool:
        found = self._grammar.code.match(self._text, self._at)
        if found is None:
            return False
        last = self._found[-1] if self._found else None
        if last and last.kind == "paragraph" and not self._grammar.is_oldest:
            self._found[-1] = replace(last, text=f"{last.text}\n{found[0].rstrip()}")
            self._at = found.end()
            return True
        return self._add(
            MarkedBlock("code", code=_CODE_INDENT.sub("", found[0]).rstrip("\n")), found.end()
        )

    def _fence(self) -> bool:
        found = fence_at(self._text, self._at, self._closers, self._grammar)
        if found is None:
            return False
        words, code, end = found
        return self._add(MarkedBlock("code", words.strip(), code), end)

    def _note(self) -> bool:
        found = note_at(self._text, self._at)
        if found is None:
            return False
        name, words, end = found
        return self._add(MarkedBlock("note", words, name), end)

    def _formula(self) -> bool:
        found = formula_at(self._text, self._at, self._closers)
        return found is not None and self._add(MarkedBlock("formula", code=found[0]), found[1])

    def _heading(self) -> bool:
        found = self._grammar.heading.match(self._text, self._at)
        if found is None:
            return False
        words = _heading_words(found[2], is_strict=self._grammar.is_line_by_line)
        return self._add(MarkedBlock("heading", words, number=len(found[1])), found.end())

    def _open_table(self) -> bool:
        return self._table(is_closed=False)

    def _closed_table(self) -> bool:
        return self._table(is_closed=True)

    def _table(self, *, is_closed: bool) -> bool:
        if self._grammar.is_oldest and not self._is_top:
            return False
        first = self._text[self._at : line_end(self._text, self._at)]
        if "|" not in first:
            return False
        table = table_at(self._text, self._at, self._grammar, is_closed=is_closed)
        return table is not None and self._add(MarkedBlock("table", table=table), table.end)

    def _rule(self) -> bool:
        found = self._grammar.rule.match(self._text, self._at)
        return found is not None and self._add(MarkedBlock("rule"), found.end())

    def _quote(self) -> bool:
        end_of = loose_quote_end if self._grammar.is_kramed else quote_end
        end = end_of(self._text, self._at, self._grammar)
        if not end:
            return False
        inner = _QUOTE_MARK.sub("", self._text[self._at : end])
        blocks = self._reader.inner(inner, is_top=self._is_top, depth=self._depth)
        return self._add(MarkedBlock("quote", children=blocks), end)

    def _list(self) -> bool:
        found = list_at(self._text, self._at, self._grammar)
        if found is None:
            return False
        is_loose = any(item.is_loose for item in found.items) and not self._grammar.is_oldest
        items = [
            MarkedBlock(
                "item",
                children=self._reader.inner(item.text, is_top=False, depth=self._depth),
                is_loose=is_loose or item.is_loose,
                is_checked=item.is_checked,
            )
            for item in found.items
        ]
        self._add(
            MarkedBlock("list", number=found.number, children=items), found.end - len(found.rest)
        )
        return True

    def _html(self) -> bool:
        end = html_end(self._text, self._at, self._closers, self._grammar)
        if not end:
            return False
        is_typed = self._grammar.leaves_html or is_raw(self._text, self._at)
        return self._add(
            MarkedBlock("raw" if is_typed else "html", self._text[self._at : end]), end
        )

    def _definition(self) -> bool:
        found = self._grammar.definition.match(self._text, self._at) if self._is_top else None
        if found is None:
            return False
        name = _SPACE.sub(" ", found[1].lower())
        if name not in self._reader.links or self._grammar.is_kramed:
            self._reader.links[name] = found[2], (found[3] or "")[1:-1]
        self._at = found.end()
        return True

    def _underlined(self) -> bool:
        end = line_end(self._text, self._at)
        found = self._grammar.underline.match(self._text, end)
        if found is None:
            return False
        level = 1 if found[1] == "=" else 2
        return self._add(
            MarkedBlock("heading", self._text[self._at : end], number=level), found.end()
        )

    def _words(self) -> None:
        if self._is_top:
            end = paragraph_end(self._text, self._at, self._closers, self._grammar)
            self._add(MarkedBlock("paragraph", self._text[self._at : end]), end)
        else:
            end = line_end(self._text, self._at)
            self._add(MarkedBlock("text", self._text[self._at : end]), end)


def _heading_words(text: str, *, is_strict: bool) -> str:
    """Return the words of a heading without the marks that close it."""
    bare = text.rstrip(" ")
    words = bare.rstrip("#")
    if is_strict:  # Only marks behind a space close it.
        return words.rstrip(" ") if not words or words.endswith(" ") else bare
    return words.rstrip(" ") or text[:1]
