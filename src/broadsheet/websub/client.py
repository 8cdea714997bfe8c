"""One request to a hub (WebSub, section 7): where it may go, how long it may take, what it says."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from broadsheet import __version__
from broadsheet.config.records import WebSubConfig

TOO_MANY = 429

MAX_MESSAGE = 300

# NAT64 (RFC 6052), and the addresses of RFC 4291, section 2.5.5.1; a site's own NAT64 is RFC 8215's.
_IPV4_AT_THE_END = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96")))
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")


class PingError(Exception):
    """A hub was not told; `again` says whether it may take it later.

    What a hub said is in the message, so that is cut, and holds nothing that a terminal would obey.
    """

    def __init__(self, message: str, *, again: bool) -> None:
        super().__init__("".join(c if c.isprintable() else "?" for c in message[:MAX_MESSAGE]))
        self.again = again


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub, and under which conditions it is asked."""

    url: str
    config: WebSubConfig

    def ping(self, topic: str) -> None:
        """Tell the hub that a topic has changed. Raises PingError."""
        body = urlencode({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "user-agent": f"Broadsheet/{__version__}",
            "connection": "close",
        }
        parts = urlsplit(self.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with self._connection() as connection:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
        _judge(response)

    @contextlib.contextmanager
    def _connection(self) -> Iterator[http.client.HTTPConnection]:
        """Connect to the hub; whatever it does then, it is hung up on after the time-out."""
        host, port, is_https = self._place()
        connection = http.client.HTTPConnection(host, port)
        late = threading.Event()
        try:
            connection.sock = stream = self._connect(host, port)
            if is_https:
                connection.sock = stream = ssl.create_default_context().wrap_socket(
                    stream, server_hostname=host, do_handshake_on_connect=False
                )
            watch = threading.Timer(self.config.timeout, _hang_up, [stream, late])
            watch.start()
            try:
                if isinstance(stream, ssl.SSLSocket):
                    stream.do_handshake()
                yield connection
            finally:
                watch.cancel()
        except (OSError, http.client.HTTPException) as error:
            reason = f": {error or type(error).__name__}"
            if late.is_set() or isinstance(error, TimeoutError):
                reason = f" within {self.config.timeout} s"
            message = f"does not answer{reason}"
            raise PingError(message, again=True) from error
        finally:
            connection.close()

    def _place(self) -> tuple[str, int, bool]:
        parts = urlsplit(self.url)
        is_https = parts.scheme == "https"
        if not is_https and not self.config.allow_http:
            raise PingError(
                "is not reached by https; write its https address, or allow_http = true in [websub]",
                again=False,
            )
        return parts.hostname or "", parts.port or (443 if is_https else 80), is_https

    def _connect(self, host: str, port: int) -> socket.socket:
        """Connect to an address that was looked at, so that no second answer of DNS can swap it."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(place[0]) for *_, place in found]
        allowed = [a for a in addresses if self.config.allow_private or is_public(a)]
        if not allowed:
            raise PingError(
                f"is at {addresses[0]}, which is no public address; write another hub, or "
                "allow_private = true in [websub]",
                again=False,
            )
        for address in allowed[:-1]:
            with contextlib.suppress(OSError):  # A machine may have no way to an IPv6 address.
                return socket.create_connection((address, port), self.config.timeout)
        return socket.create_connection((allowed[-1], port), self.config.timeout)


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the internet's, not of a private or special network."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    reached = _carried(ip) or ip
    return reached.is_global and not reached.is_multicast and ip not in _LOCAL_NAT64


def _carried(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one leads to, by a translator or a tunnel."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if any(ip in network for network in _IPV4_AT_THE_END):
        return ipaddress.IPv4Address(ip.packed[-4:])
    return ip.ipv4_mapped or ip.sixtofour


def _judge(response: http.client.HTTPResponse) -> None:
    status = response.status
    if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110, section 15
        return
    if 300 <= status < 400:  # noqa: PLR2004
        where = response.headers.get("location", "elsewhere")
        raise PingError(f"answers {status}: write {where} in site.hubs", again=False)
    again = status >= 500 or status == TOO_MANY  # noqa: PLR2004
    raise PingError(f"answers {status} {response.reason}", again=again)


def _hang_up(connection: socket.socket, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
