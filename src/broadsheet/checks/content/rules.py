"""All modules of content rules: importing them registers the rules."""

from __future__ import annotations

from broadsheet.checks.content import (
    characters,
    dates,
    footnotes,
    keys,
    links,
    markup,
    reading,
    terms,
    titles,
)

MODULES = (characters, dates, footnotes, keys, links, markup, reading, terms, titles)
