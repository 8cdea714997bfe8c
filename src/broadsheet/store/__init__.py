"""The cache of earlier results, under the site's .publish/, so that a run's cost depends on what changed.

    codec      articles ⇄ text
    database   the file that holds it all, made anew when it is damaged or of another version
    store      its interface: articles as read, entries as serialised, records of runs

It is only a cache: with `--no-cache`, every byte of the output is the same.
"""

from broadsheet.store import codec
from broadsheet.store.store import EntryRow, ReadingRow, Store, with_store

__all__ = ["EntryRow", "ReadingRow", "Store", "codec", "with_store"]
