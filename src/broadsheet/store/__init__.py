"""What earlier runs found out, kept under the site's .publish/ so that a run costs what changed.

    codec      articles ⇄ text
    database   the file that holds it all, made anew when it is damaged or of another version
    store      what is asked of it: articles as read, entries as serialised, records of runs

Nothing is lost with it: without it, or with `--no-cache`, every byte of the output is the same.
"""

from broadsheet.store.store import Store, with_store

__all__ = ["Store", "with_store"]
