"""Which parts of a body are prose rather than code, and the links and images in it.

Everything here takes linear time, whatever the text; that is why code is found by a scanner and not by
one pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_CODE_STARTS = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})|(?P<ticks>`+)|(?P<comment><!--)"
    r"|<(?P<raw>pre|script|style|code)\b"
    # Shortcodes that become a fence (markdown/known_shortcodes.py).
    r"|\{%-?\s*(?P<tag>highlight|codeblock|code)(?=[\s%-])"
    r"|\{\{[<%]\s*(?P<braces>highlight|code)(?=[\s>%])",
    re.IGNORECASE | re.MULTILINE,
)
_FENCE_END = re.compile(r"^ {0,3}([`~]{3,})[ \t]*$", re.MULTILINE)
_TICKS = re.compile("`+")
_ENDS = {
    "raw": r"</{}\s*>",
    "tag": r"\{{%-?\s*end{}\s*-?%\}}",
    "braces": r"\{{\{{[<%]\s*/\s*{}\s*[>%]\}}\}}",
}
_SIGNS_OF_CODE = ("`", "~~~", "<", "{%", "{{")
_INDENTED = re.compile(r"(?m)(?:\A|(?<=\n\n))(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+")
_NOT_BLANK = re.compile(r"[^\n]")

# Parentheses nest once, and spaces are accepted: paths such as `cover (1).png` are common.
# After [a text][3] parentheses belong to no link.
_LINK = re.compile(
    r"(?<!\])(?P<bang>!?)(?<!\\)\[(?P<text>(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]*\])*)\]"
    r"\((?P<target>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)"
)
_TITLE = re.compile(r"(?<!\s)\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))$")
_IMG = re.compile(r"<img\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)


def without_code(body: str) -> str:
    """Return a body with code, comments and raw HTML replaced by spaces, so that positions still hold."""
    if (
        "\n\n    " in body or "\n\n\t" in body
    ):  # Before the rest: code in a line leaves spaces there.
        body = _INDENTED.sub(lambda match: _blank(match[0]), body)
    if not any(sign in body for sign in _SIGNS_OF_CODE):
        return body
    parts: list[str] = []
    position = 0
    for start, end in _Code(body).spans():
        parts += (body[position:start], _blank(body[start:end]))
        position = end
    return "".join((*parts, body[position:]))


def _blank(text: str) -> str:
    return _NOT_BLANK.sub(" ", text)


class _Code:
    """Finds the code in a body, from its start to its end."""

    def __init__(self, body: str) -> None:
        self._body = body
        self._unclosed: set[str] = set()
        self._line_end = 0

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield where each piece of code starts and ends."""
        position = 0
        while match := _CODE_STARTS.search(self._body, position):
            end = self._end(match)
            position = match.end() if end is None else end
            if end is not None:
                yield match.start() if match["fence"] is None else self._fence_start(match), end

    def _fence_start(self, match: re.Match[str]) -> int:
        return match.start("fence") if self._is_span(match) else match.start()

    def _is_span(self, match: re.Match[str]) -> bool:
        """Return whether a fence on the last line is the start of code within the line."""
        return self._body.find("\n", match.end()) < 0

    def _end(self, match: re.Match[str]) -> int | None:
        """Return where the code that begins with a match ends; None if it is not code after all."""
        kind = str(match.lastgroup)
        if kind == "fence" and not self._is_span(match):
            return self._fence_end(match)
        if kind in {"fence", "ticks"}:
            return self._ticks_end(match[kind], match.end())
        if kind == "comment":
            end = self._body.find("-->", match.end()) if kind not in self._unclosed else -1
            if end < 0:
                self._unclosed.add(kind)
            return end + 3 if end >= 0 else None
        return self._element_end(kind, match[kind].lower(), match.end())

    def _fence_end(self, match: re.Match[str]) -> int:
        start = self._body.find("\n", match.end()) + 1
        ends = (
            e for e in _FENCE_END.finditer(self._body, start) if e[1].startswith(match["fence"])
        )
        end = next(ends, None)
        return end.end() if end else len(self._body)

    def _ticks_end(self, ticks: str, start: int) -> int | None:
        if start > self._line_end:
            end = self._body.find("\n", start)
            self._line_end = end if end >= 0 else len(self._body)
        runs = _TICKS.finditer(self._body, start, self._line_end) if ticks[0] == "`" else ()
        return next((run.end() for run in runs if run[0] == ticks), None)

    def _element_end(self, kind: str, name: str, start: int) -> int | None:
        if name in self._unclosed:
            return None
        end = _end_of(kind, name).search(self._body, start)
        if end:
            return end.end()
        if kind != "raw":  # A shortcode without an end includes the rest of the text.
            return len(self._body)
        self._unclosed.add(name)
        return None


@lru_cache(maxsize=16)
def _end_of(kind: str, name: str) -> re.Pattern[str]:
    return re.compile(_ENDS[kind].format(name), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BodyReference:
    """A link or image: the target as it is written, and where it is in the body.

    `alt` is the text in brackets; None if an <img> has no alt.
    """

    target: str
    alt: str | None
    image: bool
    html: bool
    start: int
    width: int


def references(prose: str) -> tuple[BodyReference, ...]:
    """Return the links and images of Markdown text without code."""
    found = (
        [one for match in _LINK.finditer(prose) for one in _nested(match)] if "](" in prose else []
    )
    if "<img" in prose or "<IMG" in prose:
        found.extend(_images(prose))
    return tuple(found)


def _nested(match: re.Match[str]) -> Iterator[BodyReference]:
    """Yield a link, and the images inside its text."""
    yield _markdown(match)
    if not match["bang"] and "![" in match["text"]:
        for image in _LINK.finditer(match["text"]):
            yield _markdown(image, match.start("text"))


def _markdown(match: re.Match[str], before: int = 0) -> BodyReference:
    target = _TITLE.sub("", match["target"].rstrip()).strip()
    if target.startswith("<") and target.endswith(">"):
        target = target[1:-1]
    width = match.end() - match.start()
    start = before + match.start()
    return BodyReference(target, match["text"], bool(match["bang"]), False, start, width)


def _images(prose: str) -> Iterator[BodyReference]:
    """Yield the <img> tags. One without `>` is none, and neither is what follows it."""
    position = 0
    while tag := _IMG.search(prose, position):
        position = prose.find(">", tag.end()) + 1
        if not position:
            return
        found = _ATTRIBUTE.findall(prose, tag.end(), position - 1)
        values = {name.lower(): "".join(rest) for name, *rest in found}
        source = values.get("src", "")
        yield BodyReference(
            source, values.get("alt"), True, True, tag.start(), position - tag.start()
        )
