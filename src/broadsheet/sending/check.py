"""`--check`: whether the relay can be reached and logs us in, and what DNS says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dns.resolver import Resolver

from broadsheet.sending.dns import Dns, check_dns
from broadsheet.sending.findings import Finding
from broadsheet.sending.relay import RelayLostError, RelayRefusedError
from broadsheet.sending.run import Route


def check_route(route: Route, sender: str, dns: Dns) -> Iterator[Finding]:
    """Yield what is right and wrong with a route for messages from `sender`."""
    yield _check_relay(route)
    yield from check_dns(dns, sender, route.bounce, route.keys)


def resolver_of(servers: Sequence[str]) -> Dns:
    """Return what asks the DNS servers `host:port`, or the system's."""
    if not servers:
        return Dns()
    resolver = Resolver(configure=False)
    hosts = [server.rpartition(":") for server in servers]
    resolver.nameservers = [host for host, _, _ in hosts]
    resolver.nameserver_ports = {host: int(port) for host, _, port in hosts}
    return Dns(resolver)


def _check_relay(route: Route) -> Finding:
    subject = f"relay {route.name}"
    try:
        route.relay.connect().close()
    except (RelayLostError, RelayRefusedError) as error:
        return Finding(subject, good=False, message=str(error))
    return Finding(subject, good=True, message="answers, with the encryption and login it needs")
