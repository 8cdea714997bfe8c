"""Marks of kramdown that CommonMark has not; Jekyll and Bridgetown write Markdown with it.

https://kramdown.gettalong.org/syntax.html
"""

from __future__ import annotations

import re

from broadsheet.markdown import hide, hide_block, scan, without_kramdown_comments

_CONTENTS = re.compile(r"(?m)^(?:[-*+]|\d+\.)[ \t][^\n]*\n\{:\s*toc\b[^{}\n]*\}")
ATTRIBUTES = re.compile(
    r"\{::?(?=[\s#.:/\w])[^{}]{0,500}\}(?:\{:(?=[\s#.:/\w])[^{}]{0,500}\}){0,9}"
)
_NO_MARKDOWN = re.compile(
    r"\{::nomarkdown(?P<options>[ \t][^{}\n]*)?\}(?P<html>(?:(?!\{::nomarkdown).)*?)\{:/(?:nomarkdown)?\}",
    re.DOTALL,
)
_TYPE = re.compile(r"\btype=\"(?!html\")")
_LIQUID = re.compile(r"\{%-?[ \t\n]*(?P<end>end)?(?P<name>highlight|raw)\b[^%{}]*%\}")
_GUARD = {"{": "\ue0d0", "^": "\ue0d1"}
_GUARDED = str.maketrans(_GUARD)
_UNGUARDED = str.maketrans({mark: typed for typed, mark in _GUARD.items()})
_END_OF_BLOCK = re.compile(r"(?m)^\^[ \t]*$")


_BEGINS_LINE = " \t>*+-.):0123456789"
_ENDS_SPAN = "*_`)]>\"'\0"
"""The last characters of a span that may have attributes; of code NUL."""


def plain(text: str) -> str:
    """Drop comments, tables of contents and attributes, but not ends of blocks.

    What Liquid makes code of is none of them, though kramdown gets it as HTML.
    """
    if "{%" not in text:
        return _plain(text)
    return _plain(_with_guarded_code(text)).translate(_UNGUARDED)


def _with_guarded_code(text: str) -> str:
    """Hide the signs of kramdown's marks in the contents of Liquid's blocks of code."""
    parts: list[str] = []
    opened: re.Match[str] | None = None
    done = 0
    for tag in _LIQUID.finditer(text):
        if opened is None and not tag["end"]:
            opened = tag
        elif opened is not None and tag["end"] and tag["name"] == opened["name"]:
            content = text[opened.end() : tag.start()]
            parts += [text[done : opened.end()], content.translate(_GUARDED)]
            opened, done = None, tag.start()
    return "".join([*parts, text[done:]])


def _plain(text: str) -> str:
    if "{:" in text:
        text = without_kramdown_comments(text)
        text = scan(text).sub(_NO_MARKDOWN, _hidden)
        text = scan(scan(text).sub(_CONTENTS, lambda _: "\n")).sub(ATTRIBUTES, _of_text)
    return scan(text).sub(_END_OF_BLOCK, lambda _: "\n<!-- -->\n") if "\n^" in text else text


def _hidden(html: re.Match[str]) -> str:
    """Protect HTML that kramdown shows as it is typed; on lines of its own it is a block.

    What is for another output, such as LaTeX, is left out (`convert_raw` in converter/html.rb).
    """
    if _TYPE.search(html["options"] or ""):
        return ""
    typed = html["html"]
    is_block = typed.startswith("\n") and html.string.endswith("\n", 0, html.start() or None)
    shown = typed if "<" in typed else f"<span>{typed}</span>"
    return f"\n\n{hide_block(shown)}\n\n" if is_block else hide(shown)


def _of_text(attributes: re.Match[str]) -> str:
    """Leave attributes out, but for those right behind text, which are text (span_extensions.rb)."""
    text, start = attributes.string, attributes.start()
    before = text[text.rfind("\n", 0, start) + 1 : start]
    is_of_block = not before.strip(_BEGINS_LINE) or attributes[0].startswith(("{::", "{:/"))
    if is_of_block or before[-1] in _ENDS_SPAN:
        # Between two spans of emphasis, it keeps their marks apart.
        is_between = before[-1:] in {"*", "_"} and text.startswith(before[-1], attributes.end())
        return "<!-- -->" if is_between else ""
    return attributes[0]
