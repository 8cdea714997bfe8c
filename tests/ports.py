"""Ports of this machine for servers that tests start."""

from __future__ import annotations

import contextlib
import random
import socket

import pytest

_CHANCE = random.SystemRandom()  # Processes of tests may have one seed.


def free_port() -> int:
    """Return a port that is free, and that the system gives to no connection of another test meanwhile."""
    for port in _CHANCE.sample(range(10_000, 32_000), 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    return pytest.fail("no port is free")
