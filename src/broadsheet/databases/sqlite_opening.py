"""Opens a database file of SQLite: makes it whole or not at all, and brings its tables up to date."""

from __future__ import annotations

import os
from pathlib import Path

from broadsheet.databases import schema
from broadsheet.databases.protocol import Session
from broadsheet.databases.sqlite import SqliteDatabase, new_part
from broadsheet.errors import DatabaseError, Problem
from broadsheet.syncing import sync_folder

APPLICATION_ID = 0x42726F61
"""In the file's header: "Broa", so that no other program's database is taken for ours."""

WORDS = {
    "serial": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "clustered": " WITHOUT ROWID",
    "bytes": "BLOB",
    "double": "REAL",
    "binary": "",
}


def open_sqlite(file: Path, *, create: bool) -> SqliteDatabase:
    """Open a database file, migrated to this program's version. Raises DatabaseError."""
    new = not os.path.lexists(file)
    if new and not create:
        message = (
            "does not exist; run `publish subscribers import` or `add`, or restore your backup"
        )
        raise DatabaseError(Problem(file.name, 0, "", message))
    if new:
        _create(file)
    elif not file.is_file() or file.stat().st_size == 0:
        # SQLite takes an empty file for a new database.
        message = "is empty or no file, so it is damaged; restore your backup"
        raise DatabaseError(Problem(file.name, 0, "", message))
    database = SqliteDatabase(file)
    try:
        _migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def _create(file: Path) -> None:
    """Make a database under a temporary name first, so that a crash never leaves half of one."""
    for end in ("-wal", "-shm"):
        if os.path.lexists(f"{file}{end}"):
            message = (
                f"does not exist, but {file.name}{end} does; restore your backup, or move that away"
            )
            raise DatabaseError(Problem(file.name, 0, "", message))
    try:
        part = new_part(file)
    except OSError as error:
        raise _cannot_make(file, error) from error
    try:
        database = SqliteDatabase(part)
        database.place = file.name
        _migrate(database, new=True)
        database.close()
        os.link(part, file)
        sync_folder(file.parent)
    except FileExistsError:
        return  # Another process was faster; use its database.
    except OSError as error:
        raise _cannot_make(file, error) from error
    finally:
        for end in ("", "-wal", "-shm"):
            Path(f"{part}{end}").unlink(missing_ok=True)


def _cannot_make(file: Path, error: OSError) -> DatabaseError:
    message = f"cannot be made: {error.strerror}; check the folder"
    return DatabaseError(Problem(file.name, 0, "", message))


def _migrate(database: SqliteDatabase, *, new: bool = False) -> None:
    with database.read() as session:  # Without a lock that an import would hold for long.
        if _version(session, database.place, new=new) == schema.VERSION:
            return
    with database.write() as session:
        for number in range(_version(session, database.place, new=new), schema.VERSION):
            for statement in schema.step(number, WORDS):
                session.execute(statement)
        session.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        session.execute(f"PRAGMA user_version = {schema.VERSION}")


def _version(session: Session, place: str, *, new: bool) -> int:
    """Return the version of the tables. Raises DatabaseError if they are not ours, or newer."""
    application = session.rows("PRAGMA application_id")[0][0]
    version = int(session.rows("PRAGMA user_version")[0][0])
    if not new and application != APPLICATION_ID:
        message = "is not a database of subscribers; write another name in [send] database"
        raise DatabaseError(Problem(place, 0, "", message))
    if version > schema.VERSION:
        message = f"was written by a newer Broadsheet (version {version}); update Broadsheet"
        raise DatabaseError(Problem(place, 0, "", message))
    return version
