"""Attacks on the pages, over sockets: bombers, forgers, slow and large bodies, injected headers.

`POSTS=10000` lets the bomber post as often as that says.
"""

from __future__ import annotations

import os
import re
import select
import socket

import pytest
from starlette.testclient import TestClient
from subscription_pages import ADA, KEY, Service
from subscription_server import subscription_server, token_in

from broadsheet.subscribe.limits import network_of
from broadsheet.subscribe.signup import Signup, SignupRequest, TooManyError
from broadsheet.subscribers import Evidence, read_address

POSTS = int(os.environ.get("POSTS", "1000"))


@pytest.fixture
def service(tmp_path):
    made = Service(tmp_path, {"BROADSHEET_SECRET": KEY})
    yield made
    made.close()


def networks(number):
    return f"2001:db8:{number:x}::1" if number % 2 else f"10.{number // 256}.{number % 256}.7"


def test_a_bomber_of_many_networks_causes_one_confirmation_for_an_address(service):
    """Through the operation itself: an answer takes 0.3 seconds, so that pages would take an hour."""
    signup, source = Signup(service.subscribers), Evidence("form", "asked")
    for number in range(POSTS):
        asked = SignupRequest(read_address(ADA), ["weekly"], "en", source, networks(number))
        signup.request(asked, service.clock.now)
    assert [mail["To"] for mail in service.mails()] == [ADA]
    service.clock.now += 60
    assert len(service.mails()) == 1


def test_a_bomber_of_one_domain_gets_thirty_mails_in_the_first_hour(service):
    signup, source = Signup(service.subscribers), Evidence("form", "asked")
    for number in range(100):
        address = read_address(f"victim{number}@example.com")
        asked = SignupRequest(address, ["weekly"], "en", source, networks(number))
        signup.request(asked, service.clock.now)
    assert len(service.mails()) == 30


def test_a_bomber_of_one_network_is_stopped_after_five(service):
    signup, source = Signup(service.subscribers), Evidence("form", "asked")
    refused = 0
    for number in range(100):
        address = read_address(f"victim{number}@x{number}.example.com")
        client = f"2001:db8::{number:x}"
        assert network_of(client) == "2001:db8::/64"
        try:
            signup.request(SignupRequest(address, ["weekly"], "en", source, client), 1_750_000_000)
        except TooManyError:
            refused += 1
    assert refused == 95


@pytest.mark.parametrize(
    "email",
    [
        "a@example.com\r\nBcc: victim@example.org",
        "a@example.com%0d%0aBcc:victim@example.org",
        "a@example.com\nSubject: pills",
        "a@example.com, victim@example.org",
        "a@example.com>\r\nRCPT TO:<victim@example.org",
        '"a\r\n"@example.com',
        "a\x00@example.com",
        "a@example.com\u2028Bcc: victim@example.org",
    ],
)
def test_headers_cannot_be_injected_by_an_address(service, email):
    service.join(email)
    for mail in service.mails():
        assert mail["Bcc"] is None
        assert "victim" not in str(mail)


def test_headers_cannot_be_injected_by_the_other_fields(service):
    token = token_in(service.get("/").text)
    service.clock.now += 3
    evil = "weekly\r\nBcc: victim@example.org"
    form = {"email": ADA, "edition": [evil, "weekly"], "token": token, "lang": evil}
    answer = service.post("/subscribe", form, **{"accept-language": "en;q=1, x-victim;q=0.1"})
    assert answer.status_code == 200
    assert "victim" not in answer.headers.get("content-language", "")
    (mail,) = service.mails()
    assert "victim" not in str(mail)
    for path in ("/confirm/weekly%0d%0aX-Evil:1/x", "/%0d%0aX-Evil:%201", "/?lang=%0d%0aX-Evil:1"):
        assert "x-evil" not in {name.lower() for name in service.client.get(path).headers}


FORGED = [
    {"origin": "https://evil.example"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"origin": "null", "sec-fetch-site": "same-site"},
    {"origin": "https://letters.example.evil.example"},
    {"origin": "http://letters.example"},
]


@pytest.mark.parametrize("headers", FORGED)
def test_a_form_of_another_site_with_a_token_got_here_is_refused(service, headers):
    assert service.join(**headers).status_code == 403
    assert service.mails() == []


@pytest.mark.parametrize(
    "headers", [{"origin": "null", "sec-fetch-site": "same-origin"}, {"origin": "null"}, {}]
)
def test_a_form_of_these_pages_is_taken_as_browsers_send_it(service, headers):
    """With the policy `no-referrer` they name no origin."""
    assert service.join(**headers).status_code == 200
    assert len(service.mails()) == 1


def test_a_form_of_another_site_without_a_token_is_shown_and_sends_nothing(service):
    form = {"email": ADA, "edition": "weekly"}
    answer = service.post("/subscribe", form, origin="https://blog.example")
    assert answer.status_code == 200
    assert f'value="{ADA}"' in answer.text
    assert service.mails() == []


def test_a_forged_or_altered_token_is_no_token(service):
    token = token_in(service.get("/").text)
    service.clock.now += 3
    for wrong in (token[:-1] + ("a" if token[-1] != "a" else "b"), "x" * 46, token * 2):
        form = {"email": ADA, "edition": "weekly", "token": wrong}
        assert "once more" in service.post("/subscribe", form).text
    assert service.mails() == []


def test_a_body_of_a_slow_client_is_given_up_and_holds_up_nobody(tmp_path):
    with subscription_server(tmp_path) as server:
        slow = []
        head = (
            b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail="
        )
        for _ in range(100):  # More than there are threads.
            client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
            client.sendall(head)
            slow.append(client)
        assert server.ask("GET", "/weekly")[0] == 200
        assert select.select(slow, [], [], 0)[0] == []  # None of them is given up yet.
        for client in slow:
            assert client.recv(100).startswith(b"HTTP/1.1 408")
            client.close()


def test_a_body_that_never_ends_is_cut_off(tmp_path):
    with subscription_server(tmp_path) as server:
        client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        client.sendall(b"POST /subscribe HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        answer = b""
        try:
            for _ in range(1000):
                client.sendall(chunk)
        except OSError:  # The server closed.
            pass
        try:
            answer = client.recv(100)
        except OSError:
            pass
        client.close()
        assert answer == b"" or answer.startswith(b"HTTP/1.1 413")
        assert server.ask("GET", "/health")[0] == 200


def test_forms_with_very_many_fields_and_files(service):
    many = "&".join(f"edition={n}" for n in range(20_000))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert service.client.post("/subscribe", content=many, headers=headers).status_code < 500
    files = [("email", ("x.exe", b"x" * 1000))] * 50
    assert service.client.post("/subscribe", files=files).status_code < 500
    assert service.mails() == []


def test_methods_and_paths_that_are_not_there(service):
    client = TestClient(service.service.app, base_url="https://letters.example")
    for method in ("PUT", "DELETE", "TRACE", "OPTIONS"):
        assert client.request(method, "/subscribe").status_code == 405
    for path in (
        "/../publish.toml",
        "/%2e%2e/subscribers.key",
        "/static/x",
        "/u/",
        "/" + "x" * 5000,
    ):
        assert client.get(path).status_code == 404
    assert re.search("(?i)traceback", client.get("/confirm/x/%ff").text) is None
