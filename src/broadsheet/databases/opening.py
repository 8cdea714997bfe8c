"""Opens the database that `[send] database` names."""

from __future__ import annotations

from pathlib import Path

from broadsheet.databases.copying import refuse_moved
from broadsheet.databases.protocol import Database
from broadsheet.errors import DatabaseError, Problem, needs

POSTGRESQL = ("postgresql://", "postgres://")


def open_database(root: Path, address: str, *, create: bool) -> Database:
    """Open the database of the site in `root`, migrated to this program's version.

    `address` is a file's name below `root`, or `postgresql://…`. Raises DatabaseError if it is
    missing (unless `create`), damaged, of a newer program or not a database of subscribers, and
    UnavailableError if it does not answer.
    """
    database = _opened(root, address, create=create)
    try:
        refuse_moved(database)
    except BaseException:
        database.close()
        raise
    return database


def _opened(root: Path, address: str, *, create: bool) -> Database:
    if address.startswith(POSTGRESQL):
        try:
            from broadsheet.databases.postgresql import open_postgresql  # noqa: PLC0415 - an extra
        except ImportError as error:
            message = needs(f"psycopg ({error})", "postgres")
            raise DatabaseError(Problem("[send] database", 0, "", message)) from error
        return open_postgresql(address, create=create)
    from broadsheet.databases.sqlite_opening import open_sqlite  # noqa: PLC0415 - one of two

    return open_sqlite(root / address, create=create)
