"""Actions → nodes and expressions. Source: src/text/template/parse/parse.go of Go 1.24."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from broadsheet.markdown.go_templates.pieces import GoPiece, pieces
from broadsheet.scripts import UnknownResultError

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<text>\"(?:[^\"\\]|\\.)*\"|`[^`]*`)"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<variable>\$\w*)|(?P<field>\.[A-Za-z_]\w*)"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>:=|[()|,=.])"
)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}
_MOST_TOKENS = 400
_MOST_DEEP = 40


@dataclass(frozen=True, slots=True)
class GoTerm:
    """A value, or a name: `kind` is as in the tokens; `fields` are the members behind it.

    The `value` of a `group` is the pipeline in its brackets.
    """

    kind: str
    value: Any
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands, of which each is given the result of the one before as its last argument.

    `names` are the variables that take the result; `declares` says that they are new.
    """

    commands: tuple[tuple[GoTerm, ...], ...]
    names: tuple[str, ...] = ()
    declares: bool = False


@dataclass(slots=True)
class Branch:
    """A part of a block: what it is shown by (None for `else`), and its nodes."""

    pipeline: Pipeline | None
    nodes: list[TemplateNode] = field(default_factory=list)


@dataclass(slots=True)
class TemplateNode:
    """A text, an output, or a block with its branches; `kind` is a keyword, `text` or `output`."""

    kind: str
    text: str = ""
    pipeline: Pipeline | None = None
    branches: list[Branch] = field(default_factory=list)


@dataclass(slots=True)
class GoTemplate:
    """A template: its nodes, and the templates that it defines, by name."""

    nodes: list[TemplateNode] = field(default_factory=list)
    defined: dict[str, list[TemplateNode]] = field(default_factory=dict)


@lru_cache(maxsize=200)
def parsed_template(template: str) -> GoTemplate:
    """Return the parts of a template. Raises UnknownResultError for what is not understood."""
    parser = _Parser(pieces(template))
    found = GoTemplate(parser.nodes(0), parser.defined)
    if parser.end != "":
        raise UnknownResultError
    return found


_BLOCKS = frozenset({"if", "range", "with", "define", "block"})


class _Parser:
    """Reads the pieces of one template; `end` is the action that ended the last nodes."""

    def __init__(self, found: Iterator[GoPiece]) -> None:
        self._pieces = found
        self.defined: dict[str, list[TemplateNode]] = {}
        self.end = ""

    def nodes(self, depth: int) -> list[TemplateNode]:
        """Read nodes up to an `else` or `end`, or to the end of the template."""
        if depth > _MOST_DEEP:
            raise UnknownResultError
        found: list[TemplateNode] = []
        for piece in self._pieces:
            if not piece.is_action:
                if piece.text:
                    found.append(TemplateNode("text", piece.text))
                continue
            word, _, rest = piece.text.partition(" ")
            word = piece.text.split(None, 1)[0] if piece.text else ""
            rest = piece.text[len(word) :].strip()
            if word in {"else", "end"}:
                self.end = piece.text
                return found
            found += self._node(word, rest, piece.text, depth)
        self.end = ""
        return found

    def _node(self, word: str, rest: str, text: str, depth: int) -> list[TemplateNode]:
        if word in _BLOCKS:
            return self._block(word, rest, depth)
        if word in {"return", "template"}:
            return [TemplateNode(word, pipeline=_pipeline(rest or "nil"))]
        if word in {"break", "continue"} and not rest:
            return [TemplateNode(word)]
        return [TemplateNode("output", pipeline=_pipeline(text))] if text else []

    def _block(self, word: str, rest: str, depth: int) -> list[TemplateNode]:
        branch = Branch(_pipeline(rest))
        node = TemplateNode(word, branches=[branch])
        while True:
            branch.nodes = self.nodes(depth + 1)
            if self.end == "end":
                break
            if not self.end.startswith("else"):
                raise UnknownResultError
            inner = self.end.removeprefix("else").strip()
            if inner:  # `else if x` and `else with x` are blocks in the branch.
                kind, _, condition = inner.partition(" ")
                if kind not in {"if", "with"}:
                    raise UnknownResultError
                branch = Branch(None, self._block(kind, condition.strip(), depth + 1))
                node.branches.append(branch)
                break
            branch = Branch(None)
            node.branches.append(branch)
        self.end = ""
        return self._defined(node) if word in {"define", "block"} else [node]

    def _defined(self, node: TemplateNode) -> list[TemplateNode]:
        pipeline = node.branches[0].pipeline
        name = pipeline.commands[0][0].value if pipeline else None
        if not isinstance(name, str):
            raise UnknownResultError
        self.defined[name] = node.branches[0].nodes
        return [TemplateNode("template", pipeline=pipeline)] if node.kind == "block" else []


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    value: str
    is_apart: bool


def _tokens(code: str) -> list[_Token]:
    found: list[_Token] = []
    at, is_apart = 0, True
    while at < len(code):
        token = _TOKEN.match(code, at)
        if token is None or len(found) > _MOST_TOKENS:
            raise UnknownResultError(code)
        at = token.end()
        if token.lastgroup != "space":
            found.append(_Token(str(token.lastgroup), token[0], is_apart))
        is_apart = token.lastgroup == "space"
    return found


def _pipeline(code: str) -> Pipeline:
    reader = _Reader(_tokens(code))
    found = reader.pipeline()
    if reader.rest():
        raise UnknownResultError(code)
    return found


class _Reader:
    """Reads the tokens of one action."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def rest(self) -> bool:
        """Return whether any tokens are left."""
        return self._at < len(self._tokens)

    def _value(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at].value if at < len(self._tokens) else ""

    def pipeline(self) -> Pipeline:
        """Read commands with `|` between them, and the variables that they are given to."""
        names, declares = self._names()
        commands = [self._command()]
        while self._value() == "|":
            self._at += 1
            commands.append(self._command())
        return Pipeline(tuple(commands), names, declares)

    def _names(self) -> tuple[tuple[str, ...], bool]:
        count = 1
        while self._value(count) == "," and self._value(count + 1).startswith("$"):
            count += 2
        if not self._value().startswith("$") or self._value(count) not in {":=", "="}:
            return (), False
        names = tuple(self._value(place) for place in range(0, count, 2))
        declares = self._value(count) == ":="
        self._at += count + 1
        return names, declares

    def _command(self) -> tuple[GoTerm, ...]:
        terms = []
        while self.rest() and self._value() not in {"|", ")", ","}:
            terms.append(self._term())
        if not terms:
            raise UnknownResultError
        return tuple(terms)

    def _term(self) -> GoTerm:
        token = self._tokens[self._at]
        self._at += 1
        if token.value == "(":
            self._depth += 1
            if self._depth > _MOST_DEEP:
                raise UnknownResultError
            inner = self.pipeline()
            self._depth -= 1
            if self._value() != ")":
                raise UnknownResultError
            self._at += 1
            return GoTerm("group", inner, self._fields())
        if token.kind == "field":
            return GoTerm("dot", None, (token.value[1:], *self._fields()))
        if token.value == ".":
            return GoTerm("dot", None)
        read = _LITERALS.get(token.kind)
        if read is None:
            raise UnknownResultError(token.value)
        return GoTerm(token.kind, read(token.value), self._fields())

    def _fields(self) -> tuple[str, ...]:
        found = []
        while self.rest():
            token = self._tokens[self._at]
            if token.kind != "field" or token.is_apart:
                break
            found.append(token.value[1:])
            self._at += 1
        return tuple(found)


def _text(typed: str) -> str:
    if typed[0] == "`":
        return typed[1:-1]
    return _ESCAPE.sub(_escaped, typed[1:-1])


def _escaped(found: re.Match[str]) -> str:
    if found[1] not in _ESCAPED:
        raise UnknownResultError
    return _ESCAPED[found[1]]


_LITERALS: dict[str, Callable[[str], Any]] = {
    "name": str,
    "number": lambda typed: float(typed) if "." in typed else int(typed),
    "text": _text,
    "variable": str,
}
