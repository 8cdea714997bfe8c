"""Front matter fields that hold terms, where no engine's configuration names its taxonomies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from broadsheet.engines.engine import Keys
from broadsheet.engines.headers import header_fields
from broadsheet.walk import files_below

USUAL = "tags"

_ENOUGH = 500
"""Files that are looked into: more would not tell more."""

_LONGEST = 40
"""Characters of a term; what is longer is a sentence."""

_NO_TERMS = Keys().names | {"tag", "aliases", "keywords", "redirect_from", "check_off"}


def term_fields(folder: Path) -> tuple[str, ...]:
    """Return `tags`, and the fields in which a quarter of the articles or more list short texts."""
    paths = files_below(folder) if folder.is_dir() else ()
    articles = (path for path in paths if path.endswith((".md", ".markdown")))
    headers = [header_fields(folder / path) for path in islice(articles, _ENOUGH)]
    counts = Counter(name for header in headers for name in _listed(header))
    often = (name for name in sorted(counts) if counts[name] * 4 >= len(headers))
    return tuple(dict.fromkeys((USUAL, *often)))


def _listed(header: Mapping[str, Any]) -> Iterator[str]:
    for name, value in header.items():
        if name not in _NO_TERMS and re.fullmatch(r"[a-z][\w-]*", name) and _are_terms(value):
            yield name


def _are_terms(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, str) and 0 < len(each) <= _LONGEST and "/" not in each for each in value
    )
