"""What the thread that runs an issue is told by `Supply.pump`."""

from __future__ import annotations

from contextlib import closing

import pytest
from letters import JOINED, Letters, addresses

from broadsheet.databases import open_database
from broadsheet.ledger import Ledger, Outcome, Result
from broadsheet.sending.supply import Supply
from broadsheet.subscribers import Secret

NOW = JOINED + 1000.0


@pytest.fixture
def ledger(tmp_path):
    letters = Letters(tmp_path / "site")
    letters.add(addresses(1))
    with closing(open_database(letters.root, "subscribers.sqlite", create=False)) as database:
        yield Ledger(database, Secret("k" * 40))


def test_a_delivery_that_a_thread_has_may_be_due_at_once(ledger):
    """Its lease ends in five minutes, but a thread whose connection is lost gives it back earlier."""
    issue = ledger.open_issue("weekly", "2025-W25", b"", cutoff=NOW, now=NOW)
    supply = Supply(ledger, "w", lambda: NOW, ("relay", ()))
    assert supply.pump(issue.id).leased == 1
    delivery = supply.take()
    assert supply.pump(issue.id).wait == 0.0
    ledger.record(delivery, Result(Outcome.RELEASED), NOW)
    supply.done(delivery)
    assert supply.pump(issue.id).leased == 1
    delivery = supply.take()
    ledger.record(delivery, Result(Outcome.REFUSED), NOW)
    supply.done(delivery)
    assert supply.pump(issue.id).wait is None
