"""Options that extensions of PyMdown have here, whatever a site says.

Code is not coloured, and shows its title; emoji are characters, since the pictures lie on other sites.
Icons of a theme are left out. https://facelessuser.github.io/pymdown-extensions/
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from html import escape
from typing import Any

_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:")


def _takes(language: str, given: Mapping[str, Any], options: dict[str, Any], *_: Any) -> bool:
    """Take fenced code, whatever stands behind its language; without colours, PyMdown takes no options."""
    del language
    options |= given
    return True


def _code(
    source: str, language: str, _: str, options: Mapping[str, Any], *__: Any, **___: Any
) -> str:
    """Return code below its title."""
    name = escape(str(options.get("title", "")))
    title = f"<p><strong><code>{name}</code></strong></p>\n" if name else ""
    kind = f' class="language-{escape(language)}"' if language else ""
    return f"{title}<pre><code{kind}>{escape(source, quote=False)}</code></pre>"


class _Emoji(dict[str, Any]):
    """Emoji by their names, and the icons of themes."""

    def get(self, name: str, default: Any = None) -> Any:
        return {"unicode": None} if _ICON.fullmatch(name) else super().get(name, default)


def _index(options: Any, package: Any) -> dict[str, Any]:
    from pymdownx.emoji import twemoji  # noqa: PLC0415 - of few sites

    index: dict[str, Any] = twemoji(options, package)
    return index | {"emoji": _Emoji(index["emoji"])}


def _character(*given: Any) -> ET.Element:
    """Return an emoji in an element, which takes the attributes behind it."""
    _, _, _, code, shown, *_ = given
    element = ET.Element("span")
    element.text = shown if code else ""
    return element


NEEDED: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "pymdownx.emoji": {
        "pymdownx.emoji": {"emoji_index": _index, "emoji_generator": _character, "title": "none"}
    },
    "pymdownx.inlinehilite": {"pymdownx.highlight": {"use_pygments": False}},
    "pymdownx.superfences": {
        "pymdownx.superfences": {
            "custom_fences": [{"name": "*", "class": "", "validator": _takes, "format": _code}]
        }
    },
}
"""An extension → the options that it, or another, gets with it."""
