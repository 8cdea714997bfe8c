"""A relay's address in publish.toml → the relay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from broadsheet.config import records
from broadsheet.relay.auth import Login
from broadsheet.relay.local import MaildirRelay, SendmailRelay
from broadsheet.relay.records import Relay
from broadsheet.relay.smtp import SmtpRelay
from broadsheet.relay.wire import Timeouts

_SENDMAIL = "/usr/sbin/sendmail"


def make_relay(
    address: records.RelayAddress,
    root: Path,
    password: Callable[[], str] | None = None,
    token: Callable[[], str] | None = None,
) -> Relay:
    """Make the relay. Paths are relative to the site's folder `root`.

    `password` and `token` (OAuth 2) return how the address's user logs in; they are called for each
    connection, since tokens expire within the hour.
    """
    if address.scheme == "sendmail":
        return SendmailRelay(address.path or _SENDMAIL)
    if address.scheme == "maildir":
        return MaildirRelay(root / address.path)
    return SmtpRelay(
        host=address.host,
        port=address.port,
        path=str(root / address.path) if address.path else "",
        tls=address.tls,
        lmtp=address.scheme == "lmtp",
        login=Login(address.user, password, token) if address.user else None,
        context=None,
        timeouts=Timeouts(),
    )
