"""One-click by the short way: the same as the long one, in few transactions."""

from __future__ import annotations

import asyncio

import pytest
from subscription_pages import ADA, CONFIG, KEY, Service

from broadsheet.subscribe.guard import HEADERS
from broadsheet.subscribe.one_click import AT_ONCE, Batches
from broadsheet.subscribers import read_address

BODY = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def service(tmp_path):
    made = Service(tmp_path, {"BROADSHEET_SECRET": KEY}, CONFIG)
    yield made
    made.close()


def test_the_answer_has_all_headers_and_twice_is_as_good_as_once(service):
    service.add(ADA)
    for _ in range(2):
        answer = service.client.post(service.issue_link().replace("/sub/", "/"), data=BODY)
        assert (answer.status_code, answer.text) == (200, "You have left.\n")
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
    assert service.editions() == ["daily"]
    events = [e.kind for e in service.subscribers.find(read_address(ADA)).events]
    assert events.count("left") == 1


def test_a_wrong_token_and_a_wrong_path_leave_nobody(service):
    service.add(ADA)
    token = service.issue_link().rpartition("/")[2]
    for path in (f"/u/{token[:-1]}0", "/u/", f"/x/{token}", f"/u/{token}/x", f"/manage/{token}"):
        assert service.client.post(path, data=BODY).status_code in {404, 405}
    assert service.editions() == ["daily", "weekly"]


def test_many_at_once_are_all_answered_after_they_left(service):
    addresses = [f"r{n}@example.com" for n in range(60)]
    service.add(*addresses, editions=("weekly",))
    links = [service.issue_link(address).replace("/sub/", "/") for address in addresses]

    async def all_at_once():
        return await asyncio.gather(*(post(service.service.app, link) for link in links))

    assert set(asyncio.run(all_at_once())) == {200}
    assert all(service.editions(address) == [] for address in addresses)


async def post(app, path):
    """Ask an ASGI application itself; returns the status."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"List-Unsubscribe=One-Click", "more_body": False}

    async def send(message):
        sent.append(message)

    await app({"type": "http", "method": "POST", "path": path, "headers": []}, receive, send)
    return sent[0]["status"]


def test_an_error_of_the_database_reaches_all_that_waited_and_the_next_ones_work():
    seen = []

    def leave(items):
        seen.append(len(items))
        if len(seen) == 1:
            raise OSError("disk full")

    async def run():
        batches = Batches(leave)
        first = await asyncio.gather(
            *(batches.add((1, n)) for n in range(3)), return_exceptions=True
        )
        await asyncio.gather(*(batches.add((1, n)) for n in range(AT_ONCE + 5)))
        return first

    first = asyncio.run(run())
    assert [str(error) for error in first] == ["disk full"] * 3
    assert seen == [3, AT_ONCE, 5]
