"""One request for a feed, with limits on its target, its time and its size.

A feed is not trusted. Its address may lead into a private network, also by a redirect, or by a name
that resolves to another address the second time. Its answer may be endless, slow, or gigabytes of zeros
compressed to kilobytes.
"""

from __future__ import annotations

import contextlib
import socket
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import urllib3

from broadsheet import __version__
from broadsheet.config import records
from broadsheet.outgoing import is_public, within
from broadsheet.urls import absolute

REDIRECTS = 5

_CHUNK = 65_536
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "application/json;q=0.9, text/xml;q=0.8, */*;q=0.1"
)
_PERMANENT = {301, 308}
_MOVED = {301, 302, 303, 307, 308}
_WHOLE = 16 + zlib.MAX_WBITS
"""The `wbits` with which zlib reads a gzip file."""


class FetchError(Exception):
    """A feed could not be fetched; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer. `url` is where it was found, `moved` its new permanent address, or ""."""

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved: str = ""


def get(url: str, headers: Mapping[str, str], config: records.FetchConfig) -> Answer:
    """Request a feed, with the validators of an earlier answer in `headers`. Raises FetchError.

    The status is 200, 304, or an error (400 to 599).
    """
    end = time.monotonic() + config.timeout
    try:
        return within(config.timeout, lambda: _follow(url, headers, config, end))
    except (TimeoutError, urllib3.exceptions.TimeoutError) as error:
        raise FetchError(_too_slow(config)) from error
    except urllib3.exceptions.HTTPError as error:
        raise FetchError(f"does not answer: {_reason(error)}") from error
    except (OSError, ValueError, zlib.error) as error:
        raise FetchError(f"does not answer: {_reason(error)}") from error


def _follow(
    url: str, headers: Mapping[str, str], config: records.FetchConfig, end: float
) -> Answer:
    """Follow redirects. The feed has moved as far as the first redirects in a row are permanent."""
    moved, for_good = "", True
    for _ in range(REDIRECTS + 1):
        answer = _ask(url, headers, config, end)
        if answer.status not in _MOVED or not answer.headers.get("location"):
            return Answer(answer.status, url, answer.headers, answer.body, moved)
        url = absolute(_as_typed(answer.headers["location"]), url)
        for_good = for_good and answer.status in _PERMANENT
        moved = url if for_good else moved
    raise FetchError(f"redirects more than {REDIRECTS} times; write the address where it ends")


def _as_typed(location: str) -> str:
    """Return an address from a header: it is UTF-8, which the client decoded as Latin-1."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _ask(url: str, headers: Mapping[str, str], config: records.FetchConfig, end: float) -> Answer:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FetchError(f"leads to {url[:200]}, which is no web address; write another one")
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    asked = {
        "host": parts.netloc.rpartition("@")[2],
        "user-agent": f"Broadsheet/{__version__} (publish fetch)",
        "accept": _ACCEPT,
        "accept-encoding": "gzip",
        **headers,
    }
    with (
        contextlib.closing(_pool(parts.scheme, parts.hostname, parts.port, config)) as pool,
        contextlib.closing(
            pool.request(
                "GET",
                target,
                headers=asked,
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
        ) as response,
    ):
        found = {name.lower(): value for name, value in response.headers.items()}
        body = b"".join(_read(response, found, config, end)) if response.status == 200 else b""  # noqa: PLR2004
        return Answer(response.status, url, found, body)


def _pool(
    scheme: str, host: str, port: int | None, config: records.FetchConfig
) -> urllib3.HTTPConnectionPool:
    """Connect to the IP address that was checked; a second look-up of the name may give another one."""
    found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    addresses = [str(place[0]) for *_, place in found]
    inside = [address for address in addresses if not is_public(address)]
    if inside and not config.allow_private:
        raise FetchError(
            f"leads to {inside[0]}, which is no public address; write another one, or "
            "allow_private = true in [fetch]"
        )
    timeout = urllib3.Timeout(connect=min(10, config.timeout), read=config.timeout)
    if scheme == "http":
        return urllib3.HTTPConnectionPool(addresses[0], port or 80, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        addresses[0], port or 443, timeout=timeout, server_hostname=host, assert_hostname=host
    )


def _read(
    response: urllib3.BaseHTTPResponse,
    headers: Mapping[str, str],
    config: records.FetchConfig,
    end: float,
) -> Iterator[bytes]:
    """Yield the body, decompressed, while it is within the limits. Raises FetchError."""
    most = config.max_mb * 1_000_000
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        raise FetchError(f"answers in the coding {coding[:20]}, which was not asked for")
    if (said := headers.get("content-length", "")).isdigit() and int(said) > most:
        raise FetchError(_too_large(config))
    unpacker = zlib.decompressobj(_WHOLE) if coding.endswith("gzip") else None
    packed = unpacked = 0
    while chunk := response.read(_CHUNK, decode_content=False):
        packed += len(chunk)
        if time.monotonic() > end:
            raise FetchError(_too_slow(config))
        data = unpacker.decompress(chunk, most - unpacked + 1) if unpacker else chunk
        unpacked += len(data)
        if max(packed, unpacked) > most:
            raise FetchError(_too_large(config))
        yield data
    if unpacker and packed and not unpacker.eof:
        raise FetchError("ends in the midst of its gzip; the next run asks again")


def _too_large(config: records.FetchConfig) -> str:
    return (
        f"is larger than {config.max_mb} MB; write the address of a smaller feed, or a larger max_mb "
        "in [fetch]"
    )


def _too_slow(config: records.FetchConfig) -> str:
    return f"does not answer within {config.timeout} s; the next run asks again"


def _reason(error: BaseException) -> str:
    """Return the first cause of an error; urllib3's own messages name its objects."""
    while error.__cause__:
        error = error.__cause__
    text = str(error) or type(error).__name__
    return "".join(c if c.isprintable() else "?" for c in text[:300])
