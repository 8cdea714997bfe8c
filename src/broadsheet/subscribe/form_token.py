"""Tells people from programs: those that post forms, and scanners that try a mail's links.

A form carries a token with the time at which it was shown. A form that comes back within 2 seconds, or
after 12 hours, or with the field filled that people do not see, is shown again.

Some scanners run a page's forms by script. `form.submit()` leaves out the name of the button, which a press
sends along; and scanners are quick. So a button counts if it was pressed, a second or more after the page
was shown.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from broadsheet.subscribers import Secret

SOONEST = 2
LATEST = 12 * 3600
"""Seconds after it was shown that a form may be sent."""

PRESS_SOONEST = 1
"""Seconds after a page was shown that its button may be pressed."""

PRESS = "press"
"""Name of buttons that change something."""

TRAP = "website"
"""Name of the field that people do not see. Programs fill it."""

_PURPOSE = "form"


def make_form_token(secret: Secret, now: float) -> str:
    """Return the token of a form that is shown at `now` (Unix time)."""
    return secret.token(_PURPOSE, int(now), secrets.randbits(32))


def is_pressed(secret: Secret, form: Mapping[str, object], now: float) -> bool:
    """Return whether a person pressed a button of a page."""
    token = str(form.get("token", ""))
    return PRESS in form and not form_problem(secret, token, "", now, PRESS_SOONEST)


def form_problem(
    secret: Secret, token: str, trap: str, now: float, soonest: float = SOONEST
) -> str:
    """Return why a form is not believed: `trap`, `forged`, `early` or `late`; "" if it is."""
    if trap:
        return "trap"
    found = secret.read_token(token, _PURPOSE)
    if found is None:
        return "forged"
    age = now - found[0]
    if age < soonest:
        return "early"
    return "late" if age > LATEST else ""
