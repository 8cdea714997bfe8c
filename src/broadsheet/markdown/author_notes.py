"""Notes of authors to themselves in the front matter: in titles, summaries and words for pictures.

They are the comments that the engine takes out of the text below. Most engines show fields as they are
typed, but nobody wants such a note published.
"""

from __future__ import annotations

import re

from broadsheet.markdown.flavour import Flavour
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.splices import spliced
from broadsheet.markdown.shortcodes.literals import without_notes

_PERCENT = re.compile(r"%%(?:[^%]|%(?!%))*%%")
_BRACES = re.compile(r"\{#(?:(?!\{#).)*?#\}", re.DOTALL)
_KRAMDOWN = re.compile(
    r"\{::comment(?:[ \t][^{}\n]*)?\}(?:(?!\{::comment).)*?\{:/(?:comment)?\}", re.DOTALL
)


def without_author_notes(typed: str, flavour: Flavour, *, has_ends: bool = False) -> str:
    """Return a field's text without the comments that the text below it may have, too.

    `has_ends` leaves comments without an end, as in a title that is about them.
    """
    if not any(mark in typed for mark in ("comment", "%%", "{#")):
        return typed
    in_tags = flavour.has_tags or flavour.runs_in_code
    typed = without_notes(typed, in_tags=in_tags, has_ends=has_ends)
    if flavour.is_kramdown:
        typed = without_kramdown_comments(typed)
    if flavour.has_percent_comments and "%%" in typed:
        typed = scan(typed).sub(_PERCENT, lambda _: "")
    if flavour.has_comments and "{#" in typed:
        typed = scan(typed).sub(_BRACES, lambda _: "")
    return " ".join(typed.split())


def without_kramdown_comments(text: str) -> str:
    """Return a text without `{::comment}`, what it encloses, and the lines that it has for itself.

    To kramdown, a paragraph goes on below them (lib/kramdown/parser/kramdown/extensions.rb of 2.4).
    """
    if "{::comment" not in text:
        return text
    scanned = scan(text)
    found = (each for each in _KRAMDOWN.finditer(text) if not scanned.is_code(each.start()))
    return spliced(text, [(*_with_lines(each), "") for each in found])


def _with_lines(comment: re.Match[str]) -> tuple[int, int]:
    """Return the place of a comment, with the lines that it has for itself."""
    text, (start, end) = comment.string, comment.span()
    line = text.rfind("\n", 0, start) + 1
    has_lines = not text[line:start].strip(" \t>") and text.startswith("\n", end)
    return (line, end + 1) if has_lines else (start, end)
