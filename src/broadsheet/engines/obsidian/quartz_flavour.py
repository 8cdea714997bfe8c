"""The Markdown of Quartz, as the plugins of its configuration make it.

quartz/plugins/transformers/ofm.ts, gfm.ts and linebreaks.ts of Quartz 4; Quartz 5 has the same plugins.
"""

from __future__ import annotations

import re
from dataclasses import replace

from broadsheet.engines.obsidian.config import NEWEST, OwnCode, has_plugin
from broadsheet.markdown import Flavour

_NO_TAGS = re.compile(r"\bparseTags\s*:\s*false\b")
_NO_ARROWS = re.compile(r"\bparseArrows\s*:\s*false\b")
_STRAIGHT = re.compile(r"\benableSmartyPants\s*:\s*false\b")
_OLD = re.compile("[^0-9]*[12][.]")


def quartz_flavour(
    vaults: Flavour, config: str, smartypants: str, own: OwnCode = NEWEST
) -> Flavour:
    """Return the flavour of vaults with what Quartz's configuration has, and without what it lacks.

    `smartypants` is the version of remark-smartypants that package.json asks for, "" for the newest.
    `own` is what the Quartz that the site carries does.
    """
    has_marks = has_plugin(config, "obsidian-flavored-markdown")
    has_quotes = has_plugin(config, "github-flavored-markdown") and not _STRAIGHT.search(config)
    name = "retext-2" if _OLD.match(smartypants) else "retext"
    has_breaks = has_plugin(config, "hard-line-breaks")
    return replace(
        vaults,
        options=frozenset({"hardbreaks"} if has_breaks else ()),
        math=vaults.math if has_plugin(config, "latex") else frozenset(),
        is_remark_math=True,
        widens_tabs=True,
        folds_note_names=True,
        directives=frozenset(),
        typography=name if has_quotes else "",
        symbols=frozenset({("–", "—")} if has_quotes else ()),
        callouts="paragraph" if has_marks else "",
        has_percent_comments=False,
        embeds="Link to original" if has_marks else "",
        titles_code=has_plugin(config, "syntax-highlighting"),
        links_tags=own.tags if has_marks and not _NO_TAGS.search(config) else "",
        has_highlights=has_marks,
        has_arrows=has_marks and own.has_arrows and not _NO_ARROWS.search(config),
    )
