"""What psycopg raises → errors of this program, with what to do."""

from __future__ import annotations

import psycopg

from broadsheet.errors import DatabaseError, Problem, PublishError, UnavailableError

_ADVICE = {
    "53100": "its disk is full; free some space and run again",
    "53": "it is short of connections or memory; run again, or with fewer --connections",
    "25006": "it is read-only; write the address of the primary server",
    "42501": "the role may not do this; see the grants in docs/many-machines.md",
    "28": "it refuses the role or its password; check the address, PGPASSWORD and ~/.pgpass",
    "3D": "there is no such database; check the address, or run createdb",
    "42P01": "a table is missing: was it moved by `publish subscribers copy`? See [send] database",
    "XX": "it is damaged; restore your backup",
    "58": "it cannot read or write its files; see its log",
}

_LOST = ("08", "57")
_STOPPED = ("25P03", "25P04")


def explained(error: psycopg.Error, place: str) -> PublishError:
    """Return an error of this program for one of psycopg."""
    state = error.sqlstate or ""
    advice = next((text for start, text in _ADVICE.items() if state.startswith(start)), "")
    lines = str(error).strip().splitlines() or ["no reason given"]
    lost = not state or state.startswith(_LOST)
    if lost and isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        message = f"does not answer ({lines[0]}); {_what_to_check(error)}, and run again"
        return UnavailableError(Problem(place, 0, "", message))
    if state.startswith("40"):
        return UnavailableError(Problem(place, 0, "", "was busy with the same rows; run again"))
    if state in _STOPPED:
        message = (
            "ended the session of this process, which was stopped amid a transaction; run again"
        )
        return UnavailableError(Problem(place, 0, "", message))
    problem = Problem(place, 0, "", f"cannot be used: {advice or lines[0]}")
    # Memory, disk space or connections may be free again soon, so workers wait.
    return UnavailableError(problem) if state.startswith("53") else DatabaseError(problem)


def _what_to_check(error: psycopg.Error) -> str:
    connection = error.pgconn
    if connection and (connection.needs_password or connection.used_password):
        return "check the address, PGPASSWORD and ~/.pgpass"
    return "check the address"
