"""A text in JavaScript → tokens, one at a time: where a `/` stands decides whether it begins a pattern."""

from __future__ import annotations

import re
from typing import NamedTuple

from broadsheet.scripts.values import UnknownResultError

_SPACE = re.compile(r"(?:[\s\ufeff]+|//[^\n]*|/\*(?>(?:[^*]|\*(?!/))*)(?:\*/|\Z))*")
_TOKEN = re.compile(
    r"(?P<number>0[xX][\da-fA-F]{1,12}|\d{1,15}(?:\.\d{0,15})?(?:[eE][+-]?\d{1,3})?|\.\d{1,15})"
    r"|(?P<name>[A-Za-z_$\u00aa-\uffdc][\w$]*)"
    r"|(?P<text>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\")"
    r"|(?P<sign>=>|\?\?=|\?\?|\?\.(?!\d)|===|!==|==|!=|<=|>=|&&|\|\||\*\*|\.\.\.|\+\+|--|\+=|-="
    r"|[-+*/%<>=!?:;,.(){}\[\]|&^~`@#])",
    re.DOTALL,
)
_PATTERN = re.compile(r"/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+)/([a-z]*)")
_CHUNK = re.compile(r"(?:\\.|\$(?!\{)|[^`\\$])*", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|.))", re.DOTALL
)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_LAST = 0x10FFFF
_BEFORE_PATTERN = frozenset({*"(,=:[!&|?{};+", "&&", "||", "??", "=>", "return", "typeof"})
"""What stands before the `/` of a regular expression, and not of a division."""


class ScriptToken(NamedTuple):
    """A token: `kind` is `number`, `name`, `text`, `sign`, or "" at the end."""

    kind: str
    value: str
    start: int
    end: int


class Lexer:
    """Reads tokens of a text from a place on."""

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self._at = at
        self._next: ScriptToken | None = None

    @property
    def at(self) -> int:
        """Where the next token is looked for."""
        return self.peek().start

    def move(self, at: int) -> None:
        """Go on reading from another place."""
        self._at, self._next = at, None

    def peek(self) -> ScriptToken:
        """Return the next token, which stays the next one. Raises UnknownResultError."""
        if self._next is None:
            space = _SPACE.match(self.text, self._at)
            start = space.end() if space else self._at
            found = _TOKEN.match(self.text, start)
            if found is None and start < len(self.text):
                raise UnknownResultError(self.text[start])
            self._next = (
                ScriptToken(str(found.lastgroup), found[0], start, found.end())
                if found
                else ScriptToken("", "", start, start)
            )
        return self._next

    def next(self) -> ScriptToken:
        """Return the next token, and go on behind it."""
        token = self.peek()
        self.move(token.end)
        return token

    def is_next(self, *values: str) -> bool:
        """Return whether a sign or a word of the language comes next."""
        token = self.peek()
        return token.kind in {"sign", "name"} and token.value in values

    def skip(self, *values: str) -> bool:
        """Go on behind one of some signs or words if it comes next; return whether it did."""
        found = self.is_next(*values)
        if found:
            self.next()
        return found

    def expect(self, value: str) -> None:
        """Go on behind a sign. Raises UnknownResultError if another token comes next."""
        if not self.skip(value):
            raise UnknownResultError(value)

    def name(self) -> str:
        """Return the name that comes next. Raises UnknownResultError if none does."""
        token = self.next()
        if token.kind != "name":
            raise UnknownResultError(token.value)
        return token.value

    def has_line_end(self) -> bool:
        """Return whether a line ends before the next token."""
        return "\n" in self.text[self._at : self.peek().start]

    def chunk(self) -> tuple[str, bool]:
        """Return a piece of a template that stands behind a backtick or `}`, and whether it is the last.

        Raises UnknownResultError if it has no end.
        """
        found = _CHUNK.match(self.text, self._at)
        end = found.end() if found else self._at
        sign = self.text[end : end + 1]
        if sign not in {"`", "$"}:
            raise UnknownResultError
        piece = self.text[self._at : end]
        self.move(end + (1 if sign == "`" else 2))
        return unescaped(piece), sign == "`"

    def pattern(self) -> tuple[str, str]:
        """Return the regular expression that comes next, and its flags.

        Raises UnknownResultError if none does.
        """
        found = _PATTERN.match(self.text, self.at)
        if not found:
            raise UnknownResultError
        self.move(found.end())
        return found[1], found[2]

    def end_of_group(self) -> int:
        """Return where the group ends whose `(`, `[` or `{` comes next.

        Raises UnknownResultError if it has no end.
        """
        start, depth, before = self.at, 0, ""
        while True:
            if self.is_next("/") and before in _BEFORE_PATTERN:
                self.pattern()
            token = self.next()
            before = token.value
            if token.value == "`" and token.kind == "sign":
                self._skip_template()
            elif token.kind == "sign" and token.value in "([{":
                depth += 1
            elif token.kind == "sign" and token.value in ")]}":
                depth -= 1
            if depth == 0 or not token.kind:
                self.move(start)
                if not token.kind:
                    raise UnknownResultError
                return token.end

    def _skip_template(self) -> None:
        is_last = False
        while not is_last:
            _, is_last = self.chunk()
            if not is_last:
                # The piece ended behind `${`: step back onto the brace, which is a group.
                self.move(self._at - 1)
                self.move(self.end_of_group())


def unescaped(text: str) -> str:
    """Return a text without escapes (12.9.4)."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or escape[3] or "0", 16)
    if escape[4]:
        return _CONTROLS.get(escape[4], escape[4])
    return chr(code) if code <= _LAST else escape[0]
