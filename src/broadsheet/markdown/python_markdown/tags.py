"""Tags whose attribute `markdown` says that Markdown is in them."""

from __future__ import annotations

import re

from broadsheet.markdown.scanning.html_tags import ends_of, tags
from broadsheet.markdown.scanning.scanner import scan
from broadsheet.markdown.scanning.signs import has

_TAG = re.compile(r"<[A-Za-z][^<>]*?\smarkdown(?=[\s=>])")
_MOST = 100
"""Such tags of a document; the package's parser calls itself for those that are within others."""


def has_markdown_in_tags(text: str) -> bool:
    """Return whether a document has tags for the package's extension `md_in_html`, and not too many.

    https://python-markdown.github.io/extensions/md_in_html/
    Each needs its end: the package loses what is in two of them that have none.
    """
    if not has(text, "markdown") or not 0 < len(_TAG.findall(text)) <= _MOST:
        return False
    found = list(tags(scan(text).shifted))
    ends = ends_of(found)
    wanted = [n for n, tag in enumerate(found) if not tag.is_end and "markdown" in tag.attributes]
    return bool(wanted) and all(number in ends for number in wanted)
