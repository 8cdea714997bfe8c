from __future__ import annotations

import socket

import pytest

from broadsheet.errors import ServeError
from broadsheet.listening import listen


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_connections_send_what_they_have_at_once(host):
    with (
        listen(host, 0, "publish serve") as listener,
        socket.create_connection(listener.getsockname()[:2], timeout=60),
        listener.accept()[0] as connection,
    ):
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken_is_an_error_that_says_what_to_do():
    with listen("127.0.0.1", 0, "publish serve") as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ServeError, match=f"127.0.0.1:{port}: .* choose another with --port"):
            listen("127.0.0.1", port, "publish subscribers")
