"""`[send] relay` → where it leads: a URL of smtp, smtps or lmtp; `sendmail`; `maildir:PATH`."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from broadsheet.sending.relay.auth import Login
from broadsheet.sending.relay.local import MaildirRelay, SendmailRelay
from broadsheet.sending.relay.records import Relay
from broadsheet.sending.relay.smtp import SmtpRelay
from broadsheet.sending.relay.wire import Timeouts

_PORTS = {"smtp": 587, "smtps": 465, "lmtp": 24}

_EXAMPLE = '"smtp://letters@mail.example.org:587"'


@dataclass(frozen=True, slots=True)
class Target:
    """A relay as publish.toml names it. `scheme` is smtp, smtps, lmtp, sendmail or maildir."""

    scheme: str
    host: str = ""
    port: int = 0
    user: str = ""
    path: str = ""

    @property
    def place(self) -> str:
        """Return what people and the database call it, without the user's name."""
        if not self.host:
            return f"{self.scheme}:{self.path}" if self.path else self.scheme
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def tls(self) -> str:
        """Return how it is encrypted: "implicit", "starttls", or "" to this machine."""
        if self.scheme == "smtps":
            return "implicit"
        return "" if is_loopback(self.host) else "starttls"

    @property
    def is_ses(self) -> bool:
        """Return whether it is Amazon SES, which replaces some fields of the header."""
        return self.host.endswith((".amazonaws.com", ".amazonaws.com.cn"))


def parse_target(text: str) -> Target:
    """Read the value of `relay`. Raises ValueError: what is wrong; what to write instead."""
    scheme, _, rest = text.partition(":")
    if scheme == "sendmail":
        return Target("sendmail", path=rest or "/usr/sbin/sendmail")
    if scheme == "maildir" and rest:
        return Target("maildir", path=rest)
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS.get(scheme, 0)
        wrong = not parts.hostname or not port or parts.path not in {"", "/"} or parts.query
    except ValueError:
        wrong = True
    if wrong:
        raise ValueError(f'"{text}" is not a relay; write e.g. {_EXAMPLE}, "sendmail" or "maildir:PATH"')
    if parts.password is not None:
        message = "holds a password, which belongs in the environment: BROADSHEET_RELAY_PASSWORD"
        raise ValueError(f"{message}; write e.g. {_EXAMPLE}")
    return Target(scheme, parts.hostname or "", port, unquote(parts.username or ""))


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, by its name alone: DNS is not asked."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def make_relay(
    target: Target, root: Path, login: Login | None = None, timeouts: Timeouts | None = None
) -> Relay:
    """Make the relay; a Maildir's path is relative to the site's folder `root`."""
    if target.scheme == "sendmail":
        return SendmailRelay(target.path)
    if target.scheme == "maildir":
        return MaildirRelay(root / target.path)
    return SmtpRelay(
        host=target.host,
        port=target.port,
        tls=target.tls,
        lmtp=target.scheme == "lmtp",
        login=login if target.user else None,
        timeouts=timeouts or Timeouts(),
    )
