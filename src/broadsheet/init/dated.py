"""Pages in other formats than Markdown, as far as their headers tell a date."""

from __future__ import annotations

import re
from pathlib import Path

from broadsheet.engines import beginning
from broadsheet.read.fields import date_in_name
from broadsheet.walk import files_below

_DATED = re.compile(
    r"\s*(?:---|\+\+\+).*?^[\"']?(?:(?:pub|publish)?date|published|lastmod)[\"']?[ \t]*[:=].*?"
    r"^(?:---|\+\+\+)|#\+date:|\s*\{\s*\"[^{]*\"date\"",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)

WITH_HTML = ("**/*.md", "**/*.markdown", "**/*.html")
"""What is read of a site that has pages in HTML, too."""


def is_dated(file: Path) -> bool:
    """Tell whether a page has a date, so that its engine may publish it as an article."""
    return bool(date_in_name(file.name) or _DATED.match(beginning(file)))


def has_dated_html(folder: Path) -> bool:
    """Tell whether articles in HTML are below a folder, as of blogs that came from elsewhere."""
    paths = files_below(folder) if folder.is_dir() else ()
    return any(is_dated(folder / path) for path in paths if path.endswith(".html"))
