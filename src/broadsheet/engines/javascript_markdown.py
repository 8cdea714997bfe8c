"""What a configuration in JavaScript says of Markdown's plugins: whether a site has formulas."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from broadsheet.engines.javascript_files import config_file
from broadsheet.markdown import Flavour
from broadsheet.walk import beginning

_MATH = re.compile(
    r"remark-math|markdown-it-(?:katex|mathjax3?|texmath|mathtex)|@mdit/plugin-(?:katex|mathjax)"
    r"|(?<![\w$])(?:math|katex|mathjax)\s{0,9}:\s{0,9}true"
)


def with_formulas(flavour: Flavour, root: Path, *stems: str) -> Flavour:
    """Return the flavour of a site: with TeX between dollars if a plugin of the first file reads it."""
    file = config_file(root, *stems)
    text = beginning(file, 200_000) if file else ""
    if not _MATH.search(text):
        return flavour
    is_remark = "remark-math" in text
    return replace(flavour, math=frozenset({"$", "$$"}), is_remark_math=is_remark)
