"""What Go's html/template does to a value, by the place where it stands: in text, or in a tag."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from broadsheet.markdown.go_templates.values import SafeHtml, text_of

_TAG = re.compile(r"<[^<>]*>")
_ENTITY = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});)")


def written(value: Any, *, in_tag: bool) -> str:
    """Return a value as it is written; safe HTML in a tag has no tags, and no entity is written twice."""
    text = text_of(value)
    if not isinstance(value, SafeHtml):
        return escape(text)
    if not in_tag:
        return text
    return _ENTITY.sub("&amp;", _TAG.sub("", text)).replace('"', "&#34;").replace("<", "&lt;")


def is_in_tag(text: str, was_in_tag: bool) -> bool:  # noqa: FBT001 - the state behind the text before
    """Return whether a tag is open behind a text."""
    opened, closed = text.rfind("<"), text.rfind(">")
    return was_in_tag if opened == closed == -1 else opened > closed
