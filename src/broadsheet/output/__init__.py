"""Writes out/: each file is replaced in one step and recorded in a manifest; one run at a time.

`publish build` with nothing to do needs the lock and the manifest only, so the writer is imported when
it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy
from broadsheet.output import manifest
from broadsheet.output.lock import STATE_FOLDER, site_lock

if TYPE_CHECKING:
    from broadsheet.output.writer import WriteOptions, WriteReport, write_tree
else:
    __getattr__ = lazy(__name__, {"writer": "WriteOptions WriteReport write_tree"})

__all__ = ["STATE_FOLDER", "WriteOptions", "WriteReport", "manifest", "site_lock", "write_tree"]
