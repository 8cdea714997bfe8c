"""Writes out/: each file is replaced in one step and recorded in a manifest; one run at a time.

`publish build` with nothing to do needs the lock only, so the writer is imported when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy
from broadsheet.output.lock import STATE_FOLDER, site_lock
from broadsheet.output.manifest import (
    MANIFEST,
    Left,
    file_hash,
    is_as_left,
    issue_records,
    written_files,
)

if TYPE_CHECKING:
    from broadsheet.output.writer import WriteReport, write_tree
else:
    __getattr__ = lazy(
        __name__,
        {
            "writer": "WriteReport write_tree",
        },
    )

__all__ = [
    "MANIFEST",
    "STATE_FOLDER",
    "Left",
    "WriteReport",
    "file_hash",
    "is_as_left",
    "issue_records",
    "site_lock",
    "write_tree",
    "written_files",
]
