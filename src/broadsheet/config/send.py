"""`[send]` of publish.toml as records, and `send` of `[digest.NAME]`: how issues reach readers."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from broadsheet.config import values
from broadsheet.config.keys import key

RATE_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PORTS = {"smtp": 587, "smtps": 465, "lmtp": 24}

_RATE = re.compile(r"([1-9][0-9]{0,8})\s*/\s*(s|min|h|d)")
_SEND = re.compile(r"(?:(?P<day>\S+)\s+)?(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)")
_LAST_DAY_OF_ALL_MONTHS = 28


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """Where messages are handed over; `scheme` is smtp, smtps, lmtp, sendmail or maildir."""

    scheme: str
    host: str = ""
    port: int = 0
    user: str = ""
    path: str = ""
    """The folder of maildir, the socket of lmtp, or the program of sendmail ("" for the usual one)."""

    @property
    def name(self) -> str:
        """Return what people and the database call it, without the user's name."""
        if not self.host:
            return f"{self.scheme}:{self.path}" if self.path else self.scheme
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def tls(self) -> str:
        """Return how it is encrypted: "implicit", "starttls", or "" if it is on this machine."""
        if self.scheme == "smtps":
            return "implicit"
        return "" if self.path or _is_loopback(self.host) else "starttls"

    @property
    def is_local(self) -> bool:
        """Return whether it is a mail server on this machine that delivers to others."""
        return self.scheme not in {"maildir", "lmtp"} and not self.tls

    @property
    def is_ses(self) -> bool:
        """Return whether it is Amazon SES, which replaces some fields of the header."""
        return self.host.endswith((".amazonaws.com", ".amazonaws.com.cn"))


def _is_loopback(host: str) -> bool:
    """Return whether a host name means this machine; DNS is not queried."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


@dataclass(frozen=True, slots=True)
class SendTime:
    """When issues of an edition go out, in the site's time zone; each day if no day is named."""

    hour: int
    minute: int
    weekday: int | None = None
    """0 is Monday."""

    day: int | None = None
    """Day of the month, 1 to 28."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` messages in `seconds`."""

    count: int
    seconds: int


def relay(value: object) -> RelayAddress:
    """Read a relay's address. It holds no password. Raises ValueError."""
    text = values.line(value)
    if text == "sendmail":
        return RelayAddress("sendmail")
    if text.startswith(("maildir:", "sendmail:")):
        scheme, _, path = text.partition(":")
        return RelayAddress(scheme, path=path) if path else _no_relay(text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return _no_relay(text)
    if parts.password is not None:
        message = (
            "holds a password; take it out, and set BROADSHEET_RELAY_PASSWORD in the environment"
        )
        raise ValueError(message)
    if parts.scheme == "lmtp" and not parts.netloc and parts.path:
        return RelayAddress("lmtp", path=parts.path)
    rest = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in PORTS or not parts.hostname or rest:
        return _no_relay(text)
    user = unquote(parts.username or "")
    return RelayAddress(parts.scheme, parts.hostname, port or PORTS[parts.scheme], user)


def _no_relay(text: str) -> RelayAddress:
    message = f'"{text}" is not a relay; write e.g. "smtp://letters@mail.example.org:587"'
    raise ValueError(message)


def rates(value: object) -> tuple[Rate, ...]:
    """Read rates such as `20/s, 5000/h`. Raises ValueError."""
    text = values.line(value)
    found = [_RATE.fullmatch(part.strip()) for part in text.split(",")]
    matches = [match for match in found if match]
    if len(matches) < len(found):
        message = f'"{text}" is not a rate; write e.g. "20/s, 5000/h" (s, min, h, d)'
        raise ValueError(message)
    return tuple(Rate(int(match[1]), RATE_SECONDS[match[2]]) for match in matches)


def send_time(value: object) -> SendTime:
    """Read when an edition goes out: `08:00`, `mon 08:00` or `1 08:00`. Raises ValueError."""
    text = values.line(value)
    match = _SEND.fullmatch(text.strip().lower())
    day = match["day"] if match else ""
    if match and (time := (int(match["hour"]), int(match["minute"]))):
        if not day:
            return SendTime(*time)
        if day in WEEKDAYS:
            return SendTime(*time, weekday=WEEKDAYS.index(day))
        if re.fullmatch("[1-9][0-9]?", day) and int(day) <= _LAST_DAY_OF_ALL_MONTHS:
            return SendTime(*time, day=int(day))
    message = (
        f'"{text}" is not a time to send; write "08:00", "mon 08:00" or "1 08:00" (days 1 to 28)'
    )
    raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondDkimConfig:
    """`[send.dkim.second]`: another key for a second signature, such as Ed25519 beside RSA."""

    selector: str = key(values.name, "Names the second key in DNS.", required=True)
    key: str = key(values.name, "File of the second private key (PEM).", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimConfig:
    """`[send.dkim]`: how messages are signed; left out where the relay signs."""

    domain: str = key(values.name, "The domain that signs, as in From.", required=True)
    selector: str = key(values.name, "Names the key in DNS: `b1._domainkey.…`.", required=True)
    second: SecondDkimConfig | None = key(
        values.tables, "", None, table=SecondDkimConfig, single=True
    )
    key: str = key(values.name, "File of the private key (PEM), RSA or Ed25519.", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendConfig:
    """`[send]`: how `publish send` hands issues to readers."""

    relay: RelayAddress | None = key(
        relay,
        "Where messages are handed over: `smtp://user@host:587` (STARTTLS; without TLS only to this "
        "machine), `smtps://…`, `lmtp://…`, `sendmail`, or `maildir:PATH`. The password is in the "
        "environment: `BROADSHEET_RELAY_PASSWORD`, or a file's name in "
        "`BROADSHEET_RELAY_PASSWORD_FILE`.",
    )
    database: str = key(
        values.database,
        "The readers: a file beside publish.toml, or `postgresql://…`. It is no cache: back it up.",
        "subscribers.sqlite",
    )
    url: str = key(values.base_url, "Where `publish subscribers serve` is reached.", "")
    bounce_address: str = key(
        values.email_address,
        "Envelope sender; a token is added to its local part, `bounce+TOKEN@…`.",
        "",
    )
    bounces: str = key(
        values.line,
        "Mailbox that `publish bounces` reads: `imaps://user@host/Folder`, `pops://user@host`, or "
        "`maildir:PATH`. The password is in the environment: `BROADSHEET_BOUNCES_PASSWORD`, or an access "
        "token in `BROADSHEET_BOUNCES_TOKEN`; or a file's name in the same with `_FILE`.",
        "",
    )
    connections: int = key(values.positive, "Connections to the relay at a time.", 10)
    rate: tuple[Rate, ...] = key(
        rates, "What the relay allows: `20/s, 5000/h`; kept across runs.", ()
    )
    unknown: str = key(
        values.choice("keep", "resend", "sent"),
        "What becomes of a message of which nobody knows whether the relay took it, after a crash: it "
        "is kept for you to decide, sent again, or taken as sent.",
        "keep",
    )
    dkim: DkimConfig | None = key(values.tables, "", None, table=DkimConfig, single=True)

    def subscribe_url(self, edition: str) -> str:
        """Return the page to subscribe to an edition, "" if there are no subscription pages."""
        return f"{self.url}{edition}" if self.url else ""

    @property
    def preferences_url(self) -> str:
        """The page that mails a link to the preferences, "" if there are no subscription pages."""
        return f"{self.url}manage" if self.url else ""


def leave_urls(send: SendConfig) -> tuple[str, ...]:
    """Return where readers leave, with a placeholder for their tokens; https first (RFC 8058)."""
    domain = send.bounce_address.rpartition("@")[2]
    web = (f"{send.url}u/%%token%%",) if send.url else ()
    return (*web, *((f"mailto:leave+%%token%%@{domain}",) if domain else ()))
