"""Python-Markdown with what authors of today expect: the only module that imports it.

Extensions add what the package lacks: lists and tables without a blank line, nesting by two
spaces, fences in lists, `~~x~~`, task lists, bare URLs, escapes of any punctuation and line breaks by
a backslash (as CommonMark sections 2.4 and 6.7 have them), hashtags, footnotes.
"""

from __future__ import annotations

import re
import string
import xml.etree.ElementTree as ET
from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import (
    HtmlInlineProcessor,
    InlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.preprocessors import Preprocessor

from broadsheet.markdown.attributes import without_attributes_of_spans
from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.footnotes import tidy, with_single_words
from broadsheet.markdown.python_markdown import formulas
from broadsheet.markdown.python_markdown.blocks import normalise
from broadsheet.markdown.python_markdown.bounds import is_too_much, is_too_much_for_extensions
from broadsheet.markdown.python_markdown.emphasis import Emphasis
from broadsheet.markdown.python_markdown.extensions import (
    FENCES_IN_TEXT,
    OF_DELIMITERS,
    configured,
)
from broadsheet.markdown.python_markdown.inline_patterns import (
    ADDRESS,
    DEFINITION,
    HTML,
    LINK,
    MAIL,
    MARKS,
    OF_DEFINITIONS,
)
from broadsheet.markdown.python_markdown.tags import has_markdown_in_tags
from broadsheet.markdown.scanning.link_texts import text_of_label, text_of_link
from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Kind
from broadsheet.markdown.scanning.splices import Splice, spliced
from broadsheet.markdown.wrappers import open_blocks, set_apart, unwrap

_EXTENSIONS: dict[str, dict[str, Any]] = {
    "markdown.extensions.abbr": {},
    "markdown.extensions.attr_list": {},
    "markdown.extensions.def_list": {},
    "markdown.extensions.tables": {"use_align_attribute": True},
    "pymdownx.magiclink": {},
    "pymdownx.tilde": {"subscript": False},
}

_AS_COMMONMARK: dict[str, dict[str, Any]] = {
    "markdown.extensions.sane_lists": {},
    "pymdownx.tasklist": {},
}
"""What writers of plain folders see elsewhere: `1.` below `-` begins a list of its own, `[ ]` is a box."""

_MARKS_OF_ELEMENTS = {"attr_list": "{", "unescape": "\\"}
"""What stands in each text that a processor of elements changes, by its name."""

_STASH_MARKS = re.compile("[\x02\x03]")

_TEXTS_OF_LINKS = {
    "image_link": text_of_link,
    "image_reference": text_of_link,
    "link": text_of_link,
    "reference": text_of_link,
    "short_image_ref": text_of_label,
    "short_reference": text_of_label,
}


class _TooMuchError(ValueError):
    def __init__(self) -> None:
        super().__init__("it has more marks than Python-Markdown converts in time")


class PythonMarkdown:
    """Converts Markdown to HTML, not yet safe.

    Blocks, escapes and raw HTML are those of CommonMark, or the package's if the flavour says so.
    """

    def __init__(self, flavour: Flavour | None = None) -> None:
        self._flavour = flavour or Flavour()
        is_plain = self._flavour.is_python_markdown
        self._footnotes = _Footnotes()
        names = _EXTENSIONS if is_plain else _EXTENSIONS | _AS_COMMONMARK
        self._extensions = names | configured(self._flavour.python_extensions)
        self._markdown = self._with_extensions(self._extensions)
        self._emphasis = Emphasis(self._markdown)

    def _with_extensions(
        self, names: dict[str, dict[str, Any]], *, keeps_tags: bool = False
    ) -> markdown.Markdown:
        """Return the package with some of its extensions, and with what mends it."""
        mended = _Mended(self._footnotes, self._flavour, keeps_tags=keeps_tags)
        return markdown.Markdown(
            extensions=[*names, self._footnotes, mended],
            extension_configs=names,
            output_format="html",
        )

    @cached_property
    def _within_html(self) -> Emphasis:
        """The package for documents whose tags say where Markdown is: `<figure markdown>`."""
        names = self._extensions | {"markdown.extensions.md_in_html": {}}
        return Emphasis(self._with_extensions(names, keeps_tags=True))

    def convert(self, text: str, footnote_prefix: str) -> tuple[str, tuple[str, ...]]:
        """Convert a document; returns its HTML and the footnotes it refers to but does not define.

        Raises ValueError if the text is too much for Python-Markdown.
        """
        self._footnotes.prefix = footnote_prefix
        text = _STASH_MARKS.sub("", text) if has(text, "\x02", "\x03") else text
        if is_too_much(text):
            raise _TooMuchError
        converter = self._within_html if has_markdown_in_tags(text) else self._emphasis
        try:
            html = converter.converted(text)
        except _TooMuchError:
            raise
        except (RecursionError, IndexError, AttributeError, ValueError) as error:
            message = "Python-Markdown cannot convert it"
            raise ValueError(message) from error
        if self._flavour.has_span_attributes:
            html = without_attributes_of_spans(
                html,
                takes_any=self._flavour.takes_any_attributes,
                has_bracketed=self._flavour.has_bracketed_spans,
            )
        return html, self._footnotes.undefined


class _Mended(Extension):
    """Registers what takes the place of the package's own, and the line break it lacks."""

    def __init__(self, footnotes: _Footnotes, flavour: Flavour, *, keeps_tags: bool) -> None:
        super().__init__()
        self._footnotes = footnotes
        self._flavour = flavour
        self._keeps_tags = keeps_tags

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the parent's name
        if not self._flavour.is_python_markdown:
            _as_commonmark(md)
        if self._flavour.finds_math_in_text:
            displayed = _Formula(formulas.DISPLAYED, formulas.displayed)
            md.inlinePatterns.register(displayed, "mathjax_displayed", 186)
            in_text = _Formula(formulas.IN_TEXT, formulas.in_text)
            md.inlinePatterns.register(in_text, "mathjax_inlined", 185)
        for name, pattern in (("autolink", ADDRESS), ("magic-link", LINK), ("magic-mail", MAIL)):
            md.inlinePatterns[name].compiled_re = re.compile(pattern)
        for name, text_of in _TEXTS_OF_LINKS.items():
            link: Any = md.inlinePatterns[name]
            link.getText = text_of
        if not self._keeps_tags:  # Where they are kept, what is in them is not among the lines.
            for name, mark in _MARKS_OF_ELEMENTS.items():
                processor: Any = md.treeprocessors[name]
                processor.run = _only_with(md, mark, processor.run)
        lines = _LinePreprocessor(md, self._footnotes, self._flavour, keeps_tags=self._keeps_tags)
        md.preprocessors.register(lines, "normalize_whitespace", 30)


def _as_commonmark(md: markdown.Markdown) -> None:
    """Read headings, tags, escapes and line breaks as CommonMark does.

    The package takes `#tag` for a heading, and `<T, E>` for a tag, whose words would be lost; it shows the
    backslash that ends a line.
    """
    md.parser.blockprocessors.register(_HeadingProcessor(md.parser), "hashheader", 70)
    md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash-break", 181)
    md.inlinePatterns.register(HtmlInlineProcessor(HTML, md), "html", 90)
    md.ESCAPED_CHARS = list(string.punctuation)


class _Formula(InlineProcessor):
    """Finds TeX; its priorities are those of render_math."""

    def __init__(self, pattern: str, find: Callable[[re.Match[str], str], formulas.Found]) -> None:
        super().__init__(pattern)
        self._find = find

    def handleMatch(self, m: re.Match[str], data: str) -> formulas.Found:  # type: ignore[override]  # noqa: N802
        return self._find(m, data)


class _LinePreprocessor(Preprocessor):
    """Puts a text's lines in order; it takes the place of the package's own, which spoils tabs in code.

    Where the package is the engine's own, tabs become spaces before all else, as they do there
    (`NormalizeWhitespace` in markdown/preprocessors.py). There, fenced code is a block of its own,
    unless an extension says otherwise.
    """

    def __init__(
        self, md: markdown.Markdown, footnotes: _Footnotes, flavour: Flavour, *, keeps_tags: bool
    ) -> None:
        super().__init__(md)
        self._keeps_tags = keeps_tags
        self._footnotes = footnotes
        self._is_plain = flavour.is_python_markdown
        names = {name for name, _ in flavour.python_extensions}
        self._has_extensions = bool(names)
        self._sets_apart = self._is_plain and FENCES_IN_TEXT not in names
        known = dict(MARKS, delimiter="" if names & OF_DELIMITERS else MARKS["delimiter"])
        marks = {md.inlinePatterns[n]: mark for n, mark in known.items() if n in md.inlinePatterns}
        self._patterns = [(pattern, marks.get(pattern, "")) for pattern in md.inlinePatterns]
        self._of_definitions = {md.inlinePatterns[name] for name in OF_DEFINITIONS}

    def run(self, lines: list[str]) -> list[str]:
        typed = "\n".join(lines)
        scanned = scan(typed.expandtabs(self.md.tab_length) if self._is_plain else typed)
        text = spliced(scanned.shifted, sorted(self._splices(scanned)))
        text = "\n".join(
            line.expandtabs(4) if line.strip(" \t") else "" for line in text.split("\n")
        )
        text = with_single_words(text)
        tidied = tidy(text, scan(text), self._footnotes.getConfig("PLACE_MARKER"))
        self._footnotes.undefined = () if self._keeps_tags else tidied.undefined
        # The package itself keeps all notes, in the order of their definitions. For the scanner what is
        # within tags is HTML, in which nothing refers to notes.
        text = text if self._is_plain or self._keeps_tags else tidied.text
        if self._has_extensions and is_too_much_for_extensions(text):
            raise _TooMuchError
        text = scanned.unshifted(text if self._is_plain else normalise(text))
        inline: Any = self.md.treeprocessors["inline"]
        inline.inlinePatterns = list(self._wanted(text))
        return [*text.split("\n"), "", ""]

    def _wanted(self, text: str) -> Iterator[Any]:
        """Yield the inline patterns that may change a text, in their order."""
        unwanted = () if DEFINITION.search(text) else self._of_definitions
        for pattern, mark in self._patterns:
            if pattern not in unwanted and has(text, mark):
                yield pattern

    def _splices(self, scanned: Scan) -> Iterator[Splice]:
        """Put a mark in the place of fenced code and of tags around Markdown, and leave out comments."""
        keep = self.md.htmlStash.store
        for span in scanned.code:
            if span.kind is Kind.FENCED:
                mark = keep(_with_language(span.html))
                # A block of its own (FencedBlockPreprocessor), up to the end of its last line.
                before = scanned.text[max(span.start - 1, 0) : span.start]
                is_apart = self._sets_apart and before in {"", "\n"}
                yield (
                    span.start,
                    _behind_spaces(scanned.text, span.end),
                    f"\n{mark}\n" if is_apart else mark,
                )
        yield from ((span.start, span.end, "") for span in scanned.comments)
        if has(scanned.text, "<") and not self._keeps_tags:
            yield from unwrap(scanned, to_its_end=True, keep=keep)
            yield from open_blocks(scanned, keep)
        if has(scanned.text, "[^"):
            # Below a tag the scanner takes notes for raw HTML, as comrak does; they would be lost.
            yield from set_apart(scanned)


def _behind_spaces(text: str, end: int) -> int:
    """Return where the spaces end that end a line, else the same place."""
    stop = end
    while text.startswith((" ", "\t"), stop):
        stop += 1
    return stop if text.startswith("\n", stop) or stop == len(text) else end


def _with_language(block: str) -> str:
    """Write a block of code as this package does, from comrak's."""
    return f"<pre><code{block.partition('<code')[2]}".replace("\n</code>", "</code>")


class _HeadingProcessor(HashHeaderProcessor):
    """Headings as CommonMark (section 4.2) has them, but that `##two` needs no space.

    `#tag` is no heading, a heading may be indented, and `C#` keeps its sign.
    """

    RE = re.compile(
        r"(?:^|\n) {0,3}(?P<level>#(?!\S)|#{2,6}(?!#))(?P<header>.*?)"
        r"(?:(?<![ \t])[ \t]+#+[ \t]*)?(?:\n|$)"
    )


class _Footnotes(FootnoteExtension):
    """Footnotes whose ids have the article's own prefix, and are numbered in linear time.

    The parent's UNIQUE_IDS depend on the order of conversion, and its `unique_ref` is quadratic. Set
    `prefix` before a conversion, read `undefined` after it.
    """

    def __init__(self) -> None:
        super().__init__(BACKLINK_TITLE="↩ {}")
        self.prefix = ""
        self.undefined: tuple[str, ...] = ()

    def makeFootnoteId(self, id: str) -> str:  # noqa: A002, N802 - the parent's name
        return f"fn:{self.prefix}-{id}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:  # noqa: A002, FBT001, FBT002, N802
        return self.unique_ref(f"fnref:{self.prefix}-{id}", found)

    def unique_ref(self, reference: str, found: bool = False) -> str:  # noqa: FBT001, FBT002
        if not found:
            return reference
        count = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        return reference if count == 1 else reference.replace("fnref", f"fnref{count}", 1)

    def makeFootnotesDiv(self, root: ET.Element) -> ET.Element | None:  # noqa: N802
        self.footnotes = _Notes(self.footnotes)
        div = super().makeFootnotesDiv(root)
        if div is not None and self.findFootnotesPlaceholder(root):
            div.remove(div[0])  # The rule: the author's heading sets the notes apart.
        return div


class _Notes(OrderedDict[str, str]):
    """Footnotes of which one may define another while the parent goes through `keys`."""

    def keys(self) -> Iterator[str]:  # type: ignore[override]
        told = 0
        while told < len(self):
            for name in list(self)[told:]:
                told += 1
                yield name


def _only_with(md: Any, mark: str, run: Callable[[ET.Element], Any]) -> Callable[[ET.Element], Any]:
    """Return what runs a processor, which looks at every element, for documents with a mark alone."""
    return lambda root: run(root) if any(mark in line for line in md.lines) else None
