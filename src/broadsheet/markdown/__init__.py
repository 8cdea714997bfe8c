"""An article's Markdown or HTML → a sanitised HTML fragment with absolute URLs, and its summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.markdown.body_parts import BodyParts
    from broadsheet.markdown.fit import read_otherwise
    from broadsheet.markdown.flavour import Flavour
    from broadsheet.markdown.fragments import for_readers
    from broadsheet.markdown.html_tags import tags
    from broadsheet.markdown.renderer import Renderer
    from broadsheet.markdown.scanner import scan
    from broadsheet.markdown.shortcodes import expand
    from broadsheet.markdown.spans import Kind
    from broadsheet.markdown.summaries import cut, inline_text
else:
    __getattr__ = lazy(
        __name__,
        {
            "body_parts": "BodyParts",
            "fit": "read_otherwise",
            "flavour": "Flavour",
            "html_tags": "tags",
            "fragments": "for_readers",
            "renderer": "Renderer",
            "scanner": "scan",
            "shortcodes": "expand",
            "spans": "Kind",
            "summaries": "cut inline_text",
        },
    )

__all__ = [
    "BodyParts",
    "Flavour",
    "Kind",
    "Renderer",
    "cut",
    "expand",
    "for_readers",
    "inline_text",
    "read_otherwise",
    "scan",
    "tags",
]
