"""Addresses of documents: their paths with `.html`; an `index` is its folder's."""

from __future__ import annotations

import re

from broadsheet.engines.permalinks import DATE, Scheme, Tokens
from broadsheet.source import Address

PATTERN = "/:page"


def _page(address: Address) -> str:
    index = re.fullmatch(r"(.*/)?index", address.path)
    return (index[1] or "") if index else f"{address.path}.html"


TOKENS: Tokens = {**DATE, "page": _page, "path": lambda a: a.path}

SCHEME = Scheme(TOKENS, PATTERN)
