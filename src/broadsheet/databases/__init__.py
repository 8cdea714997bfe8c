"""The database of subscribers and deliveries: one protocol, SQLite or PostgreSQL behind it."""

from __future__ import annotations

from broadsheet.databases.copying import copy_database
from broadsheet.databases.opening import open_database
from broadsheet.databases.protocol import Database, Row, Session, Values

__all__ = ["Database", "Row", "Session", "Values", "copy_database", "open_database"]
