"""The files of a Pelican site's settings.

They are pelicanconf.py and publishconf.py, which `pelican-quickstart` writes; up to Pelican 3.0 it wrote
pelican.conf.py. A Makefile or the like may name others (`pelican -s settings.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from broadsheet.walk import beginning

_USUAL = ("pelicanconf.py", "pelican.conf.py", "pelican_conf.py")
_PUBLISHING = "publishconf.py"
_RUNNERS = ("Makefile", "makefile", "tasks.py", "fabfile.py", "build.sh", "package.json")
"""Files that run Pelican."""

_NAMED = re.compile(r"(?:\s-s|--settings)[\s='\",]+(?:\$[({]?\w+[)}]?/)?([\w.-]+\.py)\b")
_SITE = re.compile(r"(?m)^SITENAME[ \t]*=")


def settings_files(root: Path) -> tuple[str, ...]:
    """Return the names of a site's files of settings, () if it has none.

    The one that Pelican publishes with comes last; its settings outrank those before.
    """
    usual = next((name for name in _USUAL if (root / name).is_file()), "")
    found = [usual] if usual else list(_named(root))
    if found and (root / _PUBLISHING).is_file():
        found.append(_PUBLISHING)
    return tuple(found)


def _named(root: Path) -> Iterator[str]:
    """Yield the files that a runner names, the site's own first, and those that import it."""
    texts = [beginning(root / name) for name in _RUNNERS if (root / name).is_file()]
    named = dict.fromkeys(name for text in texts for name in _NAMED.findall(text))
    files = {name: beginning(root / name) for name in named if (root / name).is_file()}
    first = next((name for name, text in files.items() if _SITE.search(text)), "")
    if first:
        yield first
        imports = tuple(f"from {dot}{first[:-3]} import " for dot in ("", "."))
        for name, text in files.items():
            if any(line.startswith(imports) for line in text.split("\n")):
                yield name
