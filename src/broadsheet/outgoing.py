"""What requests to servers of other people need: a limit of wall-clock time, and no private network."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """Return what a call returns. Raises TimeoutError after some seconds, and what the call raises.

    The call has a thread of its own, which goes on after the time is over, but keeps no process alive. A
    time-out of a socket limits neither DNS nor a server that sends one byte a second.
    """
    answer: Future[Result] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except Exception as error:  # noqa: BLE001 - raised where the result is waited for
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer.result(seconds)


def is_public(address: str) -> bool:
    """Return whether an IP address is on the internet, not in a private or special network."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast
