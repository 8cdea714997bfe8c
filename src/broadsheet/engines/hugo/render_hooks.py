"""The site's own templates for parts of Markdown: layouts/_markup/render-image.html and its kin.

https://gohugo.io/render-hooks/images/ , …/blockquotes/ and …/headings/ ;
markup/goldmark/render_hooks.go and blockquotes/blockquotes.go of Hugo 0.168. Where a template asks for what
only Hugo knows, a part is shown as it would be without one.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from broadsheet.engines.hugo.template_functions import Functions
from broadsheet.engines.hugo.template_values import without_scripts
from broadsheet.engines.settings import Settings
from broadsheet.markdown import (
    GoFrame,
    GoReturnError,
    GoTable,
    HeadingCall,
    LooseTable,
    PictureCall,
    QuoteCall,
    RenderHooks,
    SafeHtml,
    UnknownHookError,
    parsed_template,
    shown_template,
    words_of,
)
from broadsheet.model import Article
from broadsheet.scripts import UNKNOWN, Bounds, UnknownResultError, as_shown

Read = Callable[[str], str | None]

_PICTURES = ("render-image.html",)
_ALERTS = ("render-blockquote-alert.html", "render-blockquote.html")
_QUOTES = ("render-blockquote-regular.html", "render-blockquote.html")
_HEADINGS = ("render-heading.html",)
_NAMES = frozenset({*_PICTURES, *_ALERTS, *_QUOTES, *_HEADINGS})


def files_of_hooks(root: Path, folders: Sequence[str]) -> Iterator[str]:
    """Yield the files of hooks in folders of templates, the site's own first."""
    for folder in folders:
        for file in sorted((root / folder).glob("**/_markup/render-*.html")):
            if file.name in _NAMES:
                yield file.relative_to(root).as_posix()


def hooks_of(
    article: Article,
    page: Callable[[], GoTable],
    functions: Functions,
    files: Sequence[str],
    read: Read,
) -> RenderHooks:
    """Return the hooks of an article; `page` is what they know of it, which few need."""
    run = _Run(page, functions, read)
    pictures, alerts, quotes, headings = (
        _chosen(names, files, article) for names in (_PICTURES, _ALERTS, _QUOTES, _HEADINGS)
    )

    def picture(call: PictureCall) -> str:
        return run.show(pictures, run.of_picture(call))

    def quote(call: QuoteCall) -> str:
        return run.show(alerts if call.kind else quotes, run.of_quote(call))

    def heading(call: HeadingCall) -> str:
        return run.show(headings, run.of_heading(call))

    return RenderHooks(
        picture=picture if pictures else None,
        quote=quote if alerts or quotes else None,
        heading=heading if headings else None,
    )


def _chosen(names: Sequence[str], files: Sequence[str], article: Article) -> str:
    """Return the file of a hook, "" if there is none: that of the article's section before the site's."""
    sections = [f"{article.sections[0]}/_markup"] if article.sections else []
    for folder in (*sections, "_markup", "_default/_markup"):
        for name in names:
            end = f"/layouts/{folder}/{name}"
            if file := next((file for file in files if f"/{file}".endswith(end)), ""):
                return file
    return ""


def lifts_pictures(settings: Settings) -> bool:
    """Return whether a picture alone in its paragraph is a block."""
    parser = settings.table("markup").table("goldmark").table("parser")
    return parser.get("wrapStandAloneImageWithinParagraph") is False


class _Run:
    """Runs the hooks of one article, which count together."""

    def __init__(self, page: Callable[[], GoTable], functions: Functions, read: Read) -> None:
        self._page = page
        self._read = read
        self._bounds = Bounds()
        self._named = functions
        self._anchors: Counter[str] = Counter()

    @cached_property
    def _functions(self) -> Any:
        return self._named.named(self._bounds)

    @cached_property
    def _common(self) -> dict[str, Any]:
        page = self._page()
        return {
            "Attributes": LooseTable(),
            "Page": page,
            "PageInner": page,
            "Position": UNKNOWN,
        }

    def show(self, file: str, dot: GoTable) -> str:
        """Return what a hook shows. Raises UnknownHookError."""
        text = self._read(file) if file else None
        if text is None:
            raise UnknownHookError(file)
        try:
            made = shown_template(
                parsed_template(text), GoFrame(dot, self._functions, self._bounds)
            )
            return as_shown(without_scripts(made))
        except (UnknownResultError, GoReturnError) as error:
            raise UnknownHookError(posixpath.basename(file)) from error

    def of_picture(self, call: PictureCall) -> GoTable:
        """Return what a template knows of a picture."""
        return GoTable(
            {
                **self._common,
                "Destination": call.address,
                "IsBlock": call.is_block,
                "Ordinal": call.number,
                "PlainText": call.words,
                "Text": SafeHtml(escape(call.words)),
                "Title": call.title,
            }
        )

    def of_quote(self, call: QuoteCall) -> GoTable:
        """Return what a template knows of a quotation."""
        return GoTable(
            {
                **self._common,
                "AlertSign": call.sign,
                "AlertTitle": SafeHtml(call.title),
                "AlertType": call.kind,
                "Ordinal": call.number,
                "Text": SafeHtml(call.html),
                "Type": "alert" if call.kind else "regular",
            }
        )

    def of_heading(self, call: HeadingCall) -> GoTable:
        """Return what a template knows of a heading."""
        words = words_of(call.html)
        return GoTable(
            {
                **self._common,
                "Anchor": SafeHtml(call.name or self._anchor(words)),
                "Level": call.level,
                "Ordinal": call.number,
                "PlainText": words,
                "Text": SafeHtml(call.html),
            }
        )

    def _anchor(self, words: str) -> str:
        """Return the id that Hugo makes of a heading's words; the second of a name ends in `-1`."""
        name = self._functions["anchorize"](words)
        self._anchors[name] += 1
        count = self._anchors[name] - 1
        return f"{name}-{count}" if count else str(name)
