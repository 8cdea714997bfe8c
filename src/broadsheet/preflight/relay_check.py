"""`--check`: whether the relay can be reached and logs us in, and what DNS says."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from broadsheet.dns_queries import Dns
from broadsheet.preflight.dns import check_dns, check_ptr
from broadsheet.preflight.findings import Finding
from broadsheet.relay import RelayLostError, RelayRefusedError
from broadsheet.sending import Route


def check_route(route: Route, sender: str, dns: Dns) -> Iterator[Finding]:
    """Yield what is right and wrong with a route for messages from `sender`."""
    yield _check_relay(route)
    yield from check_dns(dns, sender, route.bounce, route.keys)
    if route.local:
        yield check_ptr(dns, socket.getfqdn())


def _check_relay(route: Route) -> Finding:
    subject = f"relay {route.name}"
    try:
        route.relay.connect().close()
    except (RelayLostError, RelayRefusedError) as error:
        return Finding(subject, good=False, message=str(error))
    return Finding(subject, good=True, message="answers, with the encryption and login it needs")
