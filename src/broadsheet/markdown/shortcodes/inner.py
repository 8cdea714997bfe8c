"""Content between `{{< x >}}` and `{{< /x >}}`: HTML, whose indentation means nothing.

Only `{{% x %}}` has Markdown inside (https://gohugo.io/content-management/shortcodes/).
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterator

from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has
from broadsheet.markdown.shortcodes.code import CODE_SHORTCODES
from broadsheet.markdown.shortcodes.syntax import TAG, named

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
        name, is_end = _call(line.strip()) if "{{<" in line else ("", False)
        if not name or code not in {"", name}:
            continue
        if name in CODE_SHORTCODES:
            code = "" if is_end else name
        elif not is_end:
            opened[name].append(number + 1)
        elif opened[name]:
            yield opened[name].pop(), number


def _call(line: str) -> tuple[str, bool]:
    """Return the name of the shortcode that a line begins or ends, "" if none, and whether it ends it."""
    tag = TAG.fullmatch(line)
    if not tag or tag["kind"] != "<" or line.endswith("/>}}"):
        return "", False
    name, rest = named(tag["angle"].strip())
    return (rest.strip() if name == "/" else name.removeprefix("/")), name.startswith("/")
