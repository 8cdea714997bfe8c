"""Limits how many mails a sign-up form may cause, counted in the database.

The counts hold across processes and restarts, and for every way to ask: the page, the JSON endpoint and the
command. An address or a network is counted by an HMAC, never by itself.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.databases import Session
from broadsheet.subscribers import EmailAddress, Secret

HOUR = 3600
DAY = 24 * HOUR
KEPT = 30 * DAY
"""Older hits are deleted: no limit looks further back."""

_COUNT = """SELECT COUNT(*), MIN(at) FROM (SELECT at FROM hits
    WHERE scope = ? AND at > ? ORDER BY at DESC LIMIT ?) AS recent"""


@dataclass(frozen=True, slots=True)
class SignupLimit:
    """At most `count` mails in `seconds` for one `scope`: an address, a network, a domain or the site."""

    scope: str
    count: int
    seconds: int


def address_limits(
    secret: Secret, address: EmailAddress, what: str = "address"
) -> tuple[SignupLimit, ...]:
    """Return the limits of one address for one kind of mail: beyond them, it gets no further one."""
    scope = f"{what}:{secret.mac('limit', address.canonical).hex()}"
    return SignupLimit(scope, 1, DAY), SignupLimit(scope, 3, KEPT)


def network_limits(secret: Secret, client: str) -> tuple[SignupLimit, ...]:
    """Return the limit of the network (/24 or /64) that a request comes from; none without an address."""
    network = network_of(client)
    if not network:
        return ()
    return (SignupLimit(f"network:{secret.mac('limit', network).hex()}", 5, HOUR),)


def queue_limits(address: EmailAddress, site_per_hour: int) -> tuple[SignupLimit, ...]:
    """Return the limits of recipient domain and site: beyond them, mails wait."""
    domain = address.canonical.rpartition("@")[2]
    return SignupLimit(f"domain:{domain}", 30, HOUR), SignupLimit("site", site_per_hour, HOUR)


def network_of(client: str) -> str:
    """Return the network of an IP address, "" if it is none. IPv4 within IPv6 counts as IPv4."""
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    length = 24 if address.version == 4 else 64  # noqa: PLR2004 - the version's own number
    return str(ipaddress.ip_network((address, length), strict=False))


def wait(session: Session, limits: Sequence[SignupLimit], now: float) -> float:
    """Return how many seconds until all limits allow one more; 0 if they do now."""
    return max((_wait(session, limit, now) for limit in limits), default=0.0)


def _wait(session: Session, limit: SignupLimit, now: float) -> float:
    since = int(now) - limit.seconds
    count, first = session.rows(_COUNT, (limit.scope, since, limit.count))[0]
    return float(first - since) if count >= limit.count else 0.0


def hit(session: Session, limits: Sequence[SignupLimit], now: float) -> None:
    """Count one mail for each scope, and forget what no limit looks at any more."""
    scopes = dict.fromkeys(limit.scope for limit in limits)
    session.each("INSERT INTO hits (scope, at) VALUES (?, ?)", [(s, int(now)) for s in scopes])
    session.execute("DELETE FROM hits WHERE at < ?", (int(now) - KEPT,))
