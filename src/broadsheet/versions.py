"""What made the store: its content is of no use to any other version of these."""

from __future__ import annotations

import os
import sys
import zoneinfo
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from broadsheet.stamps import digest, digest_of_texts, stamp


@cache  # Nothing of it changes for a process.
def versions() -> str:
    """Return a digest of all that shapes the output beside a site's own files.

    It is that of Python, of Broadsheet, of every package installed beside it, and of the system's
    time zones. No two machines differ in it only for being two, so that a store can be carried from
    one run of a CI service to the next.
    """
    return digest_of_texts((sys.version, *_own(), *sorted(_packages()), *_time_zones()))


def _packages() -> Iterator[str]:
    """Yield the names of the folders by which installers list packages; a version is in each.

    Asking the packages themselves takes longer than a run that has nothing to do.
    """
    # The first is the folder of the script, or the present one, unless Python was told to do without.
    for folder in sys.path[not sys.flags.safe_path :]:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - it is in every run's way
        except OSError:
            continue
        yield from (name for name in names if name.endswith((".dist-info", ".egg-info")))


def _own() -> Iterator[str]:
    """Yield what tells versions of Broadsheet apart: hashes of its files, which its installer listed.

    A checkout under development has no such list, and stands for itself by stamps.
    """
    package = Path(__file__).parent
    records = list(package.parent.glob("broadsheet-*.dist-info/RECORD"))
    yield from (digest(record.read_bytes()) for record in records)
    if not records:
        found = (*package.rglob("*"), *(package.parent.parent / "templates").rglob("*"))
        own = (path for path in sorted(found) if path.suffix not in {"", ".pyc"})
        yield from (f"{path}={stamp(path)}" for path in own)


def _time_zones() -> Iterator[str]:
    """Yield what tells versions of the system's time zones apart: a package's files keep their times."""
    for folder in zoneinfo.TZPATH:
        for name in ("tzdata.zi", "UTC"):
            try:
                status = os.stat(f"{folder}/{name}")  # noqa: PTH116 - it is in every run's way
            except OSError:
                continue
            yield f"{name} {status.st_size} {status.st_mtime_ns}"
