"""The manifest: which files in a folder Broadsheet wrote, for which site, and what issues were made of.

It lies in the folder itself, so that it moves with the files, and no run takes a foreign file for
its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.stamps import stamp
from broadsheet.walk import opened, read_file

MANIFEST = ".broadsheet.json"
VERSION = 1

_MAX_BYTES = 100_000_000
"""A manifest of a million files; a larger one is cut off, and so counts as damaged."""

TEMPORARY = ".broadsheet-new~"
"""The suffix of every temporary file; no other file in out/ may have it."""

Records = Mapping[str, tuple[str, ...]]

Left = tuple[str, str]
"""What a run left at a path: the signature of a lazy file ("" for others), and the file's stamp.

For the manifest, the first is the site that it names.
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says: the hash of each file by its path below out/, and the site.

    `site` is "" in a manifest that an earlier version of Broadsheet wrote. `records` are the marks of
    the articles of each newsletter issue, by the issue's folder below out/.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    site: str = ""
    records: Records = field(default_factory=dict)

    def encode(self) -> bytes:
        """Return the manifest as JSON: the same bytes for the same files."""
        parts = {"version": str(VERSION)}
        if self.site:
            parts["site"] = json.dumps(self.site, ensure_ascii=False)
        parts["files"] = _lines(dict(sorted(self.files.items())))
        if self.records:
            marks = {folder: " ".join(self.records[folder]) for folder in sorted(self.records)}
            parts["issues"] = _lines(marks)
        text = ",\n".join(f'"{name}": {value}' for name, value in parts.items())
        return f"{{\n{text}\n}}\n".encode(errors="replace")


def _lines(values: Mapping[str, str]) -> str:
    """Return a JSON object with a line for each value.

    It is what `indent=0` writes, for which Python's encoder in C is not used.
    """
    text = json.dumps(values, ensure_ascii=False, separators=(",\n", ": "))
    return f"{{\n{text[1:-1]}\n}}" if values else "{}"


def read_manifest(out: Path) -> Manifest:
    """Return the manifest of a folder.

    A missing or damaged one, and one of another version, counts as empty: then no file is taken for
    ours, so none is lost.
    """
    try:
        data = json.loads(read_file(out / MANIFEST, _MAX_BYTES))
        if data["version"] != VERSION:
            return Manifest()
        files = {str(path): str(value) for path, value in data["files"].items()}
        issues = data.get("issues", {}).items()
        records = {str(folder): tuple(str(marks).split()) for folder, marks in issues}
        return Manifest(files, str(data.get("site", "")), records)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Manifest()


def written_files(out: Path) -> Mapping[str, str]:
    """Return the hash of each file that Broadsheet wrote into `out`, by its path below it."""
    return read_manifest(out).files


def issue_records(out: Path) -> Records:
    """Return the marks of the articles of each issue that was written into `out`, by its folder."""
    return read_manifest(out).records


def is_as_left(out: Path, left: Mapping[str, Left]) -> bool:
    """Return whether `out` is as a run `left` it, and no other run was killed in it since."""
    if run_mark(out).exists():
        return False
    folder = str(out)  # A `Path` of each of thousands of files would take a tenth of an idle run.
    return all(stamp(f"{folder}/{path}") == found for path, (_, found) in left.items())


def run_mark(out: Path) -> Path:
    """Return the file that exists in `out` while a run writes there, or after one was killed."""
    return out / TEMPORARY


def content_hash(content: bytes) -> str:
    """Return the hash that shows whether somebody changed a file since we wrote it."""
    return hashlib.sha256(content).hexdigest()[:32]


def file_hash(path: Path) -> str:
    """Return the same hash of a file, which is never in memory as a whole. Raises OSError."""
    with opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:32]
