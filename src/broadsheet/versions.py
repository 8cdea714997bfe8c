"""The versions of everything that shapes the store: with other versions, its content is of no use."""

from __future__ import annotations

import os
import re
import sys
import zoneinfo
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from broadsheet.stamps import digest, digest_of_texts, stamp
from broadsheet.walk import files_below

RENDERING = frozenset(
    {
        "babel",
        "brotli",
        "comrak",
        "cssselect",
        "cssutils",
        "docutils",
        "encutils",
        "feedgen",
        "jinja2",
        "latex2mathml",
        "lxml",
        "markdown",
        "markupsafe",
        "more_itertools",
        "nh3",
        "pillow",
        "premailer",
        "pymdown_extensions",
        "python_dateutil",
        "python_frontmatter",
        "pyyaml",
        "resvg_py",
        "text_unidecode",
        "tzdata",
        "wcwidth",
    }
)
"""The packages whose versions shape the output, as installers write their names.

They are what Broadsheet depends on, and what these depend on, except for premailer's HTTP client; a
test compares. Others, such as those of `publish serve`, may change without the store being emptied.
"""

_FOLDER = re.compile(r"(?P<name>[A-Za-z0-9_.-]+?)-[^-]+(?:-py[0-9.]+)?\.(?:dist|egg)-info")


@cache  # Nothing of it changes for a process.
def versions() -> str:
    """Return a digest of all that shapes the output except a site's own files.

    It is that of Python, of Broadsheet, of the packages in RENDERING, and of the system's time zones.
    It is the same on two machines with the same versions, so a store can be carried from one run of a
    CI service to the next.
    """
    return digest_of_texts((sys.version, *_own(), *sorted(_packages()), *_time_zones()))


def _packages() -> Iterator[str]:
    """Yield the names of the folders by which installers list these packages; a version is in each.

    Asking the packages themselves takes longer than a run that has nothing to do.
    """
    # The first is the folder of the script, or the current one, unless Python was told to ignore it.
    for folder in sys.path[not sys.flags.safe_path :]:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - every run calls it
        except OSError:
            continue
        yield from (name for name in names if package_of(name) in RENDERING)


def package_of(folder: str) -> str:
    """Return the package that an installer's folder lists, normalised; "" if it is no such folder.

    https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    if not folder.endswith("-info"):  # Nearly all others, and asked of each.
        return ""
    match = _FOLDER.fullmatch(folder)
    return re.sub("[-_.]+", "_", match["name"]).lower() if match else ""


def _own() -> Iterator[str]:
    """Yield what identifies a version of Broadsheet: hashes of its files, which its installer listed.

    A checkout under development has no such list; the stamps of its files stand for it.
    """
    package = Path(__file__).parent
    records = list(package.parent.glob("broadsheet-*.dist-info/RECORD"))
    yield from (digest(record.read_bytes()) for record in records)
    if not records:
        folders = (package, package.parent.parent / "templates")
        for folder in filter(Path.is_dir, folders):
            own = (path for path in files_below(folder) if "__pycache__/" not in path)
            yield from (f"{path}={stamp(f'{folder}/{path}')}" for path in sorted(own))


def _time_zones() -> Iterator[str]:
    """Yield what identifies a version of the system's time zones: a package's files keep their times."""
    for folder in zoneinfo.TZPATH:
        for name in ("tzdata.zi", "UTC"):
            try:
                status = os.stat(f"{folder}/{name}")  # noqa: PTH116 - every run calls it
            except OSError:
                continue
            yield f"{name} {status.st_size} {status.st_mtime_ns}"
