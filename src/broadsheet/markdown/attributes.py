"""Attributes such as `{.wide #x}`; readers see no classes, so they are left out.

Of blocks: lines below a paragraph, a list, a table or a quotation
(https://gohugo.io/content-management/markdown-attributes/). Of spans and at the end of blocks: right behind
a link, a picture, emphasis, code or words in brackets, and at the end of a paragraph, an item or a cell
(https://github.com/arve0/markdown-it-attrs ; https://pandoc.org/MANUAL.html#extension-bracketed_spans).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.late import late_pattern
from broadsheet.markdown.scanning.scanner import scan

_VALUE = r"""(?:"(?:[^"\\\n]|\\.)*"|\[[^\]\n]*\]|[\w.+-]+)"""
_ATTRIBUTE = rf"(?:[.#][\w:-]+|[A-Za-z_:][\w:.-]*[ \t]*=[ \t]*{_VALUE})"
_LIST = re.compile(rf"[ \t>]*\{{(?:\s*{_ATTRIBUTE}(?:[\s,]+{_ATTRIBUTE})*\s*)?\}}[ \t]*")
_MOST_LINES = 10
_NOTHING = "<!-- -->"
"""Ends a paragraph, as attributes do, and is not shown."""
_OMITTED = "<!-- raw HTML omitted -->"
"""What comrak makes of it where raw HTML is left out."""

_SHOWN = r"[.#][\w:.\[\]/%-]+|[\w:-]+=(?:&quot;[^&<>\n]*&quot;|“[^”<>\n]*”|[^\s{}<>&\"']+)"
"""An attribute in HTML, whose quotes are escaped, or typographic."""
_CODE = "<(?:code|pre)[^<>]*>[^<]*"
_SPANS = "</(?:a|strong|em|code|del|ins|mark)>|<img [^<>]*>"
_SPAN = late_pattern(
    rf"{_CODE}|(?P<span>{_SPANS}|\[(?P<words>[^\[\]<>{{}}]+)\])?"
    rf"[ \n]?\{{ ?:? ?(?:{_SHOWN})(?: (?:{_SHOWN}))* ?\}}(?P<end>\n?</(?:p|li|td|th|dt|dd)>)?"
)
_QUOTE = "(?:&quot;|[“”])"
_QUOTED = rf"{_QUOTE}(?:[^<>\n“”&]|&(?!quot;))*{_QUOTE}"
_BRACES = (
    rf"\{{(?P<id> *[#.])?(?:[^{{}}<>\n“”&]|&(?!quot;)|{_QUOTED})+\}}(?!\}})"
    r"(?P<end>\n?</(?:p|li|td|th|dt|dd|(?P<heading>h[1-6]))>)?"
)
_WORDS = (
    r"(?:[^\[\]<>]|\[[^\[\]<>]*\]|</?(?:a|b|code|del|em|i|img|ins|mark|s|strong|sub|sup)\b[^<>]*>)+"
)
_ANY = late_pattern(rf"{_CODE}|(?P<span>{_SPANS})?(?P<words>(?!))?[ \n]?{_BRACES}")
"""markdown-it-attrs takes whatever stands in braces, if its quotes are closed there.

https://github.com/arve0/markdown-it-attrs/blob/v5.0.1/utils.js (`findRightDelimiter`)
"""
_ANY_OF_WORDS = late_pattern(
    rf"{_CODE}|(?P<span>{_SPANS}|\[(?P<words>{_WORDS})\](?=\{{))?[ \n]?{_BRACES}"
)
"""With words in brackets: https://github.com/mb21/markdown-it-bracketed-spans"""


def without_attributes(text: str) -> str:
    """Leave out the attributes of blocks, which may go on for some lines; they end what is above them.

    Goldmark takes them for a block, wherever it stands (parser/attribute.go), also if it is of no other.
    """
    lines = text.split("\n")
    found = list(_attributes(lines))
    shown = scan(text).masked_html.split("\n") if found else ()
    for start, end in reversed(found):
        if shown[start:end] == lines[start:end]:  # Else they are code or raw HTML.
            before = lines[start].partition("{")[0]
            lines[start:end] = [before + _NOTHING]
    return "\n".join(lines)


def without_ends(html: str) -> str:
    """Remove from HTML what `without_attributes` put in the place of attributes."""
    return html.replace(f"{_NOTHING}\n", "").replace(f"{_OMITTED}\n", "")


def _attributes(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the lines that look like attributes, and of the lines behind them."""
    done = 0
    for number, line in enumerate(lines):
        if number >= done and line.lstrip("> \t").startswith("{"):
            done = _end(lines, number)
            if done > number:
                yield number, done


def _end(lines: Sequence[str], start: int) -> int:
    """Return the number of the line behind the attributes that begin at `start`, `start` if none do."""
    for end in range(start + 1, min(start + _MOST_LINES, len(lines)) + 1):
        if "}" in lines[end - 1]:
            return end if _LIST.fullmatch("\n".join(lines[start:end])) else start
    return start


def without_attributes_of_spans(
    html: str, *, takes_any: bool = False, has_bracketed: bool = True
) -> str:
    """Leave out the attributes behind spans, and at the ends of blocks, in a converter's HTML.

    With `takes_any`, whatever stands in braces there is left out, except ids of headings. With
    `has_bracketed`, words in brackets may have attributes, too, and lose these.
    """
    if "}" not in html:
        return html
    if not takes_any:
        return _SPAN.sub(_of_span, html)
    return (_ANY_OF_WORDS if has_bracketed else _ANY).sub(_of_any, html)


def _of_any(found: re.Match[str]) -> str:
    return found[0] if found["id"] and found["heading"] else _of_span(found)


def _of_span(found: re.Match[str]) -> str:
    if found[0].startswith(("<code", "<pre")):
        return found[0]
    span, end = found["span"] or "", found["end"] or ""
    is_of_span = span and found[0].startswith(f"{span}{{")
    if not (is_of_span or end):
        return found[0]
    return f"{(is_of_span and found['words']) or span}{end}"
