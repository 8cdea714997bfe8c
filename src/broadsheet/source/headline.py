"""A title for what its author gave none, as notes of microblogs have none: from their own words."""

from __future__ import annotations

import re
from html import unescape

LONGEST = 80
"""Characters; a title is one line of a list of articles."""

_LONGEST_LINE = 1_000
"""Characters of a line that are read."""

_HEADING = re.compile(r"(?m)^#[ \t]+(?P<hash>.+?)[ \t]*#*[ \t]*$|^(?P<line>\S.*)\n=+[ \t]*$")
_HIDDEN = re.compile(
    r"(?ms)^ {0,3}(`{3,80}|~{3,80}).*?(?:^ {0,3}\1|\Z)|<!--(?:(?!<!--).)*?-->"
    r"|<(script|style)\b(?:(?!<(?:script|style)).)*?</\2>"
    r"|\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|^(?:import|export) [^\n]*$"
)
_PICTURE = re.compile(r"!\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKS = re.compile(r"(\*\*|__|`|~~|\*|(?<!\w)_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_BEFORE = re.compile(r"^[ \t]*(?:#{1,6}|>|[-*+]|\d+[.)])[ \t]+")
_SENTENCE_END = re.compile(r"[。！？][”’」』）]*|(?<![.!?])[.!?]+[\"”’)]*(?=\s)")


def headline(body: str) -> str:
    """Return the first heading of level one of a body, else its first sentence, cut; "" if none."""
    if title := heading(body):
        return title
    body = _shown(body)
    words = next(filter(None, map(_words, body.split("\n"))), "")
    # A picture's description is the last resort.
    return _cut(words or next((alt for alt in _PICTURE.findall(body) if alt), ""))


def heading(body: str) -> str:
    """Return the words of the first heading of level one of a body, "" if none."""
    found = _HEADING.search(_shown(body))
    return _words(found["hash"] or found["line"]) if found else ""


def _shown(body: str) -> str:
    return _HIDDEN.sub("", body[:20_000])


def _words(line: str) -> str:
    """Return a line of Markdown as plain text, "" where it is no words."""
    text = _LINK.sub(r"\1", _PICTURE.sub("", _BEFORE.sub("", line[:_LONGEST_LINE])))
    text = unescape(_TAG.sub("", _MARKS.sub(r"\2", text)))
    return " ".join(text.split()) if re.search(r"\w", text) else ""


def _cut(text: str) -> str:
    end = _SENTENCE_END.search(text)
    text = text[: end.end()].rstrip("。.") if end else text
    if len(text) <= LONGEST:
        return text
    head = text[:LONGEST]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:，；：、") + "…"
