"""What Broadsheet wrote into a folder: the list by which it knows its own files.

It lies in the folder itself, so that it goes where the files go, and no other run takes somebody
else's files for its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

NAME = ".broadsheet.json"
VERSION = 1


def digest(content: bytes) -> str:
    """Return a short hash, by which a file that somebody changed is told from one that we wrote."""
    return hashlib.sha256(content).hexdigest()[:32]


def read(out: Path) -> dict[str, str]:
    """Return paths below `out` and the hashes of what was written there.

    A manifest that is missing, damaged or of another version counts as empty: then nothing is taken
    for ours, so nothing is lost.
    """
    try:
        data = json.loads((out / NAME).read_bytes())
        files = data["files"] if data["version"] == VERSION else {}
        return {str(path): str(value) for path, value in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def encode(files: Mapping[str, str]) -> bytes:
    """Return the bytes of a manifest, the same for the same files."""
    data = {"version": VERSION, "files": dict(sorted(files.items()))}
    return json.dumps(data, ensure_ascii=False, indent=0).encode() + b"\n"
