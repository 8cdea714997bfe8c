"""An article's Markdown or HTML → a sanitised HTML fragment with absolute URLs, and its summary."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from broadsheet.markdown.flavour import Flavour
    from broadsheet.markdown.renderer import Renderer, UrlResolver
    from broadsheet.markdown.scanner import Kind, scan
    from broadsheet.markdown.shortcodes import expand
    from broadsheet.markdown.summaries import cut, inline_text

__all__ = ["Flavour", "Kind", "Renderer", "UrlResolver", "cut", "expand", "inline_text", "scan"]

_MODULES = {
    "Flavour": "flavour",
    "Kind": "scanner",
    "Renderer": "renderer",
    "UrlResolver": "renderer",
    "cut": "summaries",
    "expand": "shortcodes",
    "inline_text": "summaries",
    "scan": "scanner",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: a run with nothing to do needs none of the libraries."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
