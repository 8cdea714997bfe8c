"""Self-closing tags in HTML: browsers take `<video src="x" />` for a tag that is left open.

The rest of the page would be its content, which nobody sees (HTML, section 13.2.6.4.7). Authors who
write it have JSX or XHTML in mind.
"""

from __future__ import annotations

import re

from broadsheet.markdown.scanning.html_tags import VOID, tags

_NAME = re.compile(r"<([A-Za-z][\w-]*)")


def closed(html: str) -> str:
    """Return HTML in which each self-closing tag that needs an end tag has one."""
    if not _has_any(html):
        return html
    parts, done = [], 0
    for tag in tags(html):
        if not tag.is_end and tag.name not in VOID and html.endswith("/>", tag.start, tag.end):
            typed = html[tag.start : tag.end - 2]
            if not _ends_in_value(typed):
                parts += [html[done : tag.start], f"{typed.rstrip()}></{tag.name}>"]
                done = tag.end
    return "".join([*parts, html[done:]])


def _has_any(html: str) -> bool:
    """Return whether there may be such a tag; converters write `<br />` and `<img … />` all the time."""
    position = html.find("/>")
    while position >= 0:
        name = _NAME.match(html, max(html.rfind("<", 0, position), 0))
        if name and name[1].lower() not in VOID:
            return True
        position = html.find("/>", position + 2)
    return False


def _ends_in_value(tag: str) -> bool:
    """Return whether the slash belongs to a value without quotes, as in `<a href=https://example.org/>`."""
    last = tag.rpartition(" ")[2]
    return "=" in last and not tag.endswith(('"', "'", " ", "\n", "\t"))
