"""Tera, in which sites write shortcodes of their own: the parts of Liquid's templates.

What only the engine knows, such as the size of a picture, may stand in attributes that show nothing; any
other makes the whole result unknown. Source: src/renderer/ of Tera 1.20.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from broadsheet.markdown.liquid.expressions import Expression, UnknownValueError
from broadsheet.markdown.liquid.language import OwnAdditions
from broadsheet.markdown.liquid.nodes import Node
from broadsheet.markdown.liquid.nunjucks import Nunjucks, NunjucksExpression, SafeText, escaped
from broadsheet.markdown.liquid.tera_filters import FILTERS_OF_TERA
from broadsheet.markdown.shortcodes.literals import show
from broadsheet.scripts import (
    UNDEFINED,
    UnknownResultError,
    as_shown,
    is_true_in_tera,
    tera_parameters,
    tera_value,
    text_of,
)

_IMPORT = re.compile(r"[\"']([^\"']+)[\"']\s+as\s+(\w+)")
_MACRO = re.compile(r"(\w+)\s*\((.*)\)", re.DOTALL)
_QUOTED = re.compile(r"[\"']([^\"']+)[\"']")
_PAIRED = frozenset({"block", "filter", "macro", "set"})


class _TeraExpression(NunjucksExpression):
    """An expression of Tera where Liquid has one of its own."""

    def filtered(self) -> Any:
        return tera_value(self._text, self._scope, self._filters)

    def condition(self) -> bool:
        return is_true_in_tera(self.filtered())


class Tera(Nunjucks):
    """Renders templates of a site for one article; what they do counts for all of them together.

    `names` are known to all, `read` returns the text of a template by its path, and `convert` makes HTML
    of Markdown.
    """

    usual_filters = FILTERS_OF_TERA
    captures = _PAIRED
    trims_raw = True

    def __init__(
        self,
        names: Mapping[str, Any],
        read: Callable[[str], str | None],
        convert: Callable[[str], str],
    ) -> None:
        own = OwnAdditions(filters={"markdown": lambda value, given=None: self._html(value, given)})
        super().__init__(names, lambda _, name: read(name), lambda path: path, own)
        self._convert = convert
        self._template = read
        self._escapes = True

    def shown(self, name: str, given: Mapping[str, Any]) -> str:
        """Return what a template makes of arguments; one that does not end in `.html` escapes nothing.

        Raises UnknownValueError if that cannot be known.
        """
        text = self._template(name)
        if text is None:
            raise UnknownValueError(name)
        self._escapes = name.endswith(".html")
        self._assigned.clear()
        try:
            made = self._within(given, lambda: self._made(text))
            return as_shown(show(made)).replace("\r\n", "\n")
        except UnknownResultError as error:
            raise UnknownValueError(name) from error

    def _made(self, text: str) -> str:
        return self._all(self._parsed(_without_comments(text)), is_article=False)

    def _html(self, value: Any, given: Mapping[str, Any] | None) -> str:
        html = self._convert(text_of(value)).strip()
        is_inline = given is not None and given.get("inline") is True
        return html.removeprefix("<p>").removesuffix("</p>") if is_inline else html

    def _expression(self, text: str) -> Expression:
        return _TeraExpression(text, self._scope(), self._filters)

    def _output(self, node: Node, *, is_article: bool) -> str:
        del is_article
        value = self._value(node.token.rest)
        if value is UNDEFINED:
            raise UnknownValueError(node.token.rest)
        text = "" if value is None else text_of(value)
        return text if isinstance(value, SafeText) or not self._escapes else escaped(text)

    def _one(self, node: Node, *, is_article: bool) -> str:
        token = node.token
        if token.kind != "{%":
            return super()._one(node, is_article=is_article)
        if node.branches and token.name in _OWN_BLOCKS:
            return _OWN_BLOCKS[token.name](self, node)
        if token.name in _OWN_TAGS:
            return _OWN_TAGS[token.name](self, token.rest)
        if token.name in (_USUAL_BLOCKS if node.branches else _USUAL_TAGS):
            return super()._one(node, is_article=False)
        raise UnknownValueError(token.name)

    def _set_global(self, rest: str) -> str:
        name, _, expression = rest.partition("=")
        self._assigned[name.strip()] = self._value(expression)
        return ""

    def _with_filter(self, node: Node) -> str:
        """Return what `{% filter x %}` makes of its content."""
        inner = SafeText(self._all(node.branches[0][1], is_article=False))
        expression = f"inner | {node.token.rest}"
        return text_of(self._within({"inner": inner}, lambda: self._value(expression)))

    def _include(self, rest: str) -> str:
        found = _QUOTED.fullmatch(rest)
        name = found[1] if found else ""
        text = self._template(name) if name and self._depth < _MOST_DEEP else None
        if text is None:
            raise UnknownValueError(name)
        return self._within({}, lambda: self._made(text))

    def _import(self, rest: str) -> str:
        found = _IMPORT.fullmatch(rest)
        text = self._template(found[1]) if found else None
        if found is None or text is None:
            raise UnknownValueError(rest)
        for node in self._parsed(_without_comments(text)):
            if node.token.name == "macro":
                self._macro(node, found[2])
        return ""

    def _macro(self, node: Node, alias: str = "self") -> str:
        found = _MACRO.fullmatch(node.token.rest)
        if not found or not node.branches:
            raise UnknownValueError(node.token.rest)
        name, parameters = found.groups()

        def called(given: list[Any], this: Any) -> SafeText:
            del this
            values = tera_parameters(parameters, self._scope(), self._filters)
            values |= given[-1] if given and isinstance(given[-1], dict) else {}
            if self._depth >= _MOST_DEEP:
                raise UnknownResultError(name)
            nodes = node.branches[0][1]
            return SafeText(self._within(values, lambda: self._all(nodes, is_article=False)))

        for each in dict.fromkeys((alias, "self")):
            self._assigned[f"{each}::{name}"] = called
        return ""


_OWN_BLOCKS: Mapping[str, Callable[[Tera, Node], str]] = {
    "filter": Tera._with_filter,  # noqa: SLF001 - its own
    "macro": Tera._macro,  # noqa: SLF001
}
_OWN_TAGS: Mapping[str, Callable[[Tera, str], str]] = {
    "import": Tera._import,  # noqa: SLF001
    "include": Tera._include,  # noqa: SLF001
    "set_global": Tera._set_global,  # noqa: SLF001
}
_USUAL_BLOCKS = frozenset({"for", "if", "raw"})
_USUAL_TAGS = frozenset({"break", "continue", "set"})
_MOST_DEEP = 8
_SPACE = re.compile(r"\s*")


def _without_comments(text: str) -> str:
    """Return a template without `{# … #}`, and without the white space that their dashes take away."""
    parts, done = [], 0
    while (start := text.find("{#", done)) >= 0:
        end = text.find("#}", start + 2)
        if end < 0:
            break
        before = text[done:start]
        parts.append(before.rstrip() if text.startswith("-", start + 2) else before)
        behind = _SPACE.match(text, end + 2) if text[end - 1] == "-" else None
        done = behind.end() if behind else end + 2
    return "".join([*parts, text[done:]])
