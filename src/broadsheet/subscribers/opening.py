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

    `address` is `[send] database`. A missing database or secret is made only with `create`. Raises
    ConfigError if the secret is missing, or is not the one that the database was begun with,
    DatabaseError and UnavailableError.
    """
    database = open_database(root, address, create=create)
    try:
        secret, new = load_secret(root, environment, create=create)
        _check(database, secret)
    except BaseException:
        database.close()
        raise
    return Subscribers(database, secret), new


def _check(database: Database, secret: Secret) -> None:
    """Note the secret's key in a new database; refuse another secret, which would let anyone in."""
    with database.read() as session:
        known = session.rows("SELECT value FROM facts WHERE name = ?", (_FACT,))
    if not known:
        with database.write() as session:
            sql = "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
            session.execute(sql, (_FACT, secret.current))
        return
    if not secret.has(known[0][0]):
        message = (
            f"is not the key of {database.place}, whose suppression list would be lost; restore the "
            "key, or add it on a line below the new one"
        )
        raise ConfigError(Problem(FILE_NAME, 0, "", message))
