"""content/ → the files of out/.

pipeline  the pipeline, on one screen
entries   articles → entries, as serialised for each format
parts     what articles' bodies take from the site: pages, snippets, shortcodes, templates
moved     feeds of renamed terms, at their old addresses too
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy

if TYPE_CHECKING:
    from broadsheet.pipeline.entries import make_entry
    from broadsheet.pipeline.parts import site_parts
    from broadsheet.pipeline.pipeline import Loaded, LoadOptions, load_site, site_files
else:
    __getattr__ = lazy(
        __name__,
        {
            "entries": "make_entry",
            "parts": "site_parts",
            "pipeline": "Loaded LoadOptions load_site site_files",
        },
    )

__all__ = ["LoadOptions", "Loaded", "load_site", "make_entry", "site_files", "site_parts"]
