"""The Markdown of sites that convert it by markdown-it: Eleventy's, and Hexo's with such a renderer.

https://github.com/markdown-it/markdown-it#init-with-presets-and-options ; each plugin's README.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from broadsheet.markdown import Flavour

_OPTIONS = {
    "markdown-it-emoji": "shortcodes",
    "markdown-it-footnote": "inline_footnotes",
    "markdown-it-ins": "insert",
    "markdown-it-mark": "highlight",
    "markdown-it-sub": "subscript",
    "markdown-it-sup": "superscript",
}
"""A plugin → the option of comrak that does the same."""

_BOXES = frozenset({"boxes", "alerts"})
_TEX = ("katex", "texmath", "mathjax")
_DOLLARS = frozenset({"$", "$$"})


@dataclass(frozen=True, slots=True)
class MarkdownItSettings:
    """Options and plugins of markdown-it. `quotes` are the four that are shown, a text or a list.

    `fuzzy` are linkify-it's own settings of names without a scheme.
    """

    breaks: bool
    typographer: bool
    linkify: bool
    quotes: object
    plugins: frozenset[str]
    fuzzy: frozenset[str] = frozenset({"names", "mails"})

    @property
    def has_tasks(self) -> bool:
        """Return whether `[x]` in a list is a box; there are many plugins for that."""
        return any(re.search("task|todo|checkbox", plugin) for plugin in self.plugins)

    def flavour(self, usual: Flavour) -> Flavour:
        """Return how a site reads Markdown that otherwise reads it as `usual` says."""
        plugins = self.plugins
        options = {option for plugin, option in _OPTIONS.items() if plugin in plugins}
        has_tex = any(mark in name for mark in _TEX for name in plugins)
        return replace(
            usual,
            options=frozenset(options | {"hardbreaks"} if self.breaks else options),
            typography="markdown-it" if self.typographer else "",
            symbols=symbols(self.quotes),
            math=_DOLLARS if has_tex else frozenset(),
            has_math_blocks=has_tex,
            has_definitions="markdown-it-deflist" in plugins,
            has_abbreviations="markdown-it-abbr" in plugins,
            has_span_attributes="markdown-it-attrs" in plugins,
            takes_any_attributes="markdown-it-attrs" in plugins,
            has_bracketed_spans="markdown-it-bracketed-spans" in plugins,
            has_heading_ids="markdown-it-attrs" in plugins,
            directives=_BOXES if "markdown-it-container" in plugins else usual.directives,
            emoticons="markdown-it-emoji" in plugins,
            urls_end_at="nowhere" if self.linkify else "",
            has_tight_marks=True,
            decodes_urls=True,
            lacks=usual.lacks if self.has_tasks else usual.lacks | {"tasklist"},
            links_hosts=False,
            linkifies=self.fuzzy | {"urls"} if self.linkify else frozenset(),
        )


def symbols(quotes: object) -> frozenset[tuple[str, str]]:
    """Return what is shown for the four quotes, given as a text or a list."""
    given = quotes if isinstance(quotes, str | list) else ""
    return frozenset((old, str(new)) for old, new in zip("“”‘’", given, strict=False) if old != new)
