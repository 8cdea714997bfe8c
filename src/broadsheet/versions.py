"""What made the store: its content is of no use to any other version of these."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from broadsheet.stamps import digest_of_texts, stamp

_LIBRARIES = (
    "babel comrak feedgen frontmatter jinja2 lxml markdown nh3 PIL pymdownx text_unidecode yaml"
).split()


def versions() -> str:
    """Return a digest of the versions of Python, Broadsheet and all libraries that shape its output.

    A version is what files say of themselves: a checkout under development counts as well, and
    asking the packages' metadata takes longer than a run that has nothing to do.
    """
    package = Path(__file__).parent  # It holds the templates too, unless it is a checkout's.
    found = (*package.rglob("*"), *(package.parent.parent / "templates").rglob("*"))
    own = (path for path in sorted(found) if path.suffix not in {"", ".pyc"})
    files = (f"{path}={stamp(path)}" for path in (*own, *map(_library, _LIBRARIES)))
    return digest_of_texts((sys.version, *files))


def _library(name: str) -> Path:
    """Return a file that every installation of a library writes anew."""
    spec = find_spec(name)
    return Path(spec.origin if spec and spec.origin else name)
