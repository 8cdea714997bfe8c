"""What monitoring sees: /health and /metrics."""

from __future__ import annotations

import socket
import struct
import time

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from broadsheet.errors import ServeError, UsageError
from broadsheet.ledger import Outcome
from broadsheet.workers.board import Board
from broadsheet.workers.endpoint import Endpoint, endpoint_address


@pytest.fixture
def board():
    return Board(5, tally={Outcome.SENT: 7, Outcome.REFUSED: 1}, left={"weekly/W1": 3}, workers=2)


@pytest.fixture
def endpoint(board):
    made = Endpoint(("127.0.0.1", 0), board)
    yield made
    made.close()


def get(endpoint, path):
    """Return status, header and body of a page."""
    with socket.create_connection(("127.0.0.1", endpoint.port), 5) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.decode().partition("\r\n\r\n")
    return int(head.split()[1]), head, body


def test_the_metrics_are_openmetrics(endpoint):
    status, head, body = get(endpoint, "/metrics")
    assert status == 200
    assert "application/openmetrics-text" in head
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }
    assert samples == {
        ("broadsheet_deliveries_total", "sent"): 7,
        ("broadsheet_deliveries_total", "refused"): 1,
        ("broadsheet_issue_left", "weekly/W1"): 3,
        ("broadsheet_connections",): 5,
        ("broadsheet_workers",): 2,
        ("broadsheet_healthy",): 1,
    }


def test_health_says_what_is_wrong(endpoint, board):
    assert get(endpoint, "/health")[::2] == (200, "ok\n")
    board.trouble = "the relay does not answer"
    assert get(endpoint, "/health")[::2] == (503, "the relay does not answer\n")
    board.trouble, board.contact = "", time.monotonic() - 200
    status, _, body = get(endpoint, "/health")
    assert (status, "was not reached for 200 seconds" in body) == (503, True)
    assert get(endpoint, "/other")[0] == 404


def test_a_port_that_is_taken(endpoint, board):
    with pytest.raises(ServeError, match="cannot listen there"):
        Endpoint(("127.0.0.1", endpoint.port), board)


@pytest.mark.parametrize(
    ("text", "address"),
    [("9187", ("127.0.0.1", 9187)), ("0.0.0.0:80", ("0.0.0.0", 80)), ("[::1]:9", ("::1", 9))],
)
def test_where_to_listen(text, address):
    assert endpoint_address(text) == address


@pytest.mark.parametrize("text", ["", "x", "0", "70000", "host:", "host:x"])
def test_no_port(text):
    with pytest.raises(UsageError, match="--metrics"):
        endpoint_address(text)


def test_the_rate_is_that_of_the_last_seconds(board, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    board.tally = {Outcome.SENT: 0}
    assert board.rate() == 0.0
    for second in range(1, 41):
        now[0], board.tally = float(second), {Outcome.SENT: second * (10 if second <= 20 else 30)}
        rate = board.rate()
    assert rate == pytest.approx(30, rel=0.4)


def test_a_client_that_hangs_up_is_no_news(endpoint, capfd):
    for path in ("/health", "/metrics") * 10:
        with socket.create_connection(("127.0.0.1", endpoint.port), 5) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
    assert get(endpoint, "/health")[0] == 200
    endpoint.close()
    assert capfd.readouterr().err == ""
