"""The cache of earlier results, under the site's .publish/, so that a run's cost depends on what changed.

    article_codec  articles ⇄ text
    codec          problems and stamps ⇄ text
    database       the file that holds it all, made anew when it is damaged or of another version
    store          its interface: articles as read, entries as serialised, records of runs

It is only a cache: with `--no-cache`, every byte of the output is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.lazy import lazy
from broadsheet.store import codec
from broadsheet.store.store import EntryRow, ReadingRow, Store, with_store

if TYPE_CHECKING:
    from broadsheet.store import article_codec
else:
    __getattr__ = lazy(__name__, {"article_codec": ""})

__all__ = ["EntryRow", "ReadingRow", "Store", "article_codec", "codec", "with_store"]
