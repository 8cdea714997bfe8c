"""What made the store: its content is of no use to any other version of these."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from broadsheet.stamps import digest_of_texts, stamp

_LIBRARIES = (
    "Babel comrak feedgen Jinja2 lxml Markdown nh3 pillow pymdown-extensions python-frontmatter "
    "PyYAML text-unidecode"
).split()


def versions() -> str:
    """Return a digest of the versions of Python, Broadsheet and all libraries that shape its output.

    Broadsheet's is that of its files, so that a checkout under development counts as well.
    """
    package = Path(__file__).parent  # It holds the templates too, unless it is a checkout's.
    paths = (path for path in sorted(package.rglob("*")) if path.suffix not in {"", ".pyc"})
    files = (f"{path}={stamp(path)}" for path in paths)
    return digest_of_texts((sys.version, *files, *map(_version, _LIBRARIES)))


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
