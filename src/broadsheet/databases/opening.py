"""Opens the database that `[send] database` names."""

from __future__ import annotations

from pathlib import Path

from broadsheet.databases.protocol import Database


def open_database(root: Path, address: str, *, create: bool) -> Database:
    """Open the database of the site in `root`, migrated to this program's version.

    `address` is a file's name below `root`, or `postgresql://…`. Raises DatabaseError if it is
    missing (unless `create`), damaged, of a newer program or not a database of subscribers, and
    UnavailableError if it does not answer.
    """
    from broadsheet.databases.sqlite import open_sqlite  # noqa: PLC0415 - one of two

    return open_sqlite(root / address, create=create)
