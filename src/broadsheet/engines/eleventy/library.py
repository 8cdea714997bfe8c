"""The Markdown library that a configuration of Eleventy's gives to articles, as far as it is data.

A library is set by `setLibrary("md", x)`, and changed by `amendLibrary("md", md => …)`, `.use(…)` and
`.enable(…)`: https://www.11ty.dev/docs/languages/markdown/. Other libraries, as for a filter, say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.engines.javascript import assigned, called, declared, default_code
from broadsheet.engines.javascript_files import Module

_SET = re.compile(r"\.(setLibrary|amendLibrary)(?=\()")
_PARAMETER = re.compile(r"\(?(?:async\s{1,9})?(?:function\b[^(]{0,99})?\(?\s{0,9}([\w$]+)")
_NAME = re.compile(r"([\w$]+)(?:\.([\w$]+))?\s*(?:[;}\n]|\Z)")
_CREATED = re.compile(
    r"(?:new\s+)?(?:require\s*\(\s*[\"'`][^\"'`\n]+[\"'`]\s*\)|([\w$]+))\s*(?=\()"
)
_METHOD = re.compile(r"\s*\.\s*([\w$]+)\s*(?=\()")
_USED = re.compile(r"\.\s*use\s*(?=\()")
_REQUIRED = re.compile(r"require\s*\(\s*[\"'`]([^\"'`\n]+)[\"'`]\s*\)(?:\.[\w$]+)*")
_QUOTED = re.compile(r"[\"'`]([\w-]+)[\"'`]")


@dataclass(frozen=True, slots=True)
class Library:
    """How markdown-it is set up: its options, the rules that are turned on, and the options of plugins.

    Plugins are named by their packages; what only running the configuration could tell is Computed.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    enabled: frozenset[str] = frozenset()
    plugins: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    places: Mapping[str, Module] = field(default_factory=dict)
    """The module that gives a plugin its options."""


@dataclass(frozen=True, slots=True)
class _Call:
    """A method that a library is changed by."""

    module: Module
    method: str
    arguments: tuple[str, ...]


_Made = tuple[dict[str, Any], list[_Call]]
"""The options of a library, and its changes."""


def library(modules: list[Module], enabled: frozenset[str] = frozenset()) -> Library:
    """Return the library that the modules of a configuration set up; the first one is the configuration.

    `enabled` are the rules that Eleventy itself leaves on, of those that not every version does.
    Where only running it could tell how a library is made, it has the plugins that are used anywhere.
    """
    options: dict[str, Any] = {}
    calls: list[_Call] = []
    for module in modules:
        for found in _SET.finditer(module.text):
            arguments, _ = called(module.text[found.end() :])
            if len(arguments) != 2 or arguments[0].strip("\"'`") != "md":  # noqa: PLR2004 - as documented
                continue
            if found[1] == "setLibrary":
                given, made = _created(module, arguments[1]) or ({}, _used_anywhere(modules))
                options |= given
                calls += made
            else:
                calls += _changes(module, arguments[1], _parameter(arguments[1]))
    used = list(_plugins(calls))
    return Library(
        options,
        _enabled(calls, enabled),
        {name: options for name, options, _ in used},
        {name: place for name, _, place in used},
    )


def _used_anywhere(modules: list[Module]) -> list[_Call]:
    return [
        _Call(module, "use", called(module.text[found.end() :])[0])
        for module in modules
        for found in _USED.finditer(module.text)
    ]


def _parameter(function: str) -> str:
    found = _PARAMETER.match(function)
    return found[1] if found else ""


def _created(module: Module, code: str) -> _Made | None:
    """Return the library that some code makes, or names; None if it can be followed to none."""
    name = _NAME.match(code)
    if not name:
        return _created_here(module, code)
    if origin := module.origin(name[1]):
        other, original = origin
        if name[2]:
            return _created(other, other.member(name[2]))
        is_declared = declared(other.text, original)
        return _created(other, original if is_declared else default_code(other.text))
    code = declared(module.text, name[1]) or assigned(module.text, name[1])
    created = _created_here(module, code)
    if created is None:
        return None
    options, calls = created
    return options, [*calls, *_changes(module, module.text, name[1])]


def _created_here(module: Module, code: str) -> _Made | None:
    start = _CREATED.match(code)
    if not start:
        return None
    arguments, rest = called(code[start.end() :])
    other, returned = module.returned(start[1]) if start[1] else (module, "")
    created = _created(other, returned) if returned else _constructed(module, arguments)
    if created is None:
        return None
    options, calls = created
    while method := _METHOD.match(rest):
        given, rest = called(rest[method.end() :])
        calls.append(_Call(module, method[1], given))
    return options, calls


def _constructed(module: Module, arguments: tuple[str, ...]) -> _Made:
    """Return the library that markdown-it makes of some arguments; the last one may be its options."""
    options = module.value(arguments[-1]) if arguments else None
    return options if isinstance(options, dict) else {}, []


def _changes(module: Module, code: str, name: str) -> Iterator[_Call]:
    """Yield the calls of a library's methods: `md.use(…).use(…)`."""
    if not name:
        return
    for found in re.finditer(rf"(?<![\w$.]){re.escape(name)}(?=\s*\.)", code):
        rest = code[found.end() :]
        while method := _METHOD.match(rest):
            given, rest = called(rest[method.end() :])
            yield _Call(module, method[1], given)


def _enabled(calls: list[_Call], before: frozenset[str]) -> frozenset[str]:
    """Return the rules that are turned on, or were before, and not off again."""
    found = set(before)
    for call in calls:
        names = set(_QUOTED.findall(" ".join(call.arguments)))
        if call.method == "enable":
            found |= names
        elif call.method == "disable":
            found -= names
    return frozenset(found)


def _plugins(calls: list[_Call]) -> Iterator[tuple[str, Mapping[str, Any], Module]]:
    for call in calls:
        if call.method != "use" or not call.arguments:
            continue
        options = call.module.value(call.arguments[1]) if len(call.arguments) > 1 else {}
        name = _package(call.module, call.arguments[0])
        yield name, options if isinstance(options, dict) else {}, call.module


def _package(module: Module, code: str) -> str:
    """Return the package that a plugin comes from, without its owner's name."""
    required = _REQUIRED.fullmatch(code)
    imported, _ = module.sources.get(code.partition(".")[0], (code, ""))
    source = required[1] if required else imported
    if source.startswith("@mdit/plugin-"):
        return source.replace("@mdit/plugin-", "markdown-it-", 1)
    return source.partition("/")[2] if source.startswith("@") else source
