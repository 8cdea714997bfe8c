"""Headers of notes that are not front matter: Logseq's properties, and those that Notion exports.

Logseq writes `key:: value` lines at the head of a page. Notion writes the title as a heading, then
`Key: value` lines. https://docs.logseq.com ; https://www.notion.com/help/export-your-content
"""

from __future__ import annotations

import re
from typing import Any

from broadsheet.source import fields, front_matter

_LOGSEQ = re.compile(r"(?:- )?([A-Za-z][\w-]*):: ?(.*)")
_NOTION = re.compile(r"([^\W\d_a-z][\w ]{0,40}): (.+)")
_HEADING = re.compile(r"# (.+)\n\n")
_LINK = re.compile(r"\[\[([^\[\]]*)\]\]")
_ID = re.compile(r" [0-9a-f]{32}(?=/|$)")
_DATES = frozenset(
    {
        *("date", "created", "created time", "published", "publish date", "posted"),
        *(
            "日期",
            "创建时间",
            "创建日期",
            "发布时间",
            "发布日期",
            "建立時間",
            "發布日期",
            "日付",
            "作成日時",
        ),
    }
)
"""Properties that are the date of a page, in the languages of Notion's users who write so."""
_MOST = 50
"""The most lines of a header."""


def properties(text: str) -> front_matter.FrontMatter | None:
    """Return the properties at the head of a note without front matter, None if there are none."""
    heading = _HEADING.match(text)
    start = heading.end() if heading else 0
    pattern = _NOTION if heading else _LOGSEQ
    found: dict[str, Any] = {}
    lines: dict[str, int] = {}
    first = text.count("\n", 0, start) + 1
    for number in range(_MOST):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        match = pattern.fullmatch(text[start:end].rstrip())
        if not match:
            break
        found[match[1].lower()] = _LINK.sub(r"\1", match[2].strip())
        lines[match[1].lower()] = first + number
        start = min(end + 1, len(text))
    dated = next((key for key in found if key in _DATES and not _is_tick(found[key])), "")
    if not found or (heading and not dated):
        return None
    if heading:
        found = {"title": heading[1].strip(), "date": found[dated], **found}
        lines = {"title": 1, "date": lines[dated], **lines}
    return front_matter.FrontMatter(found, lines, text[start:], text.count("\n", 0, start) + 1)


def _is_tick(value: str) -> bool:
    return fields.says_yes(value) or fields.says_no(value)


def without_id(name: str) -> str:
    """Return a name, or a path, without the ids that Notion puts at the ends of names."""
    return _ID.sub("", name)
