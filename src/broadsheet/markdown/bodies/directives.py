"""Directives of site engines → Markdown that every reader shows: quotations with a title.

    ::: tip Title … :::      or `::: {.callout-note}`
    !!! note "Title"         with an indented body; ??? if folded
    === "Title"              tabs
    > [!NOTE] Title          alerts and callouts; GitHub has five kinds, which pulldown-cmark shows untitled

Which of them an engine has is a trait of its flavour. Each level of nesting is scanned once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.markdown.bodies.alerts import alerts
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.scanning.spans import HIDDEN

CONTAINERS, ADMONITIONS, ALERTS, SNIPPETS = "containers", "admonitions", "alerts", "snippets"
GITHUB_ALERTS, BOXES = "github_alerts", "boxes"
"""The families of directives; SNIPPETS are `--8<--`, which `snippets.py` includes; BOXES are containers
that have no title, of which the content is shown."""


_APART = "\0"
"""Stands before a quotation; no text has a NUL."""

_MAX_DEPTH = 12
_MAX_OPEN = 30
_MOST_INDENTED = 80
_KINDS = frozenset(
    "abstract attention bug caution danger details error example failure fail faq hint important info "
    "note question quote secondary seealso success summary tip tldr todo warning aside callout".split()
)
_TABBED = frozenset({"tabs", "code-tabs"})
# These match lines without code (`Scan.masked`). The marks are no Markdown, so no scanner knows them.
_BLOCK = re.compile(
    r"^(?P<indent> *)(?:(?:!!!|\?\?\?\+?)[ \t]*(?P<kind>[\w-]+)(?:[ \t]+[\w-]+)*?"
    r"|(?:\?\?\?\+?|===[+!]?)(?=[ \t]+\"))"
    r"(?:[ \t]+\"(?P<title>[^\n]*)\")?[ \t]*$"
)
_COLONS = re.compile(
    r"^(?P<indent> *)(?P<colons>:{3,})[ \t]*(?P<kind>[A-Za-z][\w-]*)?(?P<label>\[[^\]\n]*\])?"
    r"[ \t]*(?P<attributes>\{[^{}\n]*\})?[ \t]*(?P<title>[^\n]*)$"
)
_ATTRIBUTES = re.compile(r"[ \t]\{[^{}\n]*\}$")
_CLASS = re.compile(r"\.(?:callout-)?([\w-]+)")
_TITLE = re.compile(r"\b(?:title|heading)=\"([^\"]*)\"|\btitle='([^']*)'")

_MARKS = (
    (CONTAINERS, ":::"),
    (BOXES, ":::"),
    (ALERTS, "[!"),
    (GITHUB_ALERTS, "[!"),
    *((ADMONITIONS, mark) for mark in ("!!!", "???", '=== "', '===+ "', '===! "')),
)
"""A text that has directives of a family contains its mark."""


def as_quotations(text: str, directives: frozenset[str]) -> str:
    """Return Markdown in which the directives of some families are quotations; code stays as it is."""
    if not has(text, *(mark for family, mark in _MARKS if family in directives)):
        return text
    return "\n".join(_Lines(text, directives, 0).rewritten())


class _Lines:
    """The lines of a text, or of a directive's body, that are being rewritten."""

    def __init__(self, text: str, directives: frozenset[str], depth: int) -> None:
        self._lines = text.split("\n")
        scanned = scan(text)
        self._masked = scanned.masked.split("\n")
        self._directives = directives
        has_alerts = bool({ALERTS, GITHUB_ALERTS} & directives)
        self._alerts = dict(alerts(scanned, any_kind=ALERTS in directives)) if has_alerts else {}
        self._depth = depth
        self._indent = ""
        self._was_alert = False
        self._ends = self._closing_colons() if {CONTAINERS, BOXES} & directives else {}

    def rewritten(self) -> Iterator[str]:
        """Yield the lines that stand for them.

        Between two quotations stands an empty paragraph: Python-Markdown would make one of both.
        """
        is_quote = False
        for line in self._all():
            if line == _APART:
                if is_quote:
                    yield from ("", f"{self._indent}<p></p>", "")
                continue
            yield line
            if line.strip():
                is_quote = line.lstrip().startswith(">")

    def _all(self) -> Iterator[str]:
        number = 0
        while number < len(self._lines):
            masked = self._masked[number]
            block = _BLOCK.match(masked) if ADMONITIONS in self._directives else None
            colons = _COLONS.match(masked) if number in self._ends else None
            if block:
                indent = len(block["indent"]) + 4
                end = self._end_of_indented(number + 1, indent)
                title = _title_of(block, self._lines[number])
                body = _dedented(self._lines[number + 1 : end], indent)
                yield from self._quoted(block["indent"], title, body)
                number = end
            elif colons:
                yield from self._container(colons, number)
                number = max(self._ends[number] + 1, number + 1)
            else:
                line = self._alerts.get(number, self._lines[number])
                if self._is_apart(number, line):
                    self._indent = line[: len(line) - len(line.lstrip())]
                    yield _APART
                yield line
                number += 1

    def _is_apart(self, number: int, line: str) -> bool:
        """Return whether a quotation begins in a line, other than one below another plain quotation."""
        if not self._masked[number].lstrip().startswith(">"):
            return False
        is_alert = line is not self._lines[number]
        if number and self._lines[number - 1].strip():
            self._was_alert |= is_alert
            return False
        was_alert, self._was_alert = self._was_alert, is_alert
        above = next((n for n in range(number - 1, -1, -1) if self._lines[n].strip()), number)
        return was_alert or is_alert or not self._lines[above].lstrip().startswith(">")

    def _end_of_indented(self, start: int, indent: int) -> int:
        """Return the line behind those that are indented so far; blank ones within belong to them."""
        end = start
        for number in range(start, len(self._lines)):
            line = self._lines[number]
            if line.strip():
                if len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()) < indent:
                    break
                end = number + 1
        return end

    def _closing_colons(self) -> dict[int, int]:
        """Return the line of each container's end by that of its mark; one alone ends itself."""
        ends: dict[int, int] = {}
        opened: list[tuple[int, int]] = []
        for number, masked in enumerate(self._masked):
            found = _COLONS.match(masked) if ":::" in masked else None
            if not found:
                continue
            if found["kind"] or found["attributes"] or found["title"]:
                opened.append((number, len(found["colons"])))
                continue
            length = len(found["colons"])
            # If very many are open, the outermost ones are not closed.
            near = range(len(opened) - 1, max(len(opened) - _MAX_OPEN, 0) - 1, -1)
            fit = next((place for place in near if opened[place][1] <= length), -1)
            if fit >= 0:
                ends[opened[fit][0]] = number
                del opened[fit:]
            else:
                ends[number] = number
        return ends | {number: number for number, _ in opened}

    def _container(self, colons: re.Match[str], number: int) -> Iterator[str]:
        titled = CONTAINERS in self._directives
        kind, title = _of_container(colons, self._lines[number]) if titled else ("", "")
        end = self._ends[number]
        if end > number and kind.lower() in _KINDS:
            lines = self._lines[number + 1 : end]
            body = _dedented(
                lines, len(colons["indent"]) if self._is_code(number + 1) else _MOST_INDENTED
            )
            yield from self._quoted(colons["indent"], title or kind.capitalize(), body)
            return
        if kind.lower() in _TABBED and (tabs := self._tabs(number + 1, end)):
            for tab, stop in zip(tabs, [*tabs[1:], end], strict=True):
                title = self._lines[tab].strip().partition(" ")[2].strip()
                body = _dedented(self._lines[tab + 1 : stop])
                yield from self._quoted(colons["indent"], title, body)
            return
        if title and kind:
            yield from ("", f"**{title}**")
        yield ""
        if end > number:
            yield from self._inner("\n".join(self._lines[number + 1 : end]))
            yield ""

    def _is_code(self, number: int) -> bool:
        """Return whether the first words from a line on are code."""
        rest = (self._masked[n] for n in range(number, len(self._masked)))
        return next(filter(str.strip, rest), "").lstrip().startswith(HIDDEN)

    def _tabs(self, start: int, end: int) -> list[int]:
        """Return the lines that begin tabs, `@tab Title`, outside of the containers within."""
        found, number = [], start
        while number < end:
            if self._masked[number].lstrip().startswith("@tab"):
                found.append(number)
            number = max(self._ends.get(number, number), number) + 1
        return found

    def _quoted(self, indent: str, title: str, body: Sequence[str]) -> Iterator[str]:
        """Yield a quotation of some lines, below a line above and with a title."""
        self._indent = indent
        yield _APART
        yield ""
        if title:
            yield f"{indent}> **{title}**"
            yield f"{indent}>"
        for line in self._inner("\n".join(body).strip("\n")):
            yield f"{indent}> {line}".rstrip()
        yield ""

    def _inner(self, text: str) -> Iterator[str]:
        if self._depth >= _MAX_DEPTH:
            return iter(text.split("\n"))
        return _Lines(text, self._directives, self._depth + 1).rewritten()


def _typed(masked: re.Match[str], name: str, line: str) -> str:
    """Return a group as it is typed: code is masked where directives are looked for."""
    start, end = masked.span(name)
    return line[start:end] if start >= 0 else ""


def _title_of(block: re.Match[str], line: str) -> str:
    if block["title"] is not None:
        return _typed(block, "title", line).strip()
    return (block["kind"] or "").capitalize()


def _of_container(colons: re.Match[str], line: str) -> tuple[str, str]:
    """Return the kind and the title of a container: typed, in brackets, or as attributes."""
    attributes = colons["attributes"] or ""
    titled = _TITLE.search(attributes)
    title = _typed(colons, "label", line)[1:-1] or _typed(colons, "title", line).strip(" :")
    title = title or (titled[1] or titled[2] if titled else "") or ""
    classed = _CLASS.search(attributes)
    return colons["kind"] or (classed[1] if classed else ""), _ATTRIBUTES.sub("", title).strip()


def _dedented(lines: Sequence[str], most: int = _MOST_INDENTED) -> list[str]:
    """Remove the indentation that all lines share, up to so many columns."""
    spaced = [line.expandtabs(4) for line in lines]
    indents = [len(line) - len(line.lstrip()) for line in spaced if line.strip()]
    cut = min([most, *indents])
    return [line[cut:] for line in spaced]
