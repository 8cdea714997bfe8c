"""What tells a person who fills a form from a program that posts it, before any mail is sent.

A form carries a token with the time at which it was shown. A form that comes back within 2 seconds, or
after 12 hours, or with the field filled that people do not see, is shown again.
"""

from __future__ import annotations

import secrets

from broadsheet.subscribers import Secret

SOONEST = 2
LATEST = 12 * 3600
"""Seconds after it was shown that a form may be sent."""

TRAP = "website"
"""Name of the field that people do not see. Programs fill it."""

_PURPOSE = "form"


def make_form_token(secret: Secret, now: float) -> str:
    """Return the token of a form that is shown at `now` (Unix time)."""
    return secret.token(_PURPOSE, int(now), secrets.randbits(32))


def form_problem(secret: Secret, token: str, trap: str, now: float) -> str:
    """Return why a form is not believed: `trap`, `forged`, `early` or `late`; "" if it is."""
    if trap:
        return "trap"
    found = secret.read_token(token, _PURPOSE)
    if found is None:
        return "forged"
    age = now - found[0]
    if age < SOONEST:
        return "early"
    return "late" if age > LATEST else ""
