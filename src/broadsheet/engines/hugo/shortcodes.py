"""Shortcodes of the site and its themes: layouts/_shortcodes/NAME.html, layouts/shortcodes/NAME.html.

https://gohugo.io/templates/shortcode/ ; hugolib/shortcode.go of Hugo 0.168. The templates are run as far as
the site's files tell (`markdown/go_templates/`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from broadsheet.config import Config
from broadsheet.engines.hugo.config_files import hugo_settings
from broadsheet.engines.hugo.render_hooks import files_of_hooks, hooks_of, lifts_pictures
from broadsheet.engines.hugo.template_functions import Functions, SiteTemplates
from broadsheet.engines.hugo.template_values import page_of, without_scripts
from broadsheet.engines.settings import Settings
from broadsheet.errors import ConfigError
from broadsheet.markdown import (
    ArticleTemplates,
    GoFrame,
    GoReturnError,
    GoTable,
    OwnShortcodes,
    RenderHooks,
    SafeHtml,
    ShortcodeCall,
    UnknownValueError,
    go_scratch,
    no_hooks,
    parsed_template,
    shown_template,
)
from broadsheet.model import Article
from broadsheet.scripts import UNKNOWN, Bounds, UnknownResultError, as_shown

Read = Callable[[str], str | None]

_FOLDERS = ("_shortcodes", "shortcodes")
_NAME = re.compile(r"\s*(?:([\w.-]{1,100})\s*=\s*)?")
_VALUE = re.compile(
    r"\"(?P<quoted>[^\"\\]*(?:\\.[^\"\\]*)*)\"|`(?P<raw>[^`]*)`|(?P<bare>[^\s\"`]+)", re.DOTALL
)
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_POINTED = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")


def templates_of(config: Config, read: Read) -> ArticleTemplates:
    """Return the shortcodes; `read` gives the text of a file below the site's folder."""
    try:
        settings = hugo_settings(config.root)
    except ConfigError:
        settings = Settings.of({})
    templates = SiteTemplates(config, settings, read)
    files = dict(_files(config.root, templates.folders))
    lifts = lifts_pictures(settings)
    hook_files = tuple(files_of_hooks(config.root, templates.folders))

    def page(article: Article, convert: Callable[[str], str]) -> GoTable:
        beside = templates.files.beside(article)
        return page_of(article, templates.site, convert, read, beside)

    def shortcodes(article: Article, convert: Callable[[str], str]) -> OwnShortcodes:
        functions = Functions(templates, convert, read)
        run = _Run(page(article, convert), functions, files, read)
        return OwnShortcodes(frozenset(files), run.show)

    def hooks(article: Article, convert: Callable[[str], str]) -> RenderHooks:
        functions = Functions(templates, convert, read)
        own_hooks = hooks_of(article, lambda: page(article, convert), functions, hook_files, read)
        return replace(own_hooks, lifts_pictures=lifts)

    own = {file: read(file) or "" for file in (*files.values(), *hook_files)}
    asks_data = any("Data" in text for text in own.values())
    more = (*templates.word_files, *(templates.files.data_files() if asks_data else ()))
    every = (
        f"{file}\n{text}" for file, text in (own | {path: read(path) for path in more}).items()
    )
    known = "\0".join((repr(settings.data), *every))
    signature = hashlib.sha256(known.encode()).hexdigest() if own else ""
    return ArticleTemplates(
        shortcodes=shortcodes, hooks=hooks if hook_files else no_hooks, signature=signature
    )


def _files(root: Path, folders: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the names and files of shortcodes, those of the site's own last."""
    for folder in reversed(folders):
        for kind in reversed(_FOLDERS):
            place = root / folder / kind
            for file in sorted(place.rglob("*.html")) if place.is_dir() else ():
                name = file.relative_to(place).as_posix().removesuffix(".html")
                if "." not in name:  # `x.rss.html` is for another format.
                    yield name, file.relative_to(root).as_posix()


class _Run:
    """Runs the shortcodes of one article, which count together."""

    def __init__(
        self, page: GoTable, functions: Functions, files: Mapping[str, str], read: Read
    ) -> None:
        self._page = page
        self._files = files
        self._read = read
        self._bounds = Bounds()
        self._functions = functions.named(self._bounds)
        self._kept: dict[int, GoTable] = {}

    def show(self, call: ShortcodeCall) -> tuple[str, bool]:
        """Return what a call shows, and whether it is Markdown. Raises UnknownValueError."""
        text = self._read(self._files[call.name]) or ""
        try:
            frame = GoFrame(self._dot(call), self._functions, self._bounds)
            made = shown_template(parsed_template(text), frame)
            return as_shown(without_scripts(made)), call.kind == "%"
        except (UnknownResultError, GoReturnError) as error:
            raise UnknownValueError(call.name) from error

    def _dot(self, call: ShortcodeCall) -> GoTable:
        """Return what a template knows of the call (hugolib/shortcode.go, ShortcodeWithPage)."""
        params = _params(call.typed)
        kept = self._kept.setdefault(call.place, go_scratch())
        inner = SafeHtml(call.body)
        return GoTable(
            {
                "Get": lambda given: _got(params, given[0]),
                "Inner": inner,
                "InnerDeindent": SafeHtml(_outdented(inner)),
                "IsNamedParams": isinstance(params, dict),
                "Name": call.name,
                "Ordinal": UNKNOWN,
                "Page": self._page,
                "Params": params,
                "Parent": self._dot(call.outer) if call.outer else None,
                "Position": UNKNOWN,
                "Scratch": kept,
                "Site": self._page["Site"],
                "Store": kept,
            }
        )


def _params(typed: str) -> dict[str, Any] | list[Any]:
    """Return named arguments, or those by position; bare words are flags and numbers where they can be."""
    named: dict[str, Any] = {}
    listed: list[Any] = []
    text = typed.strip()
    at = 0
    while at < len(text):
        name = _NAME.match(text, at)
        value = _VALUE.match(text, name.end() if name else at)
        if value is None:
            raise UnknownResultError(typed)
        at = value.end()
        if name and name[1]:
            named[name[1]] = _argument(value)
        else:
            listed.append(_argument(value))
    return named or listed


def _argument(found: re.Match[str]) -> Any:
    if found["bare"] is None:
        quoted = found["quoted"]
        return found["raw"] if quoted is None else quoted.replace('\\"', '"')
    bare = found["bare"]
    if bare in {"true", "false"}:
        return bare == "true"
    if _WHOLE.fullmatch(bare):
        return int(bare)
    return float(bare) if _POINTED.fullmatch(bare) else bare


def _got(params: dict[str, Any] | list[Any], key: Any) -> Any:
    """`.Get`: nothing where arguments are of the other kind, an empty text where one is missing."""
    if not params:
        return None
    if isinstance(key, int):
        if isinstance(params, dict):
            return None
        return params[key] if 0 <= key < len(params) else ""
    return params.get(key, "") if isinstance(params, dict) else None


def _outdented(text: str) -> str:
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return "\n".join(line.removeprefix(indent) for line in lines)
