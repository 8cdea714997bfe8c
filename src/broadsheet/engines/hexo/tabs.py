"""Tabs in YAML: Hexo replaces each of those that begin a line by two spaces (hexo-front-matter's `escape`)."""

from __future__ import annotations

import re

_INDENT = re.compile(r"(?m)^\t+")


def without_tabs(text: str) -> str:
    """Return YAML, which forbids tabs, without those that indent its lines."""
    return _INDENT.sub(lambda tabs: "  " * len(tabs[0]), text) if "\t" in text else text
