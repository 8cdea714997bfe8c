"""SMTP AUTH (RFC 4954): PLAIN, LOGIN, and XOAUTH2 of Google and Microsoft."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from broadsheet.relay.records import RelayRefusedError, Reply, Stage


@dataclass(frozen=True, slots=True)
class Login:
    """A user's name, and how to get password or OAuth 2 access token: read for each connection.

    Tokens expire within the hour, and whatever fetches new ones writes them to a file.
    """

    user: str
    password: Callable[[], str] | None = None
    token: Callable[[], str] | None = None


Exchange = Callable[[str], Reply]
"""Sends a line and returns the reply."""


def authenticate(login: Login, offered: Collection[str], exchange: Exchange) -> None:
    """Log in by the best mechanism that the relay offers. Raises RelayRefusedError."""
    mechanism, lines = _mechanism(login, offered)
    reply = exchange(f"AUTH {mechanism}")
    for line in lines:
        if reply.code != 334:  # noqa: PLR2004 - go on
            break
        reply = exchange(line)
    if reply.code == 334:  # noqa: PLR2004 - XOAUTH2 says why it refuses, and waits for a line.
        reply = exchange("")
    if not reply.accepted:
        advice = "check the user's name in send.relay, and BROADSHEET_RELAY_PASSWORD"
        if login.token:
            advice = (
                "check BROADSHEET_RELAY_TOKEN: it expires, so keep it in a file that is renewed"
            )
        raise RelayRefusedError(reply, advice)


def _mechanism(login: Login, offered: Collection[str]) -> tuple[str, Iterator[str]]:
    """Return the mechanism with its first line, and the lines that follow."""
    if login.token:
        if "XOAUTH2" in offered:
            bearer = f"user={login.user}\1auth=Bearer {login.token()}\1\1"
            return f"XOAUTH2 {_base64(bearer)}", iter(())
    elif login.password:
        password = login.password()
        if "PLAIN" in offered:
            return "PLAIN " + _base64(f"\0{login.user}\0{password}"), iter(())
        if "LOGIN" in offered:
            return "LOGIN", iter((_base64(login.user), _base64(password)))
    wanted = "XOAUTH2" if login.token else "PLAIN or LOGIN"
    text = f"the relay offers AUTH {' '.join(sorted(offered)) or 'not at all'}, not {wanted}"
    advice = "take the user's name out of send.relay if none is needed"
    raise RelayRefusedError(Reply(Stage.AUTH, 504, "", text), advice)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")
