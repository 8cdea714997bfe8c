"""Content between `{{< x >}}` and `{{< /x >}}`: HTML, whose indentation means nothing.

Only `{{% x %}}` has Markdown inside (https://gohugo.io/content-management/shortcodes/).
"""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator

from broadsheet.markdown.known_shortcodes import CODE

_TAG = re.compile(
    r"[ \t]*\{\{<[ \t]*(?:(?P<end>/)[ \t]*)?(?P<name>\w[\w/-]*)(?![\w/-])(?:(?!\{\{<).)*(?<!/)>\}\}[ \t]*"
)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_HTML = re.compile(r"\s*(?:<|\{\{[<%])")
_MAX_DEPTH = 10


def outdent(text: str) -> str:
    """Remove the indentation inside shortcodes, since Markdown would make code blocks of it."""
    if "{{<" not in text:
        return text
    lines = text.split("\n")
    around: list[int] = []
    for start, end in sorted(_pairs(lines)):
        around = [outer for outer in around if outer > start]
        inner = "\n".join(lines[start:end]) if len(around) < _MAX_DEPTH else ""
        if _HTML.match(inner):
            lines[start:end] = textwrap.dedent(inner).split("\n")
        around = [*around, end] if inner else around
    return "\n".join(lines)


def _pairs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines between each shortcode on a line of its own and its end, except in code."""
    opened: defaultdict[str, list[int]] = defaultdict(list)
    code_ends = ""
    for number, line in enumerate(lines):
        tag = _TAG.fullmatch(line) if "{{<" in line else None
        if code_ends:
            closes = f"/{tag['name']}" if tag and tag["end"] else line.strip()
            code_ends = "" if closes.startswith(code_ends) else code_ends
        elif fence := _FENCE.match(line):
            code_ends = fence[1]
        elif tag and tag["end"]:
            if opened[tag["name"]]:
                yield opened[tag["name"]].pop(), number
        elif tag and tag["name"] in CODE:
            code_ends = f"/{tag['name']}"
        elif tag:
            opened[tag["name"]].append(number + 1)
