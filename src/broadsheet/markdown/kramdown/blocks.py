"""The blocks of kramdown, written so that they are the same ones to CommonMark.

Lines are read as kramdown reads them, block by block; what stands in items and quotations likewise.
Sources: lib/kramdown/parser/kramdown/ of kramdown 2.4 and lib/kramdown/parser/gfm.rb of kramdown-parser-gfm
1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from broadsheet.markdown.kramdown import lists, spans, tables
from broadsheet.markdown.kramdown.elements import TEXT, RawElement, is_element
from broadsheet.markdown.kramdown.lines import (
    CODE,
    NOTE,
    as_words,
    begins_definition,
    begins_label,
    begins_otherwise,
    ends_paragraph,
    has_words,
    headed,
    is_quoted,
    outdented,
    size_of_definition,
    size_of_note,
    unquoted,
)
from broadsheet.markdown.kramdown.tags import SPACE, SPANS, TAG

_MOST_DEEP = 60
"""What is nested deeper stays as typed, since each level is read once more."""

_UNDERLINE = re.compile(r"[-=]+\s*")
_FENCE = re.compile(r"( {0,3})(`{3,}|~{3,})(.*)")


def normalised(text: str, *, parses_elements: bool = False) -> str:
    """Return a text whose blocks are to CommonMark what a text's are to kramdown; see `without_marks`."""
    return "\n".join(_Blocks(parses_elements=parses_elements).read(text.split("\n")))


def without_marks(html: str) -> str:
    """Take away the marks that `normalised` put before lines."""
    return html.replace(TEXT, "")


class _Blocks:
    """Reads blocks. `above` is the name of the last one, and so is `last`, which an empty line clears."""

    def __init__(self, depth: int = 0, *, parses_elements: bool = False) -> None:
        self._depth = depth
        self._parses_elements = parses_elements
        self._lines: list[str] = []
        self._starts: list[int] = []
        self._joined = ""
        self._at = 0
        self._out: list[str] = []
        self._last = ""
        self._above = ""
        self._endless: set[str] = set()

    def _deeper(self) -> _Blocks:
        return _Blocks(self._depth + 1, parses_elements=self._parses_elements)

    def read(self, *texts: Sequence[str]) -> list[str]:
        """Return the lines of blocks for CommonMark; a block never goes on in the next text."""
        if self._depth > _MOST_DEEP:
            return [line for lines in texts for line in lines]
        for lines in texts:
            if self._last == "list" and lines and lists.begins_item(lines[0]):
                self._out.append("<!-- -->")  # To CommonMark, both lists would be one.
            self._lines = list(lines)
            self._joined = ""
            self._at = 0
            self._endless = set()
            while self._at < len(self._lines):
                self._block(self._lines[self._at])
        return self._out

    def _block(self, line: str) -> None:
        bare = line.lstrip(SPACE)
        if not bare:
            self._take("", [""])
        elif lists.is_block_end(line):
            self._take("", ["<!-- -->"])
        elif line.startswith(CODE) and self._last != "paragraph":
            self._code()
        elif bare[0].isalpha() or not self._begun(line):
            self._text()

    def _begun(self, line: str) -> bool:
        """Take a block that its first characters show; returns False if there is none."""
        return self._fenced(line) or self._quote(line) or self._marked(line) or self._html(line)

    def _take(self, name: str, lines: Iterable[str], count: int = 1) -> bool:
        """Write a block, and go on below the lines that it takes."""
        self._out += lines
        self._at += count
        self._last = name
        self._above = name or self._above
        return True

    def _ahead(self, first: int = 1) -> Iterable[str]:
        return (self._lines[at] for at in range(self._at + first, len(self._lines)))

    def _code(self) -> None:
        """Take indented code; a line right below it is part of its last one."""
        found: list[str] = []
        size = 0
        for number, line in enumerate(self._ahead(0), start=1):
            if line.startswith(CODE) and line.strip(SPACE):
                found += self._lines[self._at + size : self._at + number]
            elif not line.strip(SPACE):
                continue
            elif number - size == 1 and not is_element(line):
                found[-1] += f" {line}"
            else:
                break
            size = number
        # To CommonMark, it could be in the list.
        apart = ["<!-- -->", ""] if self._above == "list" else []
        # In a quotation, CommonMark takes a tab for fewer spaces.
        spaced = (CODE[0] + line[1:] if line.startswith("\t") else line for line in found)
        self._take("code", [*apart, *spaced], size)

    def _fenced(self, line: str) -> bool:
        """Take code between fences. As far as its fence is indented, so is all of it."""
        fence = _FENCE.fullmatch(line)
        size, is_whole = self._size_of_fenced(fence[2]) if fence else (0, False)
        if not fence or not size:
            return False
        # What a fence has more than its end belongs to the name of the language.
        language = fence[3] if is_whole else ""
        inner = self._lines[self._at + 1 : self._at + size - 1]
        return self._take("code", [f"{fence[2]}{language}", *inner, fence[2]], size)

    def _size_of_fenced(self, fence: str) -> tuple[int, bool]:
        """Return of how many lines code is, 0 if no fence ends it, and whether one as long as its own does.

        Without such one, the longest counts.
        """
        size, longest = 0, 2
        for number, line in enumerate(() if fence[0] in self._endless else self._ahead(), start=2):
            bare = line.strip(SPACE)
            if len(bare) > longest and not bare.strip(fence[0]) and not line.startswith("    "):
                size, longest = number, len(bare)
                if longest >= len(fence):
                    return size, True
        if not size:
            self._endless.add(fence[0])
        return size, False

    def _quote(self, line: str) -> bool:
        """Take a quotation, up to an empty line or raw HTML."""
        if not is_quoted(line):
            return False
        found = [line]
        for below in self._ahead():
            if not below.strip(SPACE) or is_element(below):
                break
            found.append(below)
        inner = self._deeper().read([unquoted(each) for each in found])
        return self._take("quote", (f"> {each}" if each else ">" for each in inner), len(found))

    def _marked(self, line: str) -> bool:
        """Take a heading, a rule, a list, a note or the definition of a term."""
        if line.startswith("#") and (heading := headed(line)):
            return self._take("heading", [heading])
        if lists.is_rule(line):
            return self._take("rule", [line])
        if lists.begins_item(line):
            return self._list()
        if self._above in {"paragraph", "definition"} and begins_definition(line):
            return self._definition(line)
        if line.lstrip(" ").startswith(("[", "*[")):
            return self._table(line) or self._note(line) or self._defined(line)
        return False

    def _defined(self, line: str) -> bool:
        """Take the definition of a link or an abbreviation."""
        is_label = self._last != "paragraph" and begins_label(line)
        return is_label and self._take("label", [line])

    def _list(self) -> bool:
        found, size = lists.items(self._lines, self._at)
        out: list[str] = []
        for item in found:
            inner = self._deeper().read(*item.texts)
            out += item.written(inner)
        if self._last == "paragraph" and not found[0].may_interrupt:
            out.insert(0, "")
        self._take("list", out, size)
        self._last = "list" if self._lines[self._at - 1].strip(SPACE) else ""
        return True

    def _definition(self, line: str) -> bool:
        """Take a definition; words that begin below its colon are written beside it."""
        size = size_of_definition(line, self._ahead())
        lines = self._lines[self._at : self._at + size]
        if not has_words(line):
            inner = self._deeper().read([outdented(each) for each in lines[1:]])
            first, *others = inner or [""]
            first = first or "<!-- -->"  # To CommonMark, a colon alone is no definition.
            below = (f"{CODE[0]}{each}" if each else "" for each in others)
            lines = [f":   {first}", *below]
        return self._take("definition", lines, size)

    def _note(self, line: str) -> bool:
        """Take a footnote, whose text is blocks of its own (footnote.rb)."""
        mark = NOTE.match(line)
        if not mark:
            return False
        size = size_of_note(self._ahead())
        others = (outdented(each) for each in self._lines[self._at + 1 : self._at + size])
        inner = self._deeper().read([line[mark.end() :].lstrip(SPACE), *others])
        label = mark[0].lstrip(" ")
        if inner and not inner[0].startswith("|"):  # comrak 0.0.16 loses cells of a table there.
            label = f"{label} {inner.pop(0)}".rstrip(SPACE)
        shown = (f"{CODE[0]}{each}" if each else "" for each in inner)
        return self._take("note", [label, *shown], size)

    def _html(self, line: str) -> bool:
        """Take raw HTML: a comment to its end, an element as kramdown does."""
        if line.lstrip(" ").startswith("<!--"):
            return self._comment()
        return line[:4].lstrip(" ").startswith("<") and self._element(line)

    def _comment(self) -> bool:
        """Take a comment; what follows its end is a line of its own."""
        ends = (number for number, each in enumerate(self._ahead(0), start=1) if "-->" in each)
        size = next(ends, 1)
        last = self._at + size - 1
        comment, end, rest = self._lines[last].partition("-->")
        # To CommonMark, it could go on with what is above.
        apart = [""] if self._last in {"quote", "list"} else []
        lines = [*apart, *self._lines[self._at : last], comment + end]
        if not rest.strip(SPACE):
            return self._take("html", lines, size)
        rest = rest.lstrip(SPACE)
        if self._joined:
            self._starts[last] += len(self._lines[last]) - len(rest)
        self._lines[last] = rest
        return self._take("", [*lines, ""], size - 1)

    def _element(self, line: str) -> bool:
        """Take an element, if one begins here; what follows its end is a line of its own."""
        if not self._joined:
            self._joined = "\n".join(self._lines)
            self._starts = [0, *accumulate(len(each) + 1 for each in self._lines)]
        start = self._starts[self._at] + len(line) - len(line.lstrip(" "))
        tag = TAG.match(self._joined, start)
        if not tag or tag["name"].lower() in SPANS - {"script"}:
            return False
        element = RawElement(self._joined, start, self._inner, parses=self._parses_elements)
        last = self._at + self._joined.count("\n", start, element.end)
        rest = self._joined[element.end : self._starts[last + 1] - 1]
        self._take(
            "", ["", *element.written.split("\n"), ""], last - self._at + (not rest.strip(SPACE))
        )
        if rest.strip(SPACE):
            self._lines[last], self._starts[last] = rest, element.end
        return True

    def _inner(self, text: str) -> str:
        return "\n".join(self._deeper().read(text.split("\n")))

    def _text(self) -> None:
        """Take a heading by its underline, a table, or a paragraph."""
        line = self._lines[self._at]
        if not self._last and self._at + 1 < len(self._lines):
            below = self._lines[self._at + 1]
            if below[:1] in {"-", "="} and _UNDERLINE.fullmatch(below):
                self._take("heading", [as_words(spans.written(line)), below[0] * 3], 2)
                return
        if not self._table(line):
            self._paragraph(line)

    def _table(self, line: str) -> bool:
        """Take a table, which begins below an empty line or another end of a block."""
        is_apart = not self._last and "|" in line
        found = tables.table(self._lines, self._at) if is_apart else None
        return found is not None and self._take("table", *found)

    def _paragraph(self, line: str) -> None:
        found = [line.lstrip(SPACE)]
        for below in self._ahead():
            if not below.strip(SPACE) or is_element(below) or ends_paragraph(below):
                break
            found.append(below)
        # To CommonMark, it could go on with what is above.
        apart = [""] if self._last in {"quote", "list", "note"} else []
        first, *others = spans.written("\n".join(found)).split("\n")
        shown = (
            as_words(each) if begins_otherwise(each.lstrip(SPACE)) else each for each in others
        )
        self._take("paragraph", [*apart, as_words(first), *shown], len(found))
