"""Captions that a site's own rule of markdown-it gives to pictures: `md.renderer.rules.image = …`.

https://github.com/markdown-it/markdown-it/blob/14.1.0/docs/architecture.md#renderer . The rule is read,
never run (`scripts/`): what it makes of two pictures, one with a title, says what its captions are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from broadsheet.engines.eleventy.programs import Program
from broadsheet.engines.javascript_files import Module
from broadsheet.scripts import (
    UNKNOWN,
    Bounds,
    ScriptScope,
    UnknownResultError,
    as_shown,
    called,
    text_of,
    value_of,
)

_RULE = re.compile(r"(?<![\w$])([\w$]{1,100})\.renderer\.rules\.image\s{0,9}=(?!=)\s{0,99}")
_TAG = re.compile(r"<[^<>]*>")
_WORDS, _TITLE = "Words1", "Title2"


def captions_by_rule(modules: Sequence[Module]) -> str:
    """Return what captions are made of: `alt`, `title` or `title or alt`; "" if not known, or of none."""
    for module in modules:
        for rule in _RULE.finditer(module.text):
            found = tuple(_caption(module, rule, title) for title in (_TITLE, None))
            if found in _MEANINGS:
                return _MEANINGS[found]
    return ""


_MEANINGS: Mapping[tuple[str, ...], str] = {
    (_TITLE, ""): "title",
    (_TITLE, _WORDS): "title or alt",
    (_WORDS, _WORDS): "alt",
}


def _caption(module: Module, rule: re.Match[str], title: str | None) -> str:
    """Return the words that a rule adds to a picture, "?" if they are not known."""
    program = Program(lambda text: text)
    names = {rule[1]: {"utils": {"escapeHtml": _escaped}}}
    scope = ScriptScope(Bounds(), names, lookup=lambda name: program.named(module, name))
    try:
        function = value_of(module.text[rule.end() :], scope)
        made = as_shown(called(function, [[_token(title)], 0.0, {}, {}, _RENDERER], {}))
    except UnknownResultError:
        return "?"
    return " ".join(_TAG.sub("", made).split()) if "<img" in made else "?"


def _escaped(given: Sequence[Any], this: Any) -> str:
    del this
    return escape(text_of(given[0]))


_RENDERER: Mapping[str, Any] = {
    "renderInlineAsText": lambda *_: _WORDS,
    "renderAttrs": lambda *_: ' src="/a"',
    "renderToken": lambda *_: '<img src="/a">',
    "rules": UNKNOWN,
}


def _token(title: str | None) -> Mapping[str, Any]:
    """Return a picture as markdown-it has it (lib/token.mjs); nothing is changed in it."""
    values = {"src": "/a.png", "alt": "", **({"title": title} if title else {})}
    names = list(values)

    def place(given: Sequence[Any], this: Any) -> float:
        del this
        return float(names.index(given[0])) if given[0] in values else -1.0

    methods: Mapping[str, Callable[[Sequence[Any], Any], Any]] = {
        "attrGet": lambda given, _: values.get(given[0]),
        "attrIndex": place,
        **dict.fromkeys(("attrSet", "attrPush", "attrJoin"), lambda *_: None),
    }
    return {
        "type": "image",
        "tag": "img",
        "content": _WORDS,
        "meta": None,
        "attrs": [[name, value] for name, value in values.items()],
        "children": [{"type": "text", "content": _WORDS}],
        **methods,
    }
