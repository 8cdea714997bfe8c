"""Tags with names of SVG or MathML in HTML: `List<int>`, `#include <vector>`, `no <path> is set`.

Browsers show what such a tag encloses. The sanitiser removes it with its content, up to the end of the
block, since it expects such names within `<svg>` and `<math>` alone (ammonia, `check_expected_namespace`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import nh3

from broadsheet.markdown.html.sanitise import REMOVED_WITH_CONTENT, TAGS
from broadsheet.markdown.scanning.html_tags import tags
from broadsheet.markdown.scanning.splices import Splice, spliced

_NAME = re.compile(r"<([A-Za-z][a-z0-9-]*)", re.IGNORECASE)


def without_foreign_tags(html: str) -> str:
    """Leave out the tags that the sanitiser would remove with their content.

    Those within SVG are left out too; the sanitiser removes all of it.
    """
    names = {name.lower() for name in _NAME.findall(html)} - TAGS - REMOVED_WITH_CONTENT
    foreign = frozenset(filter(_is_foreign, names))
    return spliced(html, _cuts(html, foreign)) if foreign else html


def _cuts(html: str, names: frozenset[str]) -> Iterator[Splice]:
    return ((tag.start, tag.end, "") for tag in tags(html) if tag.name in names)


@lru_cache(maxsize=1024)
def _is_foreign(name: str) -> bool:
    """Return whether the sanitiser drops the content of an element that it should only unwrap."""
    return "x" not in nh3.clean(f"<{name}>x</{name}>", tags={"p"}, clean_content_tags=set())
