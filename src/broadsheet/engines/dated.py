"""Pages in other formats than Markdown, as far as their headers tell a date."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from broadsheet.engines.detect import beginning
from broadsheet.source.fields import date_in_name
from broadsheet.walk import files_below

_KEYS = r"(?:pub|publish)?date|published|lastmod"

WITH_HTML = ("**/*.md", "**/*.markdown", "**/*.html")
"""What is read of a site that has pages in HTML, too."""


def is_dated(file: Path, keys: tuple[str, ...] = ()) -> bool:
    """Tell whether a page has a date, so that its engine may publish it as an article.

    `keys` are those that may hold it besides the usual ones.
    """
    return bool(date_in_name(file.name) or _dated(keys).match(beginning(file)))


def has_dated_html(folder: Path, keys: tuple[str, ...] = ()) -> bool:
    """Tell whether articles in HTML are below a folder, as of blogs that came from elsewhere."""
    paths = files_below(folder) if folder.is_dir() else ()
    return any(is_dated(folder / path, keys) for path in paths if path.endswith(".html"))


@cache
def _dated(keys: tuple[str, ...]) -> re.Pattern[str]:
    """Make the pattern of a header that has one of the usual keys of a date, or of `keys`."""
    names = "|".join((_KEYS, *map(re.escape, keys)))
    return re.compile(
        rf"\s*(?:---|\+\+\+).*?^[\"']?(?:{names})[\"']?[ \t]*[:=].*?"
        rf"^(?:---|\+\+\+)|#\+date:|\s*\{{\s*\"[^{{]*\"(?:{names})\"",
        re.DOTALL | re.MULTILINE | re.IGNORECASE,
    )
