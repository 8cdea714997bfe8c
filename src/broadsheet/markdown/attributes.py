"""Attributes such as `{.wide #x}`; readers see no classes, so they are left out.

Of blocks: lines right below a paragraph, a list, a table or a quotation
(https://gohugo.io/content-management/markdown-attributes/). Of spans and at the end of blocks: right behind
a link, a picture, emphasis, code or words in brackets, and at the end of a paragraph, an item or a cell
(https://github.com/arve0/markdown-it-attrs ; https://pandoc.org/MANUAL.html#extension-bracketed_spans).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|\[[^\]\n]*\]|[^\s,{}"'\[]+)"""
_ATTRIBUTE = rf"(?:[.#][\w:-]+|[\w:-]+={_VALUE})"
_LIST = re.compile(rf"[ \t>]*\{{\s*{_ATTRIBUTE}(?:[\s,]+{_ATTRIBUTE})*\s*\}}\s*")
_MOST_LINES = 10

_SHOWN = r"[.#][\w:.\[\]/%-]+|[\w:-]+=(?:&quot;[^&<>\n]*&quot;|“[^”<>\n]*”|[^\s{}<>&\"']+)"
"""An attribute in HTML, whose quotes are escaped, or typographic."""
_CODE = "<(?:code|pre)[^<>]*>[^<]*"
_SPANS = "</(?:a|strong|em|code|del|ins|mark)>|<img [^<>]*>"
_SPAN = re.compile(
    rf"{_CODE}|(?P<span>{_SPANS}|\[(?P<words>[^\[\]<>{{}}]+)\])?"
    rf"[ \n]?\{{ ?:? ?(?:{_SHOWN})(?: (?:{_SHOWN}))* ?\}}(?P<end>\n?</(?:p|li|td|th|dt|dd)>)?"
)
_QUOTE = "(?:&quot;|[“”])"
_QUOTED = rf"{_QUOTE}(?:[^<>\n“”&]|&(?!quot;))*{_QUOTE}"
_ANY = re.compile(
    rf"{_CODE}|(?P<span>{_SPANS})?(?P<words>(?!))?"
    rf"[ \n]?\{{(?P<id> *[#.])?(?:[^{{}}<>\n“”&]|&(?!quot;)|{_QUOTED})+\}}(?!\}})"
    r"(?P<end>\n?</(?:p|li|td|th|dt|dd|(?P<heading>h[1-6]))>)?"
)
"""markdown-it-attrs takes whatever stands in braces, if its quotes are closed there.

https://github.com/arve0/markdown-it-attrs/blob/v5.0.1/utils.js (`findRightDelimiter`)
"""


def without_attributes(lines: list[str]) -> list[str]:
    """Leave out the attributes below blocks, which may go on for some lines. No line may be code."""
    return list(_without_attributes(lines))


def _without_attributes(lines: list[str]) -> Iterator[str]:
    above, number = "", 0
    while number < len(lines):
        line = lines[number]
        end = (
            _end(lines, number)
            if above.strip("> \t") and line.lstrip("> \t")[:1] == "{"
            else number
        )
        if end == number:
            yield line
        above, number = line, max(end, number + 1)


def _end(lines: list[str], start: int) -> int:
    """Return the number of the line behind the attributes that begin at `start`, `start` if none do."""
    for end in range(start + 1, min(start + _MOST_LINES, len(lines)) + 1):
        if "}" in lines[end - 1]:
            return end if _LIST.fullmatch("\n".join(lines[start:end])) else start
    return start


def without_attributes_of_spans(html: str, *, takes_any: bool = False) -> str:
    """Leave out the attributes behind spans, and at the ends of blocks, in a converter's HTML.

    With `takes_any`, whatever stands in braces there is left out, except ids of headings.
    """
    if "}" not in html:
        return html
    return _ANY.sub(_of_any, html) if takes_any else _SPAN.sub(_of_span, html)


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
