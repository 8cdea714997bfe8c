"""The engine: an article's Markdown → HTML, not yet safe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.formulas import as_shifted
from broadsheet.markdown.html.code_blocks import captioned
from broadsheet.markdown.old_marked.blocks import MarkedBlock, Reader
from broadsheet.markdown.old_marked.grammar import grammar_of
from broadsheet.markdown.old_marked.inline import Inline, InlineRules, escaped, escaped_code
from broadsheet.markdown.old_marked.kramed import kramed_grammar, with_double_dollars
from broadsheet.markdown.old_marked.kramed_inline import KramedInline
from broadsheet.markdown.old_marked.smart import smart
from broadsheet.markdown.old_marked.taken_code import TakenCode, stripped, taken_code

_FIRST_WITH_DEFINITIONS = (0, 6)
_DEFINED = re.compile(r"<br />:\s+")
_TASK = '<input type="checkbox"{} disabled="" /> '


class OldMarked:
    """Converts Markdown as marked below 1.0 does, with the renderer of the engine's plugin for it."""

    def __init__(self, flavour: Flavour) -> None:
        self._flavour = flavour
        has_tasks = "tasklist" not in flavour.lacks
        self._grammar = (
            kramed_grammar()
            if flavour.is_kramed
            else grammar_of(flavour.marked_version, has_tasks=has_tasks)
        )

    def convert(self, text: str, footnote_prefix: str) -> tuple[str, tuple[str, ...]]:  # noqa: ARG002
        """Convert a document; there are no footnotes."""
        taken = TakenCode(text, ())
        if self._flavour.takes_out_code:
            taken = taken_code(text, self._flavour.taken_code)
        reader = Reader(self._grammar)
        is_kramed = self._grammar.is_kramed
        blocks = reader.read(with_double_dollars(taken.text) if is_kramed else taken.text)
        rules = InlineRules(
            grammar=self._grammar,
            links=reader.links,
            has_breaks="hardbreaks" in self._flavour.options,
            has_urls="autolink" not in self._flavour.lacks,
            smart=smart(self._flavour),
        )
        has_definitions = self._flavour.marked_version >= _FIRST_WITH_DEFINITIONS
        inline = KramedInline(rules) if is_kramed else Inline(rules)
        html = _Writer(inline, taken, has_definitions=has_definitions).html(blocks)
        html = taken.put_back(html)
        return captioned(html) if self._flavour.has_captions else html, ()


class _Writer:
    """Writes blocks as HTML."""

    def __init__(self, inline: Inline, taken: TakenCode, *, has_definitions: bool) -> None:
        self._inline = inline
        self._taken = taken
        self._has_definitions = has_definitions
        self._writers: Mapping[str, Callable[[MarkedBlock], str]] = {
            "space": lambda _: "",
            "code": _code,
            "heading": self._heading,
            "rule": lambda _: "<hr />\n",
            "quote": self._quote,
            "list": self._list,
            "raw": lambda block: block.text,
            "html": self._markdown,
            "table": self._table,
            "note": self._note,
            "formula": _formula,
        }

    def html(self, blocks: Sequence[MarkedBlock], *, is_tight: bool = False) -> str:
        return "".join(self._parts(blocks, is_tight=is_tight))

    def _parts(self, blocks: Sequence[MarkedBlock], *, is_tight: bool) -> Iterator[str]:
        lines: list[str] = []
        for block in blocks:
            if block.kind == "text":
                lines.append(block.text)
                continue
            if lines:
                yield self._text("\n".join(lines), is_tight=is_tight)
                lines = []
            yield self._block(block)
        if lines:
            yield self._text("\n".join(lines), is_tight=is_tight)

    def _text(self, text: str, *, is_tight: bool) -> str:
        return self._inline.html(text) if is_tight else self._paragraph(text)

    def _block(self, block: MarkedBlock) -> str:
        writer = self._writers.get(block.kind)
        return writer(block) if writer else self._paragraph(block.text)

    def _heading(self, block: MarkedBlock) -> str:
        return f"<h{block.number}>{self._inline.html(block.text)}</h{block.number}>\n"

    def _quote(self, block: MarkedBlock) -> str:
        return f"<blockquote>\n{self.html(block.children)}</blockquote>\n"

    def _markdown(self, block: MarkedBlock) -> str:
        return self._inline.html(block.text)

    def _paragraph(self, text: str) -> str:
        html = _without_last_break(self._inline.html(text))
        defined = _DEFINED.split(html, maxsplit=1) if self._has_definitions else ()
        if len(defined) > 1 and all(part.strip()[1:] for part in defined):
            return f"<dl><dt>{defined[0]}</dt><dd>{defined[1]}</dd></dl>"
        return self._taken.apart(html)

    def _note(self, block: MarkedBlock) -> str:
        name = escaped(block.code)
        back = f'<a href="#reffn_{name}"> \u21a9</a>'
        words = f"<sup>{name}</sup>. {self._inline.html(block.text)}{back}"
        return f'<blockquote id="fn_{name}">\n{words}\n</blockquote>\n'

    def _list(self, block: MarkedBlock) -> str:
        start = f' start="{block.number}"' if block.number not in {None, 1} else ""
        name = "ul" if block.number is None else "ol"
        items = "".join(self._item(item) for item in block.children)
        return f"<{name}{start}>\n{items}</{name}>\n"

    def _item(self, item: MarkedBlock) -> str:
        inner = self.html(item.children, is_tight=not item.is_loose)
        if item.is_checked is not None:
            box = _TASK.format(' checked=""' if item.is_checked else "")
            inner = f"<p>{box}{inner[3:]}" if inner.startswith("<p>") else box + inner
        return f"<li>{inner}</li>\n"

    def _table(self, block: MarkedBlock) -> str:
        table = block.table
        if table is None:
            return ""
        head = self._row("th", table.head, table.aligns)
        rows = "".join(self._row("td", row, table.aligns) for row in table.rows)
        body = f"<tbody>\n{rows}</tbody>\n" if rows else ""
        return f"<table>\n<thead>\n{head}</thead>\n{body}</table>\n"

    def _row(self, name: str, cells: Sequence[str], aligns: Sequence[str]) -> str:
        attributes = [f' align="{align}"' if align else "" for align in aligns]
        shown = (
            f"<{name}{attribute}>{self._inline.html(cell)}</{name}>\n"
            for cell, attribute in zip(cells, [*attributes, *[""] * len(cells)], strict=False)
        )
        return f"<tr>\n{''.join(shown)}</tr>\n"


def _without_last_break(html: str) -> str:
    """Leave out a break above a comment that ends a paragraph: the mark of a summary."""
    if not html.endswith("-->"):
        return html
    before, mark, comment = html.rpartition("<!--")
    return f"{before.removesuffix('<br />')}{mark}{comment}"


def _formula(block: MarkedBlock) -> str:
    return f"<div>{as_shifted(f'$${block.code}$$')}</div>\n"


def _code(block: MarkedBlock) -> str:
    language = block.text.split()[0] if block.text.split() else ""
    kind = f' class="language-{escaped(language)}"' if language else ""
    return f"<pre><code{kind}>{escaped_code(stripped(block.code))}\n</code></pre>\n"
