"""DNS queries for the few records that mail depends on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, Resolver
from dns.reversename import from_address

_SECONDS = 5.0


class DnsError(Exception):
    """DNS did not answer."""


class Dns:
    """Queries a resolver, by default the system's, with a time limit in seconds. Raises DnsError."""

    def __init__(self, resolver: Resolver | None = None, seconds: float = _SECONDS) -> None:
        try:
            self._resolver = resolver or Resolver()
        except DNSException as error:
            raise DnsError(f"this machine names no DNS server: {error}") from error
        self._resolver.lifetime = seconds

    def texts(self, name: str) -> list[str]:
        """Return the TXT records of a name. Raises DnsError."""
        return [
            b"".join(record.strings).decode("utf-8", "replace") for record in self._ask(name, "TXT")
        ]

    def exchanges(self, name: str) -> list[str]:
        """Return the hosts that take mail for a name, "" for a null MX. Raises DnsError."""
        found = [str(record.exchange).rstrip(".") for record in self._ask(name, "MX")]
        return found or [name for kind in ("A", "AAAA") if self._ask(name, kind)][:1]

    def addresses(self, name: str) -> list[str]:
        """Return the IP addresses of a name. Raises DnsError."""
        return [str(record.address) for kind in ("A", "AAAA") for record in self._ask(name, kind)]

    def names(self, address: str) -> list[str]:
        """Return the names that an IP address leads back to (PTR). Raises DnsError."""
        reverse = str(from_address(address))
        return [str(record.target).rstrip(".").lower() for record in self._ask(reverse, "PTR")]

    def _ask(self, name: str, kind: str) -> list[Any]:
        try:
            return list(self._resolver.resolve(name, kind))
        except (NXDOMAIN, NoAnswer):
            return []
        except DNSException as error:
            raise DnsError(f"DNS does not answer for {name}: {error}") from error


def resolver_of(servers: Sequence[str]) -> Dns:
    """Return what asks the DNS servers `host:port`, or the system's."""
    if not servers:
        return Dns()
    resolver = Resolver(configure=False)
    hosts = [server.rpartition(":") for server in servers]
    resolver.nameservers = [host for host, _, _ in hosts]
    resolver.nameserver_ports = {host: int(port) for host, _, port in hosts}
    return Dns(resolver)
