"""The spans of kramdown, written so that they are the same ones to CommonMark.

A paragraph is read as kramdown reads it: emphasis, code, links and raw HTML, one within another. What
CommonMark would read otherwise is written as HTML or escaped.
Sources: lib/kramdown/parser/kramdown/emphasis.rb, codespan.rb, html.rb and link.rb of kramdown 2.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from broadsheet.markdown.kramdown import emphasis
from broadsheet.markdown.kramdown.addresses import address
from broadsheet.markdown.kramdown.elements import TEXT
from broadsheet.markdown.kramdown.tags import (
    BLOCKS,
    END,
    SPACE,
    TAG,
    WITH_SPANS,
    end_of,
    with_text,
)
from broadsheet.markdown.scanning.html_tags import VOID
from broadsheet.markdown.shortcodes.kept_html import hide

_MARKS = re.compile(r"[*_<`]|\]\(|\\\\\n|\\[%&,/;?@^]")
_NEXT = re.compile(r"[\\`<\[!*_\]]")
_ESCAPED = re.compile(r"\\[\\.*_+`<>()\[\]{}#!:|\"'$=~-]")
_AUTOLINK = re.compile(r"<(?:(?:mailto|https?|ftps?):[^<>\s]+|[\w.+-]+@[\w.-]+)>")
_SPECIAL = re.compile(r"([*_`\[\]<\\\"'])")
_BARE = re.compile(r"(?<=:)(?=//)|(?<=\bw)(?=ww\.)|(?=@)")
_SPACES = frozenset(SPACE)
_NOT_ESCAPED = frozenset("%&,/;?@^")
"""What a backslash escapes in CommonMark, but not in kramdown (escaped_chars.rb)."""

_NAMES = {"*": "em", "_": "em", "**": "strong", "__": "strong"}
_MOST_DEEP = 40
_LONGEST = 10_000
_MOST_STEPS = 6
"""Steps for each character: kramdown tries each mark, and others in it, up to the end."""


def written(text: str) -> str:
    """Return a paragraph whose spans are to CommonMark what a paragraph's are to kramdown."""
    if len(text) > _LONGEST or not _MARKS.search(text):
        return text
    try:
        return _Spans(text).written()
    except _TooMuchError:
        return text


class _TooMuchError(Exception):
    """A text has so many marks that reading it would take too long."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark of emphasis: the text of the mark, what it begins or ends, and whether both agree on it."""

    typed: str
    html: str
    is_clear: bool


class _Spans:
    """Reads a paragraph. `out` is what was read: text for CommonMark, and marks of emphasis."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._out: list[str | _Mark] = []
        self._around: list[str] = []
        self._steps = 0
        self._elements = 0

    def written(self) -> str:
        """Return the paragraph, with HTML for emphasis if CommonMark reads any mark otherwise."""
        self._read(None)
        is_clear = all(part.is_clear for part in self._out if isinstance(part, _Mark))
        return "".join(
            part if isinstance(part, str) else part.typed if is_clear else part.html
            for part in self._out
        )

    def _read(self, ends: Callable[[], bool] | None) -> bool:
        """Read up to a place where `ends` is true; returns False if there is none."""
        text = self._text
        while self._at < len(text):
            self._steps += 1
            if self._steps > _MOST_STEPS * len(text) + 1000:
                raise _TooMuchError
            special = _NEXT.search(text, self._at)
            start = special.start() if special else len(text)
            self._take(start - self._at)
            if ends and self._at < len(text) and ends():
                return True
            if self._at < len(text):
                self._span(text[self._at])
        return False

    def _take(self, count: int) -> None:
        typed = self._text[self._at : self._at + count]
        if self._elements:  # No line is broken in raw HTML (`update_elements` in gfm.rb).
            typed = typed.replace("\n", " ")
        # To CommonMark, an address in the words of a link of raw HTML would be a link within it.
        self._out.append(_BARE.sub(TEXT, typed) if "a" in self._around else typed)
        self._at += count

    def _span(self, first: str) -> None:
        if self._text.startswith("\\\\\n", self._at):
            self._at += 1  # To CommonMark, one ends the line.
            self._take(2)
        elif first == "\\":
            self._backslash()
        elif first == "`":
            self._code()
        elif first == "<":
            self._html()
        elif first in "*_":
            self._emphasis()
        elif first == "[" or self._text.startswith("![", self._at):
            self._link()
        else:
            self._take(1)

    def _backslash(self) -> None:
        """Take what a backslash escapes; before other signs it is text, which CommonMark escapes too."""
        if _ESCAPED.match(self._text, self._at):
            self._take(2)
        elif self._text[self._at + 1 : self._at + 2] in _NOT_ESCAPED:
            self._out.append("\\\\")
            self._at += 1
        else:
            self._take(1)

    def _code(self) -> None:
        """Take code; a single mark between white space is none, and neither is one that nothing ends."""
        text, at = self._text, self._at
        marks = "`" * (len(text) - at - len(text[at:].lstrip("`")))
        size = len(marks)
        is_apart = (
            not text[max(at - 1, 0) : at].strip(SPACE)
            and text[at + size : at + size + 1] in _SPACES
        )
        end = -1 if size == 1 and is_apart else text.find(marks, at + size)
        if end < 0:
            self._out.append("\\`" * size)
            self._at += size
            return
        self._at = end + size
        code = text[at + size : end]
        is_alike = _is_code_to_both(code, size) and not text.startswith("`", self._at)
        shown = code if size == 1 else code.removeprefix(" ").removesuffix(" ")
        self._out.append(text[at : self._at] if is_alike else hide(f"<code>{escape(shown)}</code>"))

    # --- emphasis -------------------------------------------------------------------------------

    def _emphasis(self) -> None:
        text, at = self._text, self._at
        sign = text[at]
        mark = sign * (2 if text.startswith(sign * 2, at) else 1)
        if not emphasis.may_begin(text, at, mark) or _NAMES[mark] in self._around:
            self._literal(mark)
        elif not self._emphasised(mark):
            is_em = self._around[-1:] == ["em"]
            if len(mark) == 1 or is_em or not self._emphasised(sign, skipped=sign):
                self._literal(mark)

    def _emphasised(self, mark: str, *, skipped: str = "") -> bool:
        """Take what a mark emphasises, if its end is found; kramdown takes `**a*` for `*` and `*a`."""
        text, at, kept = self._text, self._at, len(self._out)
        name = _NAMES[mark]
        # A picture's words are shown as text.
        tags = ("", "") if "img" in self._around else (f"<{name}>", f"</{name}>")
        is_clear = not (skipped or self._around) and emphasis.opens_to_both(text, at, mark)
        self._out.append(_Mark(mark, tags[0], is_clear))
        self._at = start = at + len(mark)
        self._around.append(name)
        found = self._read(lambda: self._at > start and emphasis.ends_here(text, self._at, mark))
        self._around.pop()
        if not found:
            del self._out[kept:]
            self._at = at
            return False
        is_clear = emphasis.closes_to_both(text, self._at, mark)
        self._out.append(_Mark(mark, tags[1], is_clear))
        self._at += len(mark)
        return True

    def _literal(self, mark: str) -> None:
        is_clear = emphasis.is_text_to_both(self._text, self._at, mark)
        escaped = "".join(f"\\{sign}" for sign in mark)
        self._out.append(_Mark(mark, mark if is_clear else escaped, is_clear))
        self._at += len(mark)

    # --- raw HTML -------------------------------------------------------------------------------

    def _html(self) -> None:
        """Take a tag, and what its element holds; an end without beginning is text, and so are blocks."""
        text, at = self._text, self._at
        comment = text.find("-->", at) if text.startswith("<!--", at) else -1
        tag = TAG.match(text, at)
        if comment >= 0:
            self._take(comment + len("-->") - at)
        elif text.startswith("<<", at):  # A quotation mark, and no tag begins with its second half.
            self._out.append("<<" if text[at + 2 : at + 3].isspace() else f"<<{TEXT}")
            self._at += 2
        elif link := _AUTOLINK.match(text, at):
            self._autolink(link)
        elif tag and tag["name"].lower() not in BLOCKS:
            self._element(tag)
        else:
            shown = tag or END.match(text, at)
            self._escaped(shown[0] if shown else "<")

    def _autolink(self, link: re.Match[str]) -> None:
        """Take a link to itself; in the words of another link it is text."""
        if "a" in self._around:
            self._out.append(_BARE.sub(TEXT, link[0][1:-1]))
            self._at = link.end()
        else:
            self._take(link.end() - self._at)

    def _escaped(self, typed: str) -> None:
        self._out.append(_BARE.sub(TEXT, _SPECIAL.sub(r"\\\1", typed)))
        self._at += len(typed)

    def _element(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        end = end_of(name)
        is_empty = tag["closed"] or name in VOID
        if not is_empty and name not in WITH_SPANS:
            self._raw(end)
            return
        self._take(tag.end() - tag.start())
        if not is_empty and len(self._around) < _MOST_DEEP:
            self._around.append(name)
            self._elements += 1
            found = self._read(lambda: end.match(self._text, self._at) is not None)
            self._elements -= 1
            self._around.pop()
            if found and (last := end.match(self._text, self._at)):
                self._take(last.end() - self._at)

    def _raw(self, end: re.Pattern[str]) -> None:
        """Take an element that holds text, up to the end of the paragraph if it has no end."""
        last = end.search(self._text, self._at)
        stop = last.end() if last else len(self._text)
        self._out.append(hide(with_text(self._text[self._at : stop])))
        self._at = stop

    # --- links ----------------------------------------------------------------------------------

    def _link(self) -> None:
        """Take a link or a picture with an address; references are as CommonMark has them."""
        text, at, kept = self._text, self._at, len(self._out)
        mark = "![" if text[at] == "!" else "["
        kind = "img" if mark == "![" else "a"
        is_nested = kind == "a" and not {"a", "img"}.isdisjoint(self._around)
        self._take(len(mark))
        if is_nested or text.startswith("^", self._at) or len(self._around) >= _MOST_DEEP:
            return
        self._around.append(kind)
        found = self._read(_Brackets(self).end)
        self._around.pop()
        has_address = found and text.startswith("](", self._at)
        url, end = address(text, self._at + 1) if has_address else ("", 0)
        if not url:
            self._out[kept:] = [mark if found else mark.replace("[", "\\[")]
            self._at = at + len(mark)
        else:
            self._out.append(f"]({url})")
            self._at = end

    def here(self) -> str:
        """Return the character that is to be read."""
        return self._text[self._at]


class _Brackets:
    """Counts the brackets in the text of a link."""

    def __init__(self, spans: _Spans) -> None:
        self._spans = spans
        self._depth = 1

    def end(self) -> bool:
        """Return whether the text ends here."""
        sign = self._spans.here()
        self._depth += (sign == "[") - (sign == "]")
        return not self._depth


def _is_code_to_both(code: str, size: int) -> bool:
    """Return whether CommonMark takes the same spaces away from the ends of code as kramdown."""
    first, last = code[0].isspace(), code[-1].isspace()
    return not (first or last) if size > 1 else not (first and last)
