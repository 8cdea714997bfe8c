"""One file made ready beside its place in out/: by any process, and nothing is replaced yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from broadsheet.output import manifest
from broadsheet.output.disk import mode_of, write
from broadsheet.output.obstacles import TEMPORARY, obstacle


@dataclass(frozen=True, slots=True)
class Staged:
    """What became of a file: `path` is below out/, with slashes; `digest` is the manifest's.

    `is_new` tells that its temporary file waits beside its place; else the place holds these bytes
    already. `fault` says what keeps it from being written, "" where nothing does.
    """

    path: str
    digest: str = ""
    is_new: bool = False
    fault: str = ""


def temporary_of(place: Path) -> Path:
    """Return the temporary file of a place."""
    return place.with_name(place.name + TEMPORARY)


def stage(out: Path, path: str, content: bytes, *, is_ours: bool) -> Staged:
    """Write a file's content beside its place, unless that holds it already.

    `is_ours` tells that an earlier run wrote what is there. It is not synced. Raises OSError.
    """
    if fault := obstacle(out, path, None if is_ours else content):
        return Staged(path, fault=fault)
    place = out / path
    is_new = _content(place) != content
    if is_new:
        place.parent.mkdir(parents=True, exist_ok=True)
        write(temporary_of(place), content, mode_of(place))
    return Staged(path, manifest.digest(content), is_new)


def _content(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None
