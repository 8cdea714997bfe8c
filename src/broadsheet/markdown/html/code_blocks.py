"""Blocks of code as site engines show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.late import late_pattern
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import Kind
from broadsheet.markdown.scanning.splices import Splice, spliced

_TAB = 4

_HIDDEN = re.compile(r"[, ]hide_lines=([0-9 -]+)")
_RANGE = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")

_BLOCK = re.compile(r"<pre><code>(?P<code>(?::::|#!)[^<]*)</code></pre>")
_LANGUAGE = re.compile(r"(?::::|#!)(?P<name>[A-Za-z][\w+#-]*)[ \t]*\n")


def without_hidden_lines(text: str) -> str:
    """Leave out the lines of fenced code that its first line names: `hide_lines=1-2 7`.

    https://www.getzola.org/documentation/content/syntax-highlighting/#annotations
    """
    return scan(text).with_fenced(_shown_lines) if "hide_lines=" in text else text


def _shown_lines(block: str) -> str:
    first, *lines = block.split("\n")
    named = _HIDDEN.search(first)
    if not named:
        return block
    ranges = [(int(start), int(end or start)) for start, end in _RANGE.findall(named[1])]
    shown = (
        line
        for number, line in enumerate(lines, 1)
        if number == len(lines) or not any(start <= number <= end for start, end in ranges)
    )
    return "\n".join([first, *shown])


def without_tabs_before(text: str) -> str:
    """Write spaces for the tabs that stand before fenced code and its lines, up to the fence's column.

    comrak 0.0.16 takes such a tab for one column, so that a part of it is left in the code; micromark
    takes it for all its columns.
    """
    return spliced(text, _widened(text)) if has(text, "\t```", "\t~~~") else text


def _widened(text: str) -> Iterator[Splice]:
    for span in scan(text).code:
        start = text.rfind("\n", 0, span.start) + 1
        before = text[start : span.start]
        if span.kind is Kind.FENCED and "\t" in before and not before.strip():
            column = len(before.expandtabs(_TAB))
            lines = (_with_spaces(line, column) for line in text[start : span.end].split("\n"))
            yield start, span.end, "\n".join(lines)


def _with_spaces(line: str, column: int) -> str:
    width = place = 0
    while width < column and line[place : place + 1] in {" ", "\t"}:
        width += 1 if line[place] == " " else _TAB - width % _TAB
        place += 1
    return " " * width + line[place:]


def with_spaces(html: str, version: tuple[int, int]) -> str:
    """Show tabs in code as a version of marked does that has the code: four spaces for each.

    Before 4, of all tabs; before 14, of those with which lines begin (`lex` and `blockTokens` in
    src/Lexer.js of 1.2, 2.1, 4.3 and 9.1). Versions below 1.0 have a reader of their own.
    """
    if "\t" not in html or not (_FIRST_HERE <= version < _KEEPS_TABS):
        return html
    pattern = _TABS if version < _KEEPS_INNER_TABS else _LEADING_TABS
    return _PRE.sub(lambda block: pattern.sub(_spaces, block[0]), html)


_FIRST_HERE, _KEEPS_INNER_TABS, _KEEPS_TABS = (1, 0), (4, 0), (14, 0)
_PRE = late_pattern(r"<pre[ >][^<]*(?:<(?!/?pre[ >])[^<]*)*</pre>")
_TABS = re.compile(r"\t+")
_LEADING_TABS = re.compile(r"(?m)(?:^ *|(?<=>))\t+")


def _spaces(tabs: re.Match[str]) -> str:
    return tabs[0].replace("\t", "    ")


def outdented(text: str) -> str:
    """Remove the common indentation of the lines in each block of fenced code (`strip_indent`).

    Some engines do so unless they are told otherwise.
    """
    if not has(text, "```", "~~~"):
        return text
    parts, done = [], 0
    for span in scan(text).code:
        line = text.rfind("\n", 0, span.start) + 1
        if span.kind is Kind.FENCED and not text[line : span.start].strip():
            block = _outdented(text[span.start : span.end].split("\n"), span.start - line)
            parts += [text[done : span.start], block]
            done = span.end
    return "".join([*parts, text[done:]])


def _outdented(lines: list[str], around: int) -> str:
    """Remove the common indentation of the lines between two fences; `around` is the list's own."""
    first, *code = lines
    bare = [(line, line.lstrip(" \t")) for line in code[:-1]]
    # Lines that begin with other spaces, such as full-width ones, do not count (strip-indent).
    widths = (len(line) - len(rest) for line, rest in bare if rest and not rest[0].isspace())
    more = min(widths, default=0) - around
    if more <= 0:
        return "\n".join(lines)
    shorter = (
        line[:around] + line[around + more :] if len(line) - len(rest) >= around + more else line
        for line, rest in bare
    )
    return "\n".join([first, *shorter, code[-1]])


# comrak writes the attributes in any order.
_CAPTIONED = re.compile(
    r'<pre><code(?: class="(?P<kind>language-[^"]*)"| data-meta="(?P<words>[^"]*)"){2}>'
    r"(?P<code>[^<]*)</code></pre>"
)
_TITLE = re.compile(r"(?:^|\s)title=&quot;(.+?)&quot;")
_SPAN = re.compile(r"(<code>[^<]*?)(?:\\(\{:[a-zA-Z.-]+\})|\{:[a-zA-Z.-]+\})</code>")
_LINK = re.compile(r"(?P<title>\S[^<]*?)\s(?P<address>https?://\S+|/\S+)(?P<text>[^<]*)")
_OPTION = re.compile(
    r"(?:line_number|line_threshold|first_line|wrap|mark|language_attr|highlight):\S+"
)


def captioned(html: str) -> str:
    """Show the caption of each block of code: what follows its language, which may end in a link.

    A caption ends at `=`; options such as `mark:1,2` are no part of it.
    """
    return _CAPTIONED.sub(_captioned, html) if ' data-meta="' in html else html


def _captioned(block: re.Match[str]) -> str:
    words = _OPTION.sub("", block["words"].partition("=")[0]).strip()
    shown = f'<pre><code class="{block["kind"]}">{block["code"]}</code></pre>'
    if link := _LINK.fullmatch(words):
        target = f'<a href="{link["address"]}">{link["text"].strip() or "link"}</a>'
        words = f"{link['title'].strip()} {target}"
    return f"<figure><figcaption>{words}</figcaption>{shown}</figure>" if words else shown


def with_titles(html: str) -> str:
    """Show code as rehype-pretty-code does.

    What follows the language of a block may say `title="x"`; `{:x}` at the end of a code span is its
    language.
    """
    html = _SPAN.sub(r"\1\2</code>", html) if "}</code>" in html else html
    return _CAPTIONED.sub(_with_title, html) if "title=&quot;" in html else html


def _with_title(block: re.Match[str]) -> str:
    title = _TITLE.search(block["words"] or "")
    if not title:
        return block[0]
    shown = f'<pre><code class="{block["kind"]}">{block["code"]}</code></pre>'
    return f"<figure><figcaption>{title[1]}</figcaption>{shown}</figure>"


def named_by_first_line(html: str) -> str:
    """Remove the first line of blocks of code in HTML if it names the language.

    https://python-markdown.github.io/extensions/code_hilite/#syntax
    """
    return _BLOCK.sub(_named, html) if "<pre><code>" in html else html


def _named(block: re.Match[str]) -> str:
    first = _LANGUAGE.match(block["code"])
    if not first:
        return block[0]
    code = block["code"][first.end() :]
    return f'<pre><code class="language-{first["name"]}">{code}</code></pre>'
