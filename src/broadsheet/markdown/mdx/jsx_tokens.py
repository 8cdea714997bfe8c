"""Tokenizes MDX: code, imports and exports, expressions, tags, and the text between them.

It follows the grammar of MDX 3 (micromark-extension-mdxjs): no HTML comments, no code by indentation
(which other Markdown with components has), an expression ends at the brace that balances it. Formulas
between dollars are text (remark-math). What does not parse is text. Each character is read a bounded
number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.markdown.mdx.fence_lines import fence_of
from broadsheet.markdown.mdx.jsx_pieces import Piece, PieceKind
from broadsheet.markdown.mdx.jsx_signs import COMMENT, DEPTHS, MOST_IN_TAG, end_of_line, signs
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.spans import Kind

_MODULE = re.compile(
    r"import\s*(?:[\"'{*]|[\w$]+\s*(?:,|from\b))"
    r"|export\s*(?:[{*]|(?:default|const|let|var|function|class|async)\b)"
)
_DEFAULT = re.compile(r"import\s+([\w$]+)\s*(?:,\s*\{[^{}]*\}\s*)?from\s*([\"'])([^\"']+)\2")
_NAME = re.compile(r"[A-Za-z][\w.:-]*")
_ATTRIBUTE = re.compile(r"[A-Za-z_@:#$][\w.:@$-]*")
_PLAIN = re.compile(r"[^`<{$\n\\]+")
_TICKS = re.compile(r"`+")
_MOST_IN_MODULE = 100_000
_MOST_IN_EXPRESSION = 20_000
_MOST_INDENT = 1_000
_MOST_FAILURES = 20
"""The most unclosed braces whose end is searched for."""


def tokens(text: str, *, is_mdx: bool) -> list[Piece]:
    """Return the pieces of a text; joined, their texts are the source."""
    return list(_Tokens(text, is_mdx=is_mdx).pieces())


class _Tokens:
    def __init__(self, text: str, *, is_mdx: bool) -> None:
        self._text = text
        self._is_mdx = is_mdx
        self._position = 0
        self._plain_from = 0
        self._first = len(text) - len(text.lstrip())
        self._ticks = _last_runs(text)
        self._end_of_block = 0
        self._failures = 0
        self._indented = {} if is_mdx else dict(_indented_code(text))

    def pieces(self) -> Iterator[Piece]:
        text = self._text
        while self._position < len(text):
            start = self._position
            if start == 0 or text[start - 1] == "\n":
                if start in self._indented:
                    self._position = self._indented[start]
                    continue
                if self._skip_fence():
                    continue
                if self._is_mdx and (found := self._module()):
                    yield from self._plain_up_to(start)
                    yield found
                    self._plain_from = self._position
                    continue
            found = self._special()
            if found is not None:
                yield from self._plain_up_to(start)
                yield found
                self._plain_from = self._position
        yield from self._plain_up_to(len(text))

    def _plain_up_to(self, end: int) -> Iterator[Piece]:
        if end > self._plain_from:
            yield Piece(PieceKind.TEXT, self._text[self._plain_from : end])

    def _skip_fence(self) -> bool:
        """Pass over a fenced block of code, to the end of the quotation or text if nothing closes it."""
        start, end = self._position, self._end_of_line(self._position)
        fence = fence_of(self._text[start:end])
        if not fence:
            return False
        while end < len(self._text):
            start, end = end + 1, self._end_of_line(end + 1)
            if fence.is_left_by(self._text[start:end]):
                end = start - 1
                break
            if fence.is_closed_by(self._text[start:end]):
                break
        self._position = min(end + 1, len(self._text))
        return True

    def _end_of_line(self, start: int) -> int:
        end = self._text.find("\n", start)
        return end if end >= 0 else len(self._text)

    def _module(self) -> Piece | None:
        """Take imports or exports, up to the next blank line outside of braces, else to the next one."""
        text, start = self._text, self._position
        is_first = start <= self._first or self._plain_from == start
        is_block = is_first or text.endswith("\n\n", 0, start)
        if not is_block or not _MODULE.match(text, start):
            return None
        depth, position = 0, min(len(text), start + _MOST_IN_MODULE)
        for place, sign in signs(text, start, position):
            if sign == "\n":
                is_blank = not text[place + 1 : end_of_line(text, place + 1)].strip()
                if is_blank and (depth <= 0 or self._failures >= _MOST_FAILURES):
                    position = place + 1
                    break
            else:
                depth += DEPTHS.get(sign, 0)
        if depth > 0:
            self._failures += 1
            blank = text.find("\n\n", start)
            position = blank + 1 if blank >= 0 else position
        self._position = min(position, len(text))
        found = text[start : self._position]
        names = tuple((name[1], name[3]) for name in _DEFAULT.finditer(found))
        return Piece(PieceKind.IMPORT, found, names=names, is_whole=depth <= 0)

    def _special(self) -> Piece | None:
        """Move on by plain text, or return the expression or tag that begins here."""
        text, start = self._text, self._position
        if plain := _PLAIN.match(text, start):
            self._position = plain.end()
            return None
        if text[start] in "`$\\":
            self._skip(text[start])
            return None
        if text[start] == "{" and self._is_mdx:
            return self._expression()
        if text[start] == "<":
            return self._tag()
        self._position = start + 1
        return None

    def _skip(self, character: str) -> None:
        """Pass over code, a formula or an escaped character."""
        if character == "`":
            self._skip_code()
        elif character == "$":
            self._skip_formula()
        else:
            self._position += 2

    def _skip_code(self) -> None:
        ticks = _TICKS.match(self._text, self._position)
        run = ticks[0] if ticks else "`"
        behind = self._position + len(run)
        self._position = behind
        if self._ticks.get(len(run), -1) < behind:
            return
        if self._end_of_block < behind:
            end = self._text.find("\n\n", behind)
            self._end_of_block = len(self._text) if end < 0 else end
        for found in _TICKS.finditer(self._text, behind, self._end_of_block):
            if len(found[0]) == len(run):
                self._position = found.end()
                return

    def _skip_formula(self) -> None:
        """Pass over a formula, `$…$` or `$$…$$`, or over the sign alone if there is none."""
        text, start = self._text, self._position
        sign = "$$" if text.startswith("$$", start) else "$"
        self._position = behind = start + len(sign)
        end = text.find(sign, behind, behind + MOST_IN_TAG)
        if end > 0 and _is_formula(text[behind:end], is_block=sign == "$$"):
            self._position = end + len(sign)

    def _expression(self) -> Piece | None:
        start = self._position
        end = self._balanced(start)
        if end < 0:
            self._position = start + 1
            return Piece(PieceKind.UNCLOSED, "{")
        self._position = end
        return Piece(PieceKind.EXPRESSION, self._text[start:end])

    def _balanced(self, start: int) -> int:
        """Return the place behind the brace that closes the one at `start`, -1 if none does."""
        depth = 0
        if self._failures < _MOST_FAILURES:
            limit = min(len(self._text), start + _MOST_IN_EXPRESSION)
            for place, sign in signs(self._text, start, limit):
                if sign in {"{", "}"}:
                    depth += DEPTHS[sign]
                if sign == COMMENT:
                    break
                if sign == "}" and not depth:
                    return place + 1
            self._failures += 1
        return -1

    def _tag(self) -> Piece | None:
        """Return the tag that begins here; what is none is text."""
        start = self._position
        self._position = start + 1
        is_end = self._text.startswith("</", start)
        name = _NAME.match(self._text, start + 1 + is_end)
        position = name.end() if name else start + 1 + is_end
        if not name and not self._text.startswith(">", position):
            return None
        if self._text[position : position + 1] not in {" ", "\t", "\n", "/", ">"}:
            return None
        attributes: list[tuple[str, str | None]] = []
        limit = min(len(self._text), start + MOST_IN_TAG)
        while position < limit:
            if self._text[position].isspace():
                position += 1
            elif self._text.startswith((">", "/>"), position):
                closes = self._text[position] == "/"
                self._position = position + 1 + closes
                return self._made(start, name[0] if name else "", attributes, is_end, closes)
            elif (found := self._attribute(position, attributes)) > position:
                position = found
            else:
                return None
        return None

    def _made(
        self,
        start: int,
        name: str,
        attributes: list[tuple[str, str | None]],
        is_end: bool,  # noqa: FBT001
        closes: bool,  # noqa: FBT001
    ) -> Piece:
        text = self._text
        widest = max(start - _MOST_INDENT, 0)
        line = text[max(text.rfind("\n", widest, start) + 1, widest) : start]
        return Piece(
            PieceKind.TAG,
            text[start : self._position],
            name,
            tuple(attributes),
            is_end,
            closes,
            None if line.strip() else line,
            not text[self._position : end_of_line(text, self._position)].strip(),
        )

    def _attribute(self, position: int, attributes: list[tuple[str, str | None]]) -> int:
        """Read an attribute into `attributes`; returns the place behind it, `position` if there is none."""
        text = self._text
        if text[position] == "{":
            return max(self._balanced(position), position)
        name = _ATTRIBUTE.match(text, position)
        if not name:
            return position
        behind = name.end()
        while text[behind : behind + 1].isspace():
            behind += 1
        if text[behind : behind + 1] != "=":
            attributes.append((name[0], None))
            return name.end()
        behind += 1
        while text[behind : behind + 1].isspace():
            behind += 1
        return self._value(name[0], behind, position, attributes)

    def _value(
        self, name: str, start: int, otherwise: int, attributes: list[tuple[str, str | None]]
    ) -> int:
        text = self._text
        opening = text[start : start + 1]
        if opening == "{":
            end = self._balanced(start)
        elif opening in {'"', "'"}:
            end = text.find(opening, start + 1, start + MOST_IN_TAG) + 1 or -1
        else:
            end = start
            while end < len(text) and not text[end].isspace() and text[end] not in "<>\"'`=":
                end += 1
        if end <= start:
            return otherwise
        value = text[start:end]
        attributes.append((name, value[1:-1] if opening in {'"', "'"} else value))
        return end


def _is_formula(text: str, *, is_block: bool) -> bool:
    """Return whether a text between dollar signs is TeX; `${price}` and what it costs are not."""
    if is_block or "\\" in text:
        return "\\" in text or "^" in text or "_" in text
    is_phrase = text == text.strip() and "\n\n" not in text and not text.startswith("{")
    return is_phrase and ("^" in text or "_" in text)


def _indented_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the line begins on which indented code does, and where the code ends."""
    for code in scan(text).code:
        if code.kind is Kind.INDENTED:
            yield text.rfind("\n", 0, code.start) + 1, code.end


def _last_runs(text: str) -> dict[int, int]:
    """Return where the last run of so many backticks begins, by their number."""
    return {len(found[0]): found.start() for found in _TICKS.finditer(text)}
