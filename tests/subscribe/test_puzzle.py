"""The puzzle before a form is taken: ALTCHA's proof of work, solved and cheated at."""

from __future__ import annotations

import base64
import html
import json
import re

import altcha
import pytest
from subscription_pages import ADA, CONFIG, KEY, Service

from broadsheet.subscribe.guard import PUZZLE_POLICY
from broadsheet.subscribe.puzzle import LONGEST, is_solved, make_puzzle
from broadsheet.subscribers import Secret


@pytest.fixture
def service(tmp_path):
    made = Service(tmp_path, {"BROADSHEET_SECRET": KEY}, CONFIG + "proof_of_work = true\n")
    yield made
    made.close()


def shown(service):
    page = service.get("/weekly")
    puzzle = json.loads(html.unescape(re.search(r'data-puzzle="([^"]+)"', page.text)[1]))
    return page, re.search(r'name="token" value="(\w+)"', page.text)[1], puzzle


def solve(puzzle):
    challenge = altcha.Challenge.from_dict(puzzle)
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def send(service, token, solution):
    service.clock.now += 3
    data = {"email": ADA, "edition": "weekly", "token": token, "altcha": solution}
    return service.post("/subscribe", data)


def test_a_solved_puzzle_lets_a_form_pass_once(service):
    page, token, puzzle = shown(service)
    assert page.headers["Content-Security-Policy"] == PUZZLE_POLICY
    assert '<script src="/sub/puzzle.js" defer>' in page.text
    assert "<noscript>" in page.text
    solution = solve(puzzle)
    assert "Check your mail" in send(service, token, solution).text
    assert len(service.mails()) == 1
    service.clock.now += 2 * 86400
    again = send(service, token, solution)
    assert "Press the button once more" in again.text  # Too old.
    assert len(service.mails()) == 1


def test_a_solution_counts_once(service):
    _, token, puzzle = shown(service)
    solution = solve(puzzle)
    for address in ("a@example.com", "b@example.com"):
        service.clock.now += 3
        data = {"email": address, "edition": "weekly", "token": token, "altcha": solution}
        assert "Check your mail" in service.post("/subscribe", data).text
    assert [mail["To"] for mail in service.mails()] == ["a@example.com"]


def test_cheap_solutions_are_none(service):
    _, token, puzzle = shown(service)
    _, other, other_puzzle = shown(service)
    right = json.loads(base64.b64decode(solve(puzzle)))
    wrong = [
        "",
        "nonsense",
        base64.b64encode(b"[" * 3000).decode(),
        "x" * (LONGEST + 1),
        solve(other_puzzle),
        altered(right, counter=right["solution"]["counter"] + 1),
        altered(right, cost=1),
        altered(right, keyPrefix=""),
        altered(right, data={"form": other}),
        altered(right, signature=""),
    ]
    for solution in wrong:
        assert "Press the button once more" in send(service, token, solution).text
    assert service.mails() == []


def altered(payload, **changes):
    payload = json.loads(json.dumps(payload))
    for name, value in changes.items():
        for part in (payload["solution"], payload["challenge"], payload["challenge"]["parameters"]):
            if name in part:
                part[name] = value
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_pages_without_a_form_have_no_script(service):
    for path in ("/manage", "/u/x", "/nothing"):
        page = service.get(path)
        assert "script" not in page.headers["Content-Security-Policy"]
        assert "<script" not in page.text


def test_another_key_of_the_site_checks_too():
    old, new = Secret("o" * 32), Secret("n" * 32, "o" * 32)
    solution = solve(json.loads(make_puzzle(old, "token")))
    assert is_solved(new, "token", solution)
    assert not is_solved(Secret("n" * 32), "token", solution)
