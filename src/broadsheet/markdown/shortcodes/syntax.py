"""How shortcodes and the tags of template languages are typed."""

from __future__ import annotations

import re

from broadsheet.late import late_pattern
from broadsheet.markdown.scanning.scanner import Scan
from broadsheet.markdown.shortcodes import literals

# A tag never begins within another: searching the end of each unclosed one would take quadratic time.
_LITERAL = re.compile(
    r"(?P<opening>\{\{[<%])/\*(?P<literal>(?:(?!\{\{).)*?)\*/(?P<closing>[>%]\}\})", re.DOTALL
)
TAG = late_pattern(
    r"\{\{(?P<kind>[<%])(?P<angle>(?:(?!\{\{).)*?)/?[>%]\}\}"
    r"|\{%-?(?P<liquid>(?:(?!\{%).)*?)-?%\}"
    r"|\{#(?P<comment>(?:(?!\{#).)*?)#\}"
    r"|\{\{-?\s*(?:site|config)\.(?P<site>baseurl|base_url|url)\s*-?\}\}"
    r"|\{\{-?\s*+(?P<output>\w+\([^{}]*\)|[^{}\n]*[^{}\s-]|)\s*-?\}\}",
    re.DOTALL,
)
CALL = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
"""A call as in `{{ youtube(id="x") }}`."""

_NAME = re.compile(r"([^\s(]+)\s*(.*)", re.DOTALL)


def with_literals(scanned: Scan) -> str:
    """Show escaped shortcodes (`{{</* x */>}}`) without the marks of a comment; none is a tag of HTML."""

    def shown(match: re.Match[str]) -> str:
        call = f"{match['opening']}{match['literal']}{match['closing']}"
        if not scanned.is_code(match.start()) and not match["literal"].startswith(" "):
            call = call.replace("<", "&lt;", 1)
        return literals.hidden(call)

    return _LITERAL.sub(shown, scanned.text)


def named(call: str) -> tuple[str, str]:
    """Return the name of a shortcode and the text after it; two "" if it has none."""
    match = _NAME.match(call)
    return (match[1], match[2]) if match else ("", "")


def ended_by(name: str, rest: str) -> str:
    """Return what a closing tag ends (`/x`, `/ x`, `endx`); another tag's own name."""
    if name.startswith("/"):
        return name[1:] or rest.strip()
    return name.removeprefix("end")
