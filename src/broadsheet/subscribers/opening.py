"""Opens a site's readers: the database, and the secret that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from broadsheet.databases import Database, open_database
from broadsheet.errors import ConfigError, Problem
from broadsheet.subscribers.secret import FILE_NAME, Secret, load_secret
from broadsheet.subscribers.subscribers import Subscribers

_FACT = "key"


def open_subscribers(
    root: Path, address: str, environment: Mapping[str, str], *, create: bool = False
) -> tuple[Subscribers, bool]:
    """Open the readers of the site in `root`; also return whether its secret was made just now.

    `address` is `[send] database`. A missing database is made only with `create`; a missing secret
    only for a database that was not begun with another. Raises ConfigError if the secret is missing,
    or is not the one that the database was begun with, DatabaseError and UnavailableError.
    """
    database = open_database(root, address, create=create)
    try:
        known = _known_key(database)
        secret, new = load_secret(root, environment, create=not known)
        _check_key(database, secret, known)
    except BaseException:
        database.close()
        raise
    return Subscribers(database, secret), new


def _known_key(database: Database) -> str:
    """Return the id of the key that a database was begun with; "" if it has none yet."""
    with database.read() as session:
        rows = session.rows("SELECT value FROM facts WHERE name = ?", (_FACT,))
    return str(rows[0][0]) if rows else ""


def _check_key(database: Database, secret: Secret, known: str) -> None:
    """Refuse another secret than a database was begun with; a new database keeps its id."""
    if known and not secret.has(known):
        message = (
            f"is not the key of {database.place}, whose suppression list would be lost; restore the "
            "key, or add it on a line below the new one"
        )
        raise ConfigError(Problem(FILE_NAME, 0, "", message))
    if known:
        return
    with database.write() as session:
        sql = "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
        session.execute(sql, (_FACT, secret.current))
