"""Python-Markdown with what authors of today expect; the only module that makes one.

Its extensions mend what the package leaves undone: lists without a blank line, nesting by two
spaces, fences in lists, `~~x~~`, task lists, bare URLs, escapes of any punctuation (as CommonMark
section 2.4 has them).
"""

from __future__ import annotations

import html
import re
import string

import markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from broadsheet.render.footnotes import Footnotes, FootnoteTidier
from broadsheet.render.lists import normalise_lists

# `smart_enable` and Pygments would change code into spans whose style no reader has.
_EXTENSIONS = {
    "markdown.extensions.abbr": {},
    "markdown.extensions.attr_list": {},
    "markdown.extensions.def_list": {},
    "markdown.extensions.sane_lists": {},
    "markdown.extensions.tables": {"use_align_attribute": True},
    "pymdownx.highlight": {"use_pygments": False},
    "pymdownx.magiclink": {},
    "pymdownx.superfences": {},
    "pymdownx.tasklist": {},
    "pymdownx.tilde": {"subscript": False},
}

# Tags that only wrap: on a line of their own they would keep Python-Markdown from their content.
_WRAPPER = re.compile(
    r"\s*</?(?:article|aside|center|div|footer|header|main|nav|section)\b[^<>]*>\s*"
)
# For each of so many open brackets Python-Markdown would search the whole text for its end.
_OPEN_BRACKETS = re.compile(r"(?:\[[^\[\]\n]{0,80}){50}")
_STASH_MARKS = re.compile("[\x02\x03]")


class _WrapperPreprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return ["" if "<" in line and _WRAPPER.fullmatch(line) else line for line in lines]


class _ListPreprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return normalise_lists(lines)


class _Mended(Extension):
    """Registers the preprocessors, after superfences (25) has stashed code, before raw HTML (20)."""

    def __init__(self, footnotes: Footnotes) -> None:
        super().__init__()
        self._footnotes = footnotes

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the parent's name
        md.preprocessors.register(_WrapperPreprocessor(md), "wrappers", 24.9)
        md.preprocessors.register(FootnoteTidier(self._footnotes), "footnote-tidier", 24.8)
        md.preprocessors.register(_ListPreprocessor(md), "lists", 24.7)
        md.ESCAPED_CHARS = list(string.punctuation)


class Markdown:
    """Converts Markdown to HTML, not yet safe."""

    def __init__(self) -> None:
        self._footnotes = Footnotes()
        self._markdown = markdown.Markdown(
            extensions=[*_EXTENSIONS, self._footnotes, _Mended(self._footnotes)],
            extension_configs=_EXTENSIONS,
            output_format="html",
        )

    def convert(self, text: str, footnote_prefix: str) -> tuple[str, tuple[str, ...]]:
        """Convert a document; returns its HTML and the footnotes it refers to but does not define.

        Text that Python-Markdown cannot take (it recurses for each level of nesting) comes out as
        it was typed.
        """
        self._footnotes.prefix = footnote_prefix
        self._markdown.reset()
        text = _STASH_MARKS.sub("", text)
        if _OPEN_BRACKETS.search(text):
            text = text.replace("[", "&#91;")
        try:
            return self._markdown.convert(text), self._footnotes.undefined
        except (RecursionError, IndexError, AttributeError, ValueError):
            return f"<pre>{html.escape(text)}</pre>", ()
