"""Readers for tests of the ledger, put straight into the tables."""

from __future__ import annotations


def add_readers(database, addresses, *, edition="weekly", at=0):
    """Confirm subscriptions; returns the subscribers' ids."""
    ids = []
    with database.write() as session:
        for address in addresses:
            sql = """INSERT INTO subscribers (canonical, address, name, language, created)
                VALUES (?, ?, '', '', ?) RETURNING id"""
            ids.append(session.rows(sql, (address.lower(), address, at))[0][0])
            session.execute(
                "INSERT INTO subscriptions VALUES (?, ?, 'confirmed', '', ?, '{}')",
                (edition, ids[-1], at),
            )
    return ids


def leave(database, subscriber, reason="left", edition="weekly"):
    with database.write() as session:
        session.execute(
            "UPDATE subscriptions SET state = 'left', reason = ? WHERE edition = ? AND subscriber = ?",
            (reason, edition, subscriber),
        )
