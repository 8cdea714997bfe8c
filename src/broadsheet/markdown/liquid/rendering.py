"""Liquid's parts → text. What is not known stays as it was typed: it is replaced, or named, later.

Source: lib/liquid/tags/ of Liquid 4.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from broadsheet.markdown.liquid.expressions import Expression, UnknownValueError
from broadsheet.markdown.liquid.filters import FILTERS, shown, weight
from broadsheet.markdown.liquid.language import NO_ADDITIONS, OwnAdditions, TemplateTag
from broadsheet.markdown.liquid.nodes import Node, parsed
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.shortcodes.literals import hidden, show
from broadsheet.scripts import Bounds, UnknownResultError

_MOST_STEPS = 20_000
_MOST_CHARACTERS = 1_000_000
_MOST_DEEP = 8
_LATER = frozenset({"site.url", "site.baseurl"})
"""Outputs that are replaced with regard to what stands behind them."""

_ARGUMENT = re.compile(
    r"(?<![\w-])([\w-]++)\s*+=\s*+(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[\w.\[\]-]+)"
)
_UNKNOWN = (UnknownValueError, UnknownResultError, TypeError, ValueError, ArithmeticError)
"""What is raised where a value is not known, or of a kind or size that nobody prints."""

_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s,\"']+")

_INCLUDES = frozenset({"include", "include_cached", "include_relative"})


class _StopError(Exception):
    """A `{% break %}` or `{% continue %}`; `text` is what the loop has shown before it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        self.text = ""


def _address_by(address: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else address(shown(value))


class Liquid:
    """Renders the Liquid of one article.

    `names` are the values that are known by name, and `read` returns the text of a file that is included,
    by the name of its tag and its own; None if there is none. `address` makes a URL of a path. `own` are
    tags and filters of the site's own.
    """

    assigns = "assign"
    """The tag that gives a name a value."""
    captures: frozenset[str] = frozenset()
    """Tags that give a name what they enclose, besides `capture`."""
    usual_filters: Mapping[str, Callable[..., Any]] = FILTERS
    trims_raw = True
    """Whether `{%- raw -%}` takes away the white space behind it."""

    def __init__(
        self,
        names: Mapping[str, Any],
        read: Callable[[str, str], str | None],
        address: Callable[[str], str],
        own: OwnAdditions = NO_ADDITIONS,
    ) -> None:
        self._assigned: dict[str, Any] = {}
        self._names = ChainMap(self._assigned, cast("dict[str, Any]", names))  # It is only read.
        self._tags = own.tags
        self._paired = self.captures | {name for name, tag in self._tags.items() if tag.is_paired}
        self._read = read
        of_site = {name: _address_by(address) for name in ("relative_url", "absolute_url")}
        filters = {**self.usual_filters, **of_site, **own.filters}
        self._filters = {name: self._counted(make) for name, make in filters.items()}
        self._blocks: Mapping[str, Callable[..., str]] = {
            "if": self._if,
            "unless": self._if,
            "case": self._case,
            "for": self._for,
            "capture": self._capture,
            "comment": self._nothing,
            "raw": self._raw,
            "set": self._capture,
            "verbatim": self._raw,
        }
        self._steps = 0
        self._size = 0
        self._depth = 0
        self._captures = 0
        self._counts: Bounds | None = None

    def rendered(self, text: str) -> str:
        """Return a text in which all Liquid that can be known is run."""
        if not has(text, "{{", "{%"):
            return text
        return self._all(self._parsed(text), is_article=True)

    def _parsed(self, text: str) -> list[Node]:
        return parsed(text, self._paired, trims_raw=self.trims_raw)

    def _all(self, nodes: Iterable[Node], *, is_article: bool) -> str:
        parts: list[str] = []
        for node in nodes:
            self._steps += 1
            try:
                made = self._one(node, is_article=is_article)
            except _UNKNOWN as error:
                if not is_article:
                    raise UnknownValueError from error
                made = self._unknown(node)
            except _StopError as stop:
                stop.text = "".join(parts) + stop.text
                raise
            self._size += len(made)
            parts.append(made)
        return "".join(parts)

    def _counted(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter whose work counts for the article."""

        def made(value: Any, *given: Any) -> Any:
            self._size += sum(map(weight, (value, *given)))
            if self._is_spent():
                raise UnknownValueError
            return make(value, *given)

        return made

    def _is_spent(self) -> bool:
        """Return whether an article takes more than any one needs; the rest stays as typed."""
        return self._steps > _MOST_STEPS or self._size > _MOST_CHARACTERS

    def _unknown(self, node: Node) -> str:
        """Return a node as typed, but with what is known in the blocks that it encloses."""
        if not node.branches or self._is_spent():
            return node.typed
        inner = (token.typed + self._all(nodes, is_article=True) for token, nodes in node.branches)
        return "".join(inner) + node.end

    def _one(self, node: Node, *, is_article: bool) -> str:
        token = node.token
        if self._is_spent():
            raise UnknownValueError
        if token.kind != "{%":
            return self._output(node, is_article=is_article) if token.kind else token.typed
        if token.name in self._tags:
            return self._own(node, self._tags[token.name], is_article=is_article)
        if node.branches:
            return self._blocks[token.name](node, is_article=is_article)
        if token.name in _INCLUDES:
            return self._included(token.name, token.rest)
        if token.name == self.assigns:
            name, equals, expression = token.rest.partition("=")
            if not equals:
                raise UnknownValueError
            self._assigned[name.strip()] = self._value(expression)
            return ""
        if token.name in {"break", "continue"}:
            raise _StopError(token.name)
        return token.typed

    # --- values -----------------------------------------------------------------------------------

    def _expression(self, text: str) -> Expression:
        return Expression(text, self._names, self._filters)

    def _value(self, text: str) -> Any:
        return self._expression(text).filtered()

    def _output(self, node: Node, *, is_article: bool) -> str:
        typed = node.token.rest
        if not self._captures and typed in _LATER:
            return node.typed
        root = re.match(r"[A-Za-z_][\w-]*", typed)
        is_missing = root is not None and root[0] not in self._names
        if is_article and is_missing and "default" not in typed:
            return node.typed
        text = shown(self._value(typed))
        return text if self._captures else hidden(text)

    # --- tags -------------------------------------------------------------------------------------

    def _own(self, node: Node, tag: TemplateTag, *, is_article: bool) -> str:
        """Return what a tag of the site's own shows; a paired one is given its content first."""
        given = list(self._arguments(node.token.rest))
        if tag.is_paired:
            if not node.branches:
                raise UnknownValueError(node.token.name)
            given.insert(0, show(self._all(node.branches[0][1], is_article=is_article)))
        text = tag.show(given)
        return text if self._captures else hidden(text)

    def _arguments(self, text: str) -> Sequence[Any]:
        """Return a tag's arguments: texts in quotes, numbers and names, with or without commas."""
        return [self._value(word) for word in _WORD.findall(text)]

    def _included(self, tag: str, rest: str) -> str:
        """Return a file with its arguments; unknown if it is missing, or needs more than is known."""
        name, _, typed = rest.strip().partition(" ")
        if name.startswith("{{"):
            inner, _, typed = rest.partition("}}")
            name = shown(self._value(inner.strip().removeprefix("{{")))
        name = name.strip("\"'")
        is_inside = ".." not in name.split("/")
        text = self._read(tag, name) if is_inside and self._depth < _MOST_DEEP else None
        if text is None:
            raise UnknownValueError(name)
        given = {
            key: value[1:-1].replace(f"\\{value[0]}", value[0])
            if value[0] in "\"'"
            else self._value(value)
            for key, value in _ARGUMENT.findall(typed)
        }
        return self._within(
            {"include": given}, lambda: self._all(self._parsed(text), is_article=False)
        )

    def _within(self, names: Mapping[str, Any], make: Callable[[], str]) -> str:
        """Return what is made while some names have other values."""
        outer = self._names
        self._names = outer.new_child(dict(names))
        self._depth += 1
        try:
            return make()
        finally:
            self._depth -= 1
            self._names = outer

    def _if(self, node: Node, *, is_article: bool) -> str:
        for token, nodes in node.branches:
            is_met = token.name == "else" or self._expression(token.rest).condition()
            if is_met != (token.name == "unless"):
                return self._all(nodes, is_article=is_article)
        return ""

    def _case(self, node: Node, *, is_article: bool) -> str:
        value = self._value(node.token.rest)
        parts: list[str] = []
        for token, nodes in node.branches[1:]:
            is_other = token.name == "else" and not parts
            if is_other or (
                token.name == "when" and value in self._expression(token.rest).several()
            ):
                parts.append(self._all(nodes, is_article=is_article))
        return "".join(parts)

    def _for(self, node: Node, *, is_article: bool) -> str:
        first, *others = node.branches
        name, values, options, is_reversed = self._expression(first[0].rest).loop()
        if isinstance(values, Mapping):
            values = [list(pair) for pair in values.items()]
        items = list(values) if isinstance(values, list | tuple | range) else []
        start, limit = options.get("offset") or 0, options.get("limit")
        if not (isinstance(start, int) and isinstance(limit, int | None)):
            raise UnknownValueError
        items = items[start : None if limit is None else start + limit]
        if not items and others:
            return self._all(others[0][1], is_article=is_article)
        return self._loop(name, items[::-1] if is_reversed else items, first[1])

    def _loop(self, name: str, items: list[Any], nodes: list[Node]) -> str:
        parts: list[str] = []
        for number, item in enumerate(items):
            counts = {
                "index": number + 1,
                "index0": number,
                "rindex": len(items) - number,
                "first": not number,
                "last": number == len(items) - 1,
                "length": len(items),
            }
            names = {name: item, "forloop": counts}
            try:
                # A loop is shown whole or not at all.
                parts.append(self._within(names, lambda: self._all(nodes, is_article=False)))
            except _StopError as stop:
                parts.append(stop.text)
                if stop.name == "break":
                    break
        return "".join(parts)

    def _capture(self, node: Node, *, is_article: bool) -> str:
        del is_article
        self._captures += 1
        try:
            text = self._all(node.branches[0][1], is_article=False)
        finally:
            self._captures -= 1
        self._assigned[node.token.rest.strip("\"'")] = show(text)
        return ""

    def _nothing(self, node: Node, *, is_article: bool) -> str:
        del node, is_article
        return ""

    def _raw(self, node: Node, *, is_article: bool) -> str:
        del is_article
        inner = "".join(each.typed for each in node.branches[0][1])
        return inner if self._captures else hidden(inner)
