"""Markdoc (`.mdoc`) → Markdown with components.

    {% callout type="note" %} … {% /callout %}    {% youtube id="x" /%}    {% $variable %}    {% #id %}

https://markdoc.dev/docs/syntax
"""

from __future__ import annotations

import re

from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has

_INNER = r"(?:[^%{]|%(?!\})|\{(?!%))"
"""A character within a tag. None begins in another: the end of each unclosed one would be looked for."""
_TAG = re.compile(
    r"\{%\s{0,9}(?P<end>/)?(?P<name>[A-Za-z][\w-]{0,60})"
    rf"(?P<attributes>{_INNER}{{0,1000}}?)(?P<closes>/)?\s{{0,9}}%\}}"
)
_OTHER = re.compile(rf"[ \t]?\{{%{_INNER}{{0,100}}%\}}")
"""A variable, a function or an annotation."""
_ATTRIBUTE = re.compile(r"([A-Za-z][\w-]{0,60})=\"([^\"\n]{0,500})\"")


def as_components(text: str) -> str:
    """Return Markdown whose tags are components; variables and annotations are left out."""
    if not has(text, "{%"):
        return text
    text = scan(text).sub(_TAG, _component)
    return scan(text).sub(_OTHER, lambda _: "")


def _component(tag: re.Match[str]) -> str:
    name = "".join(part.capitalize() for part in tag["name"].split("-"))
    if tag["end"]:
        return f"</{name}>"
    given = "".join(f' {key}="{value}"' for key, value in _ATTRIBUTE.findall(tag["attributes"]))
    return f"<{name}{given}{' /' if tag['closes'] else ''}>"
