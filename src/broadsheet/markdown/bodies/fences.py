"""Fenced code with the name of its file, and notes in comments that are for the engine.

```js [config.js]        or `title="config.js"`: the name stands above the code
x = 1 // [!code focus]   or a line `// highlight-next-line`: such notes are removed
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.late import late_pattern
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.spans import Kind
from broadsheet.markdown.scanning.splices import Splice, spliced

_NAMED = re.compile(r"(?<![\w-])(?:title|filename)=(?:\"([^\"\n]*)\"|'([^'\n]*)')")
_BRACKETED = re.compile(r"(?<=[ \t}])\[([^\[\]\n]+)\]\s*$")
_NOTES = late_pattern(
    r"(?<![ \t])[ \t]*(?://|#|<!--|/\*|--|;|%)[ \t]{0,9}\[!code[^\]\n]*\][ \t]{0,9}(?:-->|\*/)?"
    r"|^[ \t]*(?://|#|<!--|\{?/\*|--)[ \t]{0,9}highlight-(?:next-line|start|end)"
    r"[ \t]{0,9}(?:-->|\*/\}?)?[ \t]{0,9}\n",
    re.MULTILINE,
)
_HINTS = ("title=", "filename=", "[!code", "highlight-", "]\n")


def with_names(text: str) -> str:
    """Return Markdown in which the name of fenced code stands above it, without its notes."""
    if not ("```" in text or "~~~" in text) or not any(hint in text for hint in _HINTS):
        return text
    return spliced(text, _changes(text))


def _changes(text: str) -> Iterator[Splice]:
    for span in scan(text).code:
        if span.kind is not Kind.FENCED:
            continue
        start = text.rfind("\n", 0, span.start) + 1
        indent = text[start : span.start]
        head = text[span.start : span.end].partition("\n")[0]
        name = _name(head.lstrip("`~"))
        if name and not indent.strip() and "`" not in name:
            yield start, start, f"\n{indent}**`{name}`**\n\n"
        for note in _NOTES.finditer(text, span.start + len(head), span.end):
            yield note.start(), note.end(), ""


def _name(info: str) -> str:
    found = _NAMED.search(info)
    if found:
        return (found[1] or found[2] or "").strip()
    bracketed = _BRACKETED.search(info)
    return bracketed[1].strip() if bracketed else ""
