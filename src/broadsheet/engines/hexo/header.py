"""Headers as hexo-front-matter reads them: closed by `---` or `;;;` (JSON), opened or not."""

from __future__ import annotations

import re
from dataclasses import replace

from broadsheet.source import front_matter
from broadsheet.source.front_matter import FrontMatter, FrontMatterFault

_OPENED = re.compile(
    r"\s*(?P<fence>-{3,}|;{3,})[ \t]*\n(?P<header>.*?)\n?(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL
)
_CLOSED = re.compile(
    r"(?P<header>\s*[\"\w][^\n]*:.*?)\n(?P<fence>-{3,}|;{3,})[ \t]*(?:\n|\Z)", re.DOTALL
)
_INDENT = re.compile(r"(?m)^\t+")


def split(text: str) -> FrontMatter:
    """Take apart an article's text. Raises FrontMatterFault."""
    match = _OPENED.match(text) or _CLOSED.match(text)
    if match is None:
        return front_matter.split(text, needed=False)
    header, body = match["header"], text[match.end() :]
    before = text.count("\n", 0, match.start("header"))
    if match["fence"].startswith(";"):
        opening, closing = "{", "\n}\n"
    else:
        opening, closing = "---\n", "\n---\n"
        # YAML forbids tabs; Hexo lets them pass.
        header = _INDENT.sub(lambda tabs: "  " * len(tabs[0]), header)
    shift = before - opening.count("\n")
    try:
        matter = front_matter.split(f"{opening}{header}{closing}{body}")
    except FrontMatterFault as fault:
        raise FrontMatterFault(max(fault.line + shift, 1), str(fault)) from fault
    return replace(
        matter,
        lines={name: line + shift for name, line in matter.lines.items()},
        faults=tuple((line + shift, name, message) for line, name, message in matter.faults),
        body=body,
        body_line=text.count("\n", 0, match.end()) + 1,
    )
