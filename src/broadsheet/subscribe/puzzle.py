"""A puzzle for browsers before a form is taken: proof of work by ALTCHA's protocol, version 2.

It costs a visitor half a second, and a program that posts ten thousand forms an hour and more. Nobody
else's server is asked: `templates/subscribe/puzzle.js` solves what this makes.
https://altcha.org/docs/v2/
"""

from __future__ import annotations

import base64
import binascii
import json

from broadsheet.databases import Session
from broadsheet.subscribers import Secret

ALGORITHM = "PBKDF2/SHA-256"
COST = 5000
"""Rounds of one try; 256 tries are needed on average."""

FIELD = "altcha"
LONGEST = 4000
"""Characters of a solution that are read."""

_PURPOSE = "puzzle"


def make_puzzle(secret: Secret, form_token: str) -> str:
    """Return the puzzle of a form as JSON. It is bound to the form's token, which has a time."""
    from altcha import create_challenge  # noqa: PLC0415 - only where puzzles are switched on

    key = secret.mac(_PURPOSE).hex()
    data = {"form": form_token}
    return json.dumps(create_challenge(ALGORITHM, COST, data=data, hmac_secret=key).to_dict())


def is_solved(secret: Secret, form_token: str, solution: str) -> bool:
    """Return whether a solution is right, and for the puzzle of this form."""
    from altcha import verify_solution  # noqa: PLC0415 - only where puzzles are switched on

    if len(solution) > LONGEST:
        return False
    try:
        challenge = json.loads(base64.b64decode(solution))["challenge"]
        bound = challenge["parameters"]["data"]["form"]
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        return False
    keys = (mac.hex() for mac in secret.macs(_PURPOSE))
    return bound == form_token and any(verify_solution(solution, key).verified for key in keys)


def use_once(session: Session, form_token: str, now: float) -> bool:
    """Note that a form's puzzle was used; return False if it was before."""
    sql = "INSERT INTO seen (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"
    return bool(session.execute(sql, (f"{_PURPOSE}:{form_token}", int(now))))


def forget_used(session: Session, before: float) -> None:
    """Forget which puzzles were used before a time, when their forms are too old anyway."""
    sql = "DELETE FROM seen WHERE at < ? AND id >= 'puzzle:' AND id < 'puzzle;'"
    session.execute(sql, (int(before),))
