"""A relay's address in publish.toml → the relay."""

from __future__ import annotations

import ipaddress
import ssl
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
    login: Login | None = None,
    *,
    context: ssl.SSLContext | None = None,
    timeouts: Timeouts | None = None,
) -> Relay:
    """Make the relay. Paths are relative to the site's folder `root`."""
    if address.scheme == "sendmail":
        return SendmailRelay(address.path or _SENDMAIL)
    if address.scheme == "maildir":
        return MaildirRelay(root / address.path)
    return SmtpRelay(
        host=address.host,
        port=address.port,
        path=str(root / address.path) if address.path else "",
        tls=tls_of(address),
        lmtp=address.scheme == "lmtp",
        login=login if address.user else None,
        context=context,
        timeouts=timeouts or Timeouts(),
    )


def relay_name(address: records.RelayAddress) -> str:
    """Return what people and the database call a relay, without the user's name."""
    if not address.host:
        return f"{address.scheme}:{address.path}" if address.path else address.scheme
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{address.scheme}://{host}:{address.port}"


def tls_of(address: records.RelayAddress) -> str:
    """Return how a relay is encrypted: "implicit", "starttls", or "" if it is on this machine."""
    if address.scheme == "smtps":
        return "implicit"
    return "" if address.path or is_loopback(address.host) else "starttls"


def is_ses(address: records.RelayAddress) -> bool:
    """Return whether a relay is Amazon SES, which replaces some fields of the header."""
    return address.host.endswith((".amazonaws.com", ".amazonaws.com.cn"))


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, by its name alone: DNS is not asked."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
