"""Tabs in YAML: Hexo writes two spaces for each that begins a line (`escape` of hexo-front-matter)."""

from __future__ import annotations

import re

_INDENT = re.compile(r"(?m)^\t+")


def without_tabs(text: str) -> str:
    """Return YAML, which forbids tabs, without those that indent its lines."""
    return _INDENT.sub(lambda tabs: "  " * len(tabs[0]), text) if "\t" in text else text
