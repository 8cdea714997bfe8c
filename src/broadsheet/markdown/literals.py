"""Blocks of Liquid and Nunjucks whose content is no template: raw text, comments, quotations."""

from __future__ import annotations

import re

_TAG = r"\{%-?\s*"
_END = r"\s*-?%\}"
_RAW = re.compile(rf"{_TAG}(raw|verbatim){_END}(.*?){_TAG}end\1{_END}", re.DOTALL)
_COMMENT = re.compile(rf"{_TAG}comment{_END}.*?{_TAG}endcomment{_END}", re.DOTALL)
_QUOTE = re.compile(
    rf"{_TAG}(?P<name>blockquote|quote|pullquote|centerquote|cq)\b(?P<from>[^%\n]*?){_END}"
    rf"(?P<words>.*?){_TAG}end(?P=name){_END}",
    re.DOTALL,
)
_BRACE, _HIDDEN = "{", "\ue000"


def hide(text: str) -> str:
    """Keep raw text from being expanded, also in code; drop comments; mark quotations as Markdown does.

    What `show` gives back is not changed by anything in between.
    """
    if "{%" not in text:
        return text
    text = _RAW.sub(lambda match: match[2].replace(_BRACE, _HIDDEN), text)
    return _QUOTE.sub(_quoted, _COMMENT.sub("", text))


def show(text: str) -> str:
    """Put back what `hide` hid."""
    return text.replace(_HIDDEN, _BRACE)


def _quoted(match: re.Match[str]) -> str:
    lines = match["words"].strip().split("\n")
    source = match["from"].strip()
    if source and match["name"] in {"blockquote", "quote"}:
        lines += ["", f"— {source}"]
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
