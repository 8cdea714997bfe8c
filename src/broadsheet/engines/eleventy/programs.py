"""What names mean in a module of a site's configuration: its own functions, and those that it imports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from broadsheet.engines.eleventy.date_libraries import DATE_LIBRARIES
from broadsheet.engines.eleventy.slug_functions import SLUG_PACKAGES
from broadsheet.engines.javascript import default_code, function
from broadsheet.engines.javascript_files import Module
from broadsheet.scripts import (
    BUILTINS,
    UNKNOWN,
    Bounds,
    ScriptScope,
    UnknownResultError,
    fixed,
    value_of,
)

Convert = Callable[[str], str]
"""Makes HTML of Markdown, as the site's library does."""

Imports = dict[tuple[str, str], Module | None]
"""By the path of a module and what it imports, the module that this is."""

_LIBRARIES = frozenset({"markdown-it", "marked", "markdown-it/dist/markdown-it.js"})
_LIKE_LIBRARY = re.compile(r"markdown-?it|\bmarked\b", re.IGNORECASE)
_LISTED = re.compile(r"\bexport\s*\{([^{}]{0,2000})\}(?:\s*from\s*[\"']([^\"'\n]{1,200})[\"'])?")
_EACH = re.compile(r"([\w$]+)(?:\s+as\s+([\w$]+))?")


class MarkdownLibrary:
    """A Markdown library: whatever its options, it converts as the site's does."""

    def __init__(self, convert: Convert) -> None:
        self.members = {
            "render": self._whole(convert),
            "parse": self._whole(convert),
            "renderInline": self._within(convert),
            "parseInline": self._within(convert),
            **dict.fromkeys(("use", "set", "enable", "disable", "configure"), self),
        }

    def __call__(self, given: Sequence[Any], this: Any) -> MarkdownLibrary:
        """Return itself, as `markdownIt(…)` and `md.use(…)` do."""
        del given, this
        return self

    @staticmethod
    def _whole(convert: Convert) -> Callable[[Sequence[Any], Any], str]:
        return lambda given, _: convert(_text(given))

    @staticmethod
    def _within(convert: Convert) -> Callable[[Sequence[Any], Any], str]:
        def made(given: Sequence[Any], this: Any) -> str:
            del this
            html = convert(" ".join(_text(given).split())).strip()
            return html.removeprefix("<p>").removesuffix("</p>")

        return made


def _text(given: Sequence[Any]) -> str:
    if not given or not isinstance(given[0], str):
        raise UnknownResultError
    return given[0]


class _Configuration:
    """What Eleventy gives a configuration: of its methods, only `getFilter` is known."""

    def __init__(self, find: Callable[[str], Any]) -> None:
        self.members = {"getFilter": lambda given, _: find(_text(given))}


_CONFIGURATIONS = frozenset({"eleventyConfig", "config", "eleventy", "eleventy_config", "conf"})
"""What sites call it."""


class Program:
    """The modules of a configuration, for one article; `convert` makes HTML of Markdown.

    `imports` keeps the modules that others import, for the next article; `find_filter` returns the
    function of a filter by its name.
    """

    def __init__(
        self,
        convert: Convert,
        imports: Imports | None = None,
        find_filter: Callable[[Program, str], Any] = lambda *_: UNKNOWN,
    ) -> None:
        self._imports: Imports = {} if imports is None else imports
        self._configuration = _Configuration(lambda name: find_filter(self, name))
        self._bounds = Bounds()
        self._library = MarkdownLibrary(convert)
        self._known: dict[tuple[str, str], Any] = {}

    def value(self, module: Module, code: str) -> Any:
        """Return the value of some code of a module. Raises UnknownResultError."""
        return value_of(code, self._scope(module))

    def _scope(self, module: Module) -> ScriptScope:
        return ScriptScope(self._bounds, lookup=lambda name: self.named(module, name))

    def named(self, module: Module, name: str) -> Any:
        """Return what a name at the top of a module means."""
        place = (module.path, name)
        if place not in self._known:
            self._known[place] = UNKNOWN  # A name may lead back to itself.
            self._known[place] = self._named(module, name)
        return self._known[place]

    def _named(self, module: Module, name: str) -> Any:
        if name in module.sources:
            source, original = module.sources[name]
            return self._imported(module, source, original, is_whole=original == name)
        if name == "require":
            return self._requirer(module)
        if code := function(module.text, name):
            return self._of_code(module, code)
        if name in _CONFIGURATIONS:
            return self._configuration
        return BUILTINS.get(name, UNKNOWN)

    def _of_code(self, module: Module, code: str) -> Any:
        try:
            return self.value(module, code)
        except UnknownResultError:
            return self._library if _LIKE_LIBRARY.search(code[:300]) else UNKNOWN

    def _requirer(self, module: Module) -> Callable[[Sequence[Any], Any], Any]:
        return lambda given, _: self._imported(module, _text(given), "", is_whole=True)

    def _imported(self, module: Module, source: str, name: str, *, is_whole: bool) -> Any:
        """Return what a module imports: a package's function, or a name of another module of the site."""
        other = self._module(module, source)
        if other is None:
            package = self._library if source in _LIBRARIES else _PACKAGES.get(source, UNKNOWN)
            return package.get(name, package) if isinstance(package, Mapping) else package
        if other.path.endswith(".json"):
            return other.exported(name)
        exported = self._exported(other, name)
        if exported is not UNKNOWN or not is_whole:
            return exported
        return self.default(other)

    def _module(self, module: Module, source: str) -> Module | None:
        place = (module.path, source)
        if place not in self._imports:
            self._imports[place] = module.imported(source)
        return self._imports[place]

    def _exported(self, module: Module, name: str) -> Any:
        """Return what a module exports by a name."""
        if not name:
            return UNKNOWN
        for listed, source in _LISTED.findall(module.text):
            for original, own in _EACH.findall(listed):
                if (own or original) == name:
                    return self._handed_on(module, source, original)
        own_name = re.escape(name)
        if found := re.search(rf"\bexports\.{own_name}\s*=\s*", module.text):
            return self._of_code(module, module.text[found.end() :])
        if re.search(rf"\bexport\s[^;={{(]{{0,40}}\b{own_name}\b", module.text):
            return self._of_name(module, name)
        listed = self.default(module) if "module.exports" in module.text else UNKNOWN
        return listed.get(name, UNKNOWN) if isinstance(listed, dict) else UNKNOWN

    def _handed_on(self, module: Module, source: str, name: str) -> Any:
        """Return what `export { name } from "source"` exports, or `export { name }`."""
        if not source:
            return self.named(module, name)
        other = self._module(module, source)
        if other is None:
            return UNKNOWN
        return self.default(other) if name == "default" else self._exported(other, name)

    def _of_name(self, module: Module, name: str) -> Any:
        code = function(module.text, name)
        return self._of_code(module, code) if code else UNKNOWN

    def default(self, module: Module) -> Any:
        """Return a module's default export, or all of its named ones if it has none."""
        code = default_code(module.text)
        if code:
            return self._of_code(module, code)
        names = re.findall(
            r"\bexport\s+(?:async\s+)?(?:function|const|let)\s+([\w$]+)", module.text
        )
        return {name: self._of_name(module, name) for name in names} or UNKNOWN


def _dedented(given: Sequence[Any], this: Any) -> str:
    """Return a template without the indentation of its lines, as the packages outdent and dedent do."""
    import textwrap  # noqa: PLC0415 - few sites need it

    from broadsheet.scripts import as_shown  # noqa: PLC0415

    del this
    if not given or not isinstance(given[0], list):
        raise UnknownResultError
    pieces = textwrap.dedent("\0".join(given[0])).strip("\n").split("\0")
    shown = [as_shown(value) for value in given[1:]]
    return "".join(piece + value for piece, value in zip(pieces, [*shown, ""], strict=True))


def _minified(given: Sequence[Any], this: Any) -> str:
    """Return HTML on one line, as a minifier makes it, whatever else that takes out."""
    del this
    return re.sub(r"\s+", " ", re.sub(r"<!--(?:[^-]|-(?!->))*-->", "", _text(given))).strip()


_PACKAGES: Mapping[str, Any] = fixed(
    {
        **DATE_LIBRARIES,
        **SLUG_PACKAGES,
        **dict.fromkeys(
            ("common-tags", "dedent", "outdent", "string-dedent", "ts-dedent"), _dedented
        ),
        "html-minifier": {"minify": _minified},
        "html-minifier-terser": {"minify": _minified},
    }
)
"""Packages whose functions only put texts together."""
