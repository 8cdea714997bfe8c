"""Blocks whose content is no template: raw text, comments, quotations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from broadsheet.markdown.scanning.scanner import Scan, scan
from broadsheet.markdown.scanning.signs import has

# In code too: Liquid and Nunjucks run before Markdown is read.
_TAG = re.compile(
    r"\{%-?[ \t\n]*(?P<end>end)?"
    r"(?P<name>raw|verbatim|comment|blockquote|quote|pullquote|centerquote|cq)\b"
    r"(?P<rest>(?:[^%\n{]|%(?!\}))*)%\}"
)
_QUOTED = re.compile(r"\{\{-?\s*+(?:\"([^\"\n]*)\"|'([^'\n]*)')\s*+-?\}\}")
_COMMENT = re.compile(r"\{\{[<%]\s*+(?P<end>/?)\s*+(?P<name>comment)\b[^{}]*(?<=[^/][>%])\}\}")
_HIDES = frozenset({"comment", "raw", "verbatim"})
"""Blocks in which no other tag is read."""

_BRACE, _HIDDEN = "{", "\ue000"


def hide(text: str) -> str:
    """Keep raw text from being expanded, also in code; drop comments; mark quotations as Markdown does.

    Nothing in between changes what `show` restores. A text in quotes is the output of itself.
    """
    if has(text, "{%"):
        text = replace_pairs(text, list(_TAG.finditer(text)), _replace)
    return _QUOTED.sub(lambda output: hidden(output[1] or output[2] or ""), text)


def without_comments(scanned: Scan, *, in_code: bool) -> str:
    """Return a text without `{{< comment >}}` and what it encloses, with `in_code` also in code.

    Shortcodes are read before Markdown: a comment may end in code, or hold the mark of a fence.
    """
    tags = (tag for tag in _COMMENT.finditer(scanned.text))
    found = [tag for tag in tags if tag["end"] or in_code or not scanned.is_code(tag.start())]
    return replace_pairs(scanned.text, found, lambda *_: "")


def without_notes(text: str, *, in_tags: bool = True, has_ends: bool = False) -> str:
    """Return a text without notes of authors to themselves in shortcodes and, with `in_tags`, in Liquid.

    What follows a comment without an end is left out too, but with `has_ends` it is none.
    """
    if "comment" not in text:
        return text
    text = without_comments(scan(text), in_code=True)
    tags = (tag for tag in _TAG.finditer(text) if tag["name"] == "comment")
    text = replace_pairs(text, list(tags), lambda *_: "") if in_tags else text
    if has_ends:
        return text
    start = unclosed_comment(scan(text), in_tags=in_tags, in_shortcodes=True)
    return text[:start] if start >= 0 else text


def unclosed_comment(scanned: Scan, *, in_tags: bool, in_shortcodes: bool) -> int:
    """Return where a comment begins that has no end, outside of code; -1 if there is none.

    Engines with shortcodes refuse to build such a page ("must be closed or self-closed"), and so does
    Liquid 5.4 ("was never closed"); Nunjucks has no such tag. With `in_tags`, a comment may be
    `{% comment %}`, with `in_shortcodes`, `{{< comment >}}`.
    """
    if "comment" not in scanned.text:
        return -1
    tags = [tag for tag in _TAG.finditer(scanned.text) if in_tags and tag["name"] in _HIDES]
    calls = list(_COMMENT.finditer(scanned.text)) if in_shortcodes else []
    starts = (
        tag.start()
        for found in (tags, calls)
        for tag, end in _pairs(found)
        if end is None and tag["name"] == "comment" and not scanned.is_code(tag.start())
    )
    return min(starts, default=-1)


def show(text: str) -> str:
    """Restore what `hide` hid."""
    return text.replace(_HIDDEN, _BRACE)


def hidden(text: str) -> str:
    """Write a text so that nothing in it is expanded before `show` restores it."""
    return text.replace(_BRACE, _HIDDEN)


def replace_pairs(
    text: str, tags: Sequence[re.Match[str]], replace: Callable[[re.Match[str], str], str]
) -> str:
    """Replace the text between each opening tag and the next closing tag of its name.

    Matches have groups `name` and `end`; `replace` is given the opening tag and the content.
    """
    parts, done = [], 0
    for tag, end in _pairs(tags):
        if end is not None:
            parts += [text[done : tag.start()], replace(tag, text[tag.end() : end.start()])]
            done = end.end()
    return "".join([*parts, text[done:]])


def _pairs(
    tags: Sequence[re.Match[str]],
) -> Iterator[tuple[re.Match[str], re.Match[str] | None]]:
    """Yield each opening tag that is not within a pair, with its closing tag, if it has one."""
    closing = closing_tags(tags)
    done = 0
    for tag in tags:
        if tag.start() < done or tag["end"]:
            continue
        ends = closing.get(tag["name"], [])
        while ends and ends[-1].start() < tag.end():
            ends.pop()
        done = ends[-1].end() if ends else done
        yield tag, ends[-1] if ends else None


def closing_tags(tags: Sequence[re.Match[str]]) -> Mapping[str, list[re.Match[str]]]:
    """Return the closing tags by name, the last one first."""
    closing: dict[str, list[re.Match[str]]] = {}
    for tag in reversed(tags):
        if tag["end"]:
            closing.setdefault(tag["name"], []).append(tag)
    return closing


_CITED = re.compile(r"(?P<author>\S[^\n]*?)[ \t](?P<address>https?://\S+)(?P<title>[^\n]*)")


def _credit(source: str) -> str:
    """Return whom a quotation names: an author, perhaps an address and a title for it."""
    found = _CITED.fullmatch(source)
    if not found:
        return source
    title = found["title"].strip() or re.sub(r"^https?://|/$", "", found["address"])
    return f"{found['author'].strip()}, [{title}]({found['address']})"


def _replace(tag: re.Match[str], content: str) -> str:
    if tag["name"] in {"raw", "verbatim"}:
        return hidden(content)
    if tag["name"] == "comment":
        return ""
    lines = content.strip().split("\n")
    source = tag["rest"].strip("- \t")
    if source and tag["name"] in {"blockquote", "quote"}:
        lines += ["", f"— {_credit(source)}"]
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
