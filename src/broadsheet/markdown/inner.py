"""Content between `{{< x >}}` and `{{< /x >}}`: HTML, whose indentation means nothing.

Only `{{% x %}}` has Markdown inside (https://gohugo.io/content-management/shortcodes/).
"""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator

from broadsheet.markdown.known_shortcodes import CODE
from broadsheet.markdown.scanner import Scan, scan
from broadsheet.markdown.signs import has

# A line that is one tag, outside of code.
_TAG = re.compile(
    r"[ \t]*\{\{<[ \t]*(?:(?P<end>/)[ \t]*)?(?P<name>\w[\w/-]*)(?![\w/-])(?:(?!\{\{<).)*(?<!/)>\}\}[ \t]*"
)
_HTML = ("<", "{{<", "{{%")
_MAX_DEPTH = 10


def outdent(text: str, depth: int = 0) -> str:
    """Remove the indentation inside shortcodes, since Markdown would make code blocks of it."""
    if not has(text, "{{<") or depth == _MAX_DEPTH:
        return text
    lines = text.split("\n")
    done = 0
    for start, end in sorted(_pairs(scan(text))):
        first = next((lines[number] for number in range(start, end) if lines[number].strip()), "")
        if start >= done and first.lstrip().startswith(_HTML):
            inner = textwrap.dedent("\n".join(lines[start:end]))
            lines[start:end] = outdent(inner, depth + 1).split("\n")
            done = end
    return "\n".join(lines)


def _pairs(scanned: Scan) -> Iterator[tuple[int, int]]:
    """Yield the lines between each shortcode on a line of its own and its end, except in code."""
    opened: defaultdict[str, list[int]] = defaultdict(list)
    code = ""
    for number, line in enumerate(scanned.masked.split("\n")):
        tag = _TAG.fullmatch(line) if "{{<" in line else None
        if not tag or code not in {"", tag["name"]}:
            continue
        if tag["name"] in CODE:
            code = "" if tag["end"] else tag["name"]
        elif not tag["end"]:
            opened[tag["name"]].append(number + 1)
        elif opened[tag["name"]]:
            yield opened[tag["name"]].pop(), number
