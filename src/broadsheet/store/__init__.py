"""What earlier runs found out, kept under the site's .publish/ so that a run costs what changed.

    codec      articles ⇄ text
    database   the file that holds it all, made anew when it is damaged or of another version
    store      what is asked of it: articles as read, entries as serialised, records of runs

Nothing is lost without it: with `--no-cache`, every byte of the output is the same.
"""

from broadsheet.store import codec
from broadsheet.store.store import EntryRow, ReadingRow, Store, with_store

__all__ = ["EntryRow", "ReadingRow", "Store", "codec", "with_store"]
